import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { GOES_WITH_TICKET, OF_TICKET, scopeOfTicket } from './of-ticket';

const withRun = `EXISTS (SELECT FROM atrium.ticket_playbook p
  WHERE p.tenant_id = ticket_playbook_step.tenant_id AND p.id = ticket_playbook_step.run_id)`;

/** Playbooks (处理模块) with their versions, and how far tickets have come with them. */
export class TicketPlaybooks1700000561050 implements MigrationInterface {
  readonly name = 'TicketPlaybooks1700000561050';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.playbook',
      columns: `
        name text NOT NULL,
        name_lower text COLLATE "C" NOT NULL GENERATED ALWAYS AS (lower(name)) STORED,
        sort_key text COLLATE "C" NOT NULL,
        kind text COLLATE "C",
        severity text COLLATE "C",
        category_id uuid,
        is_active boolean NOT NULL DEFAULT true,
        CONSTRAINT playbook_name_key UNIQUE (tenant_id, name_lower),
        CONSTRAINT playbook_category_fkey FOREIGN KEY (tenant_id, category_id)
          REFERENCES atrium.ticket_category (tenant_id, id) ON DELETE NO ACTION`,
      versioned: true,
      scope: 'none', // how things are done is the whole company's
      retention: { kept: 'settings: tickets were worked through by it' },
    });
    await createTenantTable(runner, {
      table: 'atrium.playbook_version',
      hasParent: true,
      // figures: those that its promotion to STANDARD rested on.
      columns: `
        playbook_id uuid NOT NULL,
        number integer NOT NULL CHECK (number > 0),
        state text COLLATE "C" NOT NULL DEFAULT 'DRAFT' CHECK (state IN ('DRAFT', 'PUBLISHED')),
        maturity text COLLATE "C" NOT NULL DEFAULT 'SIMULATED' CHECK (maturity IN ('SIMULATED', 'PILOT', 'STANDARD')),
        steps jsonb NOT NULL,
        published_at timestamptz,
        promoted_at timestamptz,
        promotion_note text,
        figures jsonb,
        CHECK ((state = 'PUBLISHED') = (published_at IS NOT NULL)),
        CHECK (state = 'PUBLISHED' OR maturity = 'SIMULATED'),
        CHECK ((maturity = 'STANDARD') = (figures IS NOT NULL)),
        CONSTRAINT playbook_version_number_key UNIQUE (tenant_id, playbook_id, number),
        CONSTRAINT playbook_version_playbook_fkey FOREIGN KEY (tenant_id, playbook_id)
          REFERENCES atrium.playbook (tenant_id, id) ON DELETE NO ACTION`,
      versioned: true,
      scope: 'none', // as its playbook
      retention: { kept: 'it goes with its playbook' },
    });
    await createTenantTable(runner, {
      table: 'atrium.ticket_playbook',
      hasParent: true,
      columns: `
        ${OF_TICKET},
        version_id uuid NOT NULL,
        state text COLLATE "C" NOT NULL DEFAULT 'RUNNING' CHECK (state IN ('RUNNING', 'DONE', 'ABANDONED')),
        is_by_rule boolean NOT NULL,
        started_at timestamptz NOT NULL,
        ended_at timestamptz,
        reason text,
        CHECK ((state = 'RUNNING') = (ended_at IS NULL)),
        CONSTRAINT ticket_playbook_once UNIQUE (tenant_id, ticket_id, version_id),
        CONSTRAINT ticket_playbook_version_fkey FOREIGN KEY (tenant_id, version_id)
          REFERENCES atrium.playbook_version (tenant_id, id) ON DELETE NO ACTION`,
      versioned: true,
      scope: scopeOfTicket('ticket_playbook'),
      retention: GOES_WITH_TICKET,
    });
    await createTenantTable(runner, {
      table: 'atrium.ticket_playbook_step',
      hasParent: true,
      columns: `
        run_id uuid NOT NULL,
        position integer NOT NULL,
        title text NOT NULL,
        details text,
        checks jsonb NOT NULL,
        is_required boolean NOT NULL,
        done_at timestamptz,
        doer_name text,
        note text,
        CONSTRAINT ticket_playbook_step_position_key UNIQUE (tenant_id, run_id, position),
        CONSTRAINT ticket_playbook_step_run_fkey FOREIGN KEY (tenant_id, run_id)
          REFERENCES atrium.ticket_playbook (tenant_id, id) ON DELETE CASCADE`,
      versioned: true,
      scope: { using: withRun, checked: true },
      retention: GOES_WITH_TICKET,
    });
    await runner.query(`
      CREATE INDEX playbook_sort ON atrium.playbook (tenant_id, sort_key, id);
      CREATE INDEX playbook_category ON atrium.playbook (tenant_id, category_id) WHERE category_id IS NOT NULL;
      CREATE UNIQUE INDEX playbook_version_draft ON atrium.playbook_version (tenant_id, playbook_id)
        WHERE state = 'DRAFT';
      CREATE INDEX ticket_playbook_version ON atrium.ticket_playbook (tenant_id, version_id, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE atrium.ticket_playbook_step, atrium.ticket_playbook, atrium.playbook_version, atrium.playbook',
    );
  }
}
