import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TIME = `text COLLATE "C" NOT NULL CHECK (%s ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$')`;
const time = (column: string): string => `${column} ${TIME.replace('%s', column)}`;

/** Teams with their members, working areas and shifts, and the skills of staff: what assignment goes by. */
export class Teams1700000120300 implements MigrationInterface {
  readonly name = 'Teams1700000120300';

  async up(runner: QueryRunner): Promise<void> {
    await this.skills(runner);
    await this.teams(runner);
    await this.shifts(runner);
  }

  private async skills(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.skill',
      columns: `
        name text NOT NULL,
        name_lower text COLLATE "C" NOT NULL GENERATED ALWAYS AS (lower(name)) STORED,
        sort_key text COLLATE "C" NOT NULL,
        description text,
        CONSTRAINT skill_name_key UNIQUE (tenant_id, name_lower)`,
      versioned: true,
      scope: 'none', // words of the whole company's
    });
    await createTenantTable(runner, {
      table: 'atrium.staff_skill',
      columns: `
        staff_id uuid NOT NULL,
        skill_id uuid NOT NULL,
        CONSTRAINT staff_skill_once UNIQUE (tenant_id, staff_id, skill_id),
        CONSTRAINT staff_skill_staff_fkey FOREIGN KEY (tenant_id, staff_id)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE CASCADE,
        CONSTRAINT staff_skill_skill_fkey FOREIGN KEY (tenant_id, skill_id)
          REFERENCES atrium.skill (tenant_id, id) ON DELETE CASCADE`,
      hasParent: true,
      scope: 'none', // as its staff
    });
    await runner.query(`
      CREATE INDEX skill_sort ON atrium.skill (tenant_id, sort_key, id);
      CREATE INDEX staff_skill_skill ON atrium.staff_skill (tenant_id, skill_id, staff_id);
    `);
  }

  private async teams(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.team_community',
      columns: `
        team_id uuid NOT NULL,
        community_id uuid NOT NULL,
        CONSTRAINT team_community_once UNIQUE (tenant_id, team_id, community_id),
        CONSTRAINT team_community_community_fkey FOREIGN KEY (tenant_id, community_id)
          REFERENCES atrium.community (tenant_id, id) ON DELETE CASCADE`,
      hasParent: true,
      scope: 'community_id',
    });
    await createTenantTable(runner, {
      table: 'atrium.team',
      // The number of communities is told to whoever sees only some of them: such a team is not theirs to change.
      columns: `
        name text NOT NULL,
        name_lower text COLLATE "C" NOT NULL GENERATED ALWAYS AS (lower(name)) STORED,
        sort_key text COLLATE "C" NOT NULL,
        kind text COLLATE "C" NOT NULL CHECK (kind IN
          ('SERVICE_CENTRE', 'ENGINEERING', 'ENVIRONMENT', 'SECURITY', 'ADMINISTRATION', 'OTHER')),
        description text,
        leader_id uuid,
        area text COLLATE "C" NOT NULL CHECK (area IN ('ALL', 'COMMUNITIES')),
        community_count integer NOT NULL,
        CONSTRAINT team_name_key UNIQUE (tenant_id, name_lower),
        CONSTRAINT team_leader_fkey FOREIGN KEY (tenant_id, leader_id)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE SET NULL (leader_id)`,
      versioned: true,
      // A team of the whole company is everybody's to see; another, of those who see one of its communities.
      scope: {
        using: `area = 'ALL' OR EXISTS (SELECT FROM atrium.team_community c
          WHERE c.tenant_id = team.tenant_id AND c.team_id = team.id)`,
      },
    });
    await runner.query(`
      ALTER TABLE atrium.team_community ADD CONSTRAINT team_community_team_fkey FOREIGN KEY (tenant_id, team_id)
        REFERENCES atrium.team (tenant_id, id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED`);
    await createTenantTable(runner, {
      table: 'atrium.team_member',
      columns: `
        team_id uuid NOT NULL,
        staff_id uuid NOT NULL,
        CONSTRAINT team_member_once UNIQUE (tenant_id, team_id, staff_id),
        CONSTRAINT team_member_team_fkey FOREIGN KEY (tenant_id, team_id)
          REFERENCES atrium.team (tenant_id, id) ON DELETE CASCADE,
        CONSTRAINT team_member_staff_fkey FOREIGN KEY (tenant_id, staff_id)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE CASCADE`,
      hasParent: true,
      scope: {
        using: `EXISTS (SELECT FROM atrium.team t WHERE t.tenant_id = team_member.tenant_id AND t.id = team_member.team_id)`,
        checked: true,
      },
    });
    await runner.query(`
      CREATE INDEX team_sort ON atrium.team (tenant_id, sort_key, id);
      CREATE INDEX team_community_community ON atrium.team_community (tenant_id, community_id, team_id);
      CREATE INDEX team_member_staff ON atrium.team_member (tenant_id, staff_id, team_id);
    `);
  }

  private async shifts(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.shift',
      columns: `
        team_id uuid NOT NULL,
        name text NOT NULL,
        sort_key text COLLATE "C" NOT NULL,
        time_zone text NOT NULL,
        weekdays smallint[] NOT NULL CHECK (weekdays <@ '{1,2,3,4,5,6,7}'::smallint[]),
        ${time('starts_at')},
        ${time('ends_at')},
        valid_from date NOT NULL,
        valid_to date,
        days_off date[] NOT NULL DEFAULT '{}',
        extra_days date[] NOT NULL DEFAULT '{}',
        CHECK (valid_to >= valid_from),
        CONSTRAINT shift_team_key UNIQUE (tenant_id, id, team_id),
        CONSTRAINT shift_team_fkey FOREIGN KEY (tenant_id, team_id)
          REFERENCES atrium.team (tenant_id, id) ON DELETE CASCADE`,
      hasParent: true,
      versioned: true,
      scope: {
        using: `EXISTS (SELECT FROM atrium.team t WHERE t.tenant_id = shift.tenant_id AND t.id = shift.team_id)`,
        checked: true,
      },
    });
    await createTenantTable(runner, {
      table: 'atrium.shift_member',
      // Who leaves the team leaves its shifts.
      columns: `
        shift_id uuid NOT NULL,
        team_id uuid NOT NULL,
        staff_id uuid NOT NULL,
        CONSTRAINT shift_member_once UNIQUE (tenant_id, shift_id, staff_id),
        CONSTRAINT shift_member_shift_fkey FOREIGN KEY (tenant_id, shift_id, team_id)
          REFERENCES atrium.shift (tenant_id, id, team_id) ON DELETE CASCADE,
        CONSTRAINT shift_member_member_fkey FOREIGN KEY (tenant_id, team_id, staff_id)
          REFERENCES atrium.team_member (tenant_id, team_id, staff_id) ON DELETE CASCADE`,
      hasParent: true,
      scope: {
        using: `EXISTS (SELECT FROM atrium.team t WHERE t.tenant_id = shift_member.tenant_id AND t.id = shift_member.team_id)`,
        checked: true,
      },
    });
    await runner.query(`
      CREATE INDEX shift_sort ON atrium.shift (tenant_id, sort_key, id);
      CREATE INDEX shift_team ON atrium.shift (tenant_id, team_id, sort_key, id);
      CREATE INDEX shift_member_team ON atrium.shift_member (tenant_id, team_id, staff_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE atrium.shift_member, atrium.shift, atrium.team_member, atrium.team_community,
      atrium.team, atrium.staff_skill, atrium.skill`);
  }
}
