import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const KINDS = `('COMPLAINT', 'REPAIR', 'SERVICE', 'INQUIRY', 'SUGGESTION', 'PRAISE', 'VIOLATION', 'MEDIATION', 'EMERGENCY')`;
const SEVERITIES = `('CRITICAL', 'MAJOR', 'GENERAL', 'MINOR')`;
const PROFILES = `('PREMIUM_OFFICE', 'STANDARD_OFFICE', 'LANDSCAPE', 'RESIDENTIAL', 'COMMERCIAL')`;

/** What companies set for their service desk. It is the whole company's, and of no customer. */
const SETTINGS = {
  versioned: true,
  scope: 'none',
  // A customer's ticket takes its category and its promises from here; no field shows more than a category's name.
  customer: 'tenant',
  retention: { kept: 'settings: they are there until they are changed' },
} as const;

/** Categories, sub-states, working calendars and SLA policies. */
export class TicketSettings1700000560000 implements MigrationInterface {
  readonly name = 'TicketSettings1700000560000';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      ...SETTINGS,
      table: 'atrium.ticket_category',
      columns: `
        parent_id uuid,
        name text NOT NULL,
        sort_key text COLLATE "C" NOT NULL,
        place text NOT NULL DEFAULT '',
        subject text NOT NULL DEFAULT '',
        problem text NOT NULL DEFAULT '',
        keywords text[] NOT NULL DEFAULT '{}',
        default_kind text COLLATE "C" CHECK (default_kind IN ${KINDS}),
        default_severity text COLLATE "C" CHECK (default_severity IN ${SEVERITIES}),
        skill_id uuid,
        is_active boolean NOT NULL DEFAULT true,
        CONSTRAINT ticket_category_not_own_parent CHECK (parent_id <> id),
        CONSTRAINT ticket_category_parent_fkey FOREIGN KEY (tenant_id, parent_id)
          REFERENCES atrium.ticket_category (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT ticket_category_skill_fkey FOREIGN KEY (tenant_id, skill_id)
          REFERENCES atrium.skill (tenant_id, id) ON DELETE SET NULL (skill_id)`,
    });
    await createTenantTable(runner, {
      ...SETTINGS,
      table: 'atrium.ticket_sub_state',
      columns: `
        state text COLLATE "C" NOT NULL CHECK (state IN ('NEW', 'TRIAGED', 'ASSIGNED', 'IN_PROGRESS', 'ON_HOLD',
          'RESOLVED', 'CLOSED', 'REOPENED', 'CANCELLED', 'MERGED')),
        name text NOT NULL,
        sort_key text COLLATE "C" NOT NULL,
        is_active boolean NOT NULL DEFAULT true,
        CONSTRAINT ticket_sub_state_name_key UNIQUE (tenant_id, state, name),
        CONSTRAINT ticket_sub_state_state_key UNIQUE (tenant_id, id, state)`,
    });
    await createTenantTable(runner, {
      ...SETTINGS,
      table: 'atrium.sla_calendar',
      columns: `
        name text NOT NULL,
        sort_key text COLLATE "C" NOT NULL,
        time_zone text NOT NULL,
        hours jsonb NOT NULL,
        exceptions jsonb NOT NULL DEFAULT '[]',
        CONSTRAINT sla_calendar_name_key UNIQUE (tenant_id, name)`,
    });
    await createTenantTable(runner, {
      ...SETTINGS,
      table: 'atrium.sla_policy',
      columns: `
        name text NOT NULL,
        sort_key text COLLATE "C" NOT NULL,
        kind text COLLATE "C" CHECK (kind IN ${KINDS}),
        severity text COLLATE "C" CHECK (severity IN ${SEVERITIES}),
        service_profile text COLLATE "C" CHECK (service_profile IN ${PROFILES}),
        calendar_id uuid,
        first_response_minutes integer CHECK (first_response_minutes > 0),
        progress_update_minutes integer CHECK (progress_update_minutes > 0),
        resolution_minutes integer CHECK (resolution_minutes > 0),
        ladder jsonb NOT NULL DEFAULT '[]',
        CONSTRAINT sla_policy_name_key UNIQUE (tenant_id, name),
        CONSTRAINT sla_policy_once UNIQUE NULLS NOT DISTINCT (tenant_id, kind, severity, service_profile),
        CONSTRAINT sla_policy_calendar_fkey FOREIGN KEY (tenant_id, calendar_id)
          REFERENCES atrium.sla_calendar (tenant_id, id) ON DELETE NO ACTION`,
    });
    await runner.query(`
      CREATE INDEX ticket_category_sort ON atrium.ticket_category (tenant_id, sort_key, id);
      CREATE INDEX ticket_category_parent ON atrium.ticket_category (tenant_id, parent_id, sort_key, id);
      CREATE INDEX ticket_category_skill ON atrium.ticket_category (tenant_id, skill_id) WHERE skill_id IS NOT NULL;
      CREATE UNIQUE INDEX ticket_category_combination ON atrium.ticket_category (tenant_id, place, subject, problem)
        WHERE place <> '' OR subject <> '' OR problem <> '';
      CREATE INDEX ticket_sub_state_sort ON atrium.ticket_sub_state (tenant_id, sort_key, id);
      CREATE INDEX sla_calendar_sort ON atrium.sla_calendar (tenant_id, sort_key, id);
      CREATE INDEX sla_policy_sort ON atrium.sla_policy (tenant_id, sort_key, id);
      CREATE INDEX sla_policy_calendar ON atrium.sla_policy (tenant_id, calendar_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE atrium.sla_policy, atrium.sla_calendar, atrium.ticket_sub_state, atrium.ticket_category',
    );
  }
}
