import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { GOES_WITH_TICKET, OF_TICKET, scopeOfTicket, withTicket } from './of-ticket';

/** Following up what was done (回访), the customer's rating, and checks of quality by staff. */
export class TicketFollowUp1700000561010 implements MigrationInterface {
  readonly name = 'TicketFollowUp1700000561010';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.ticket_settings',
      columns: `
        close_after_days integer NOT NULL CHECK (close_after_days BETWEEN 1 AND 90),
        call_back_after_hours integer NOT NULL CHECK (call_back_after_hours BETWEEN 1 AND 720),
        calls_silent boolean NOT NULL,
        call_attempts integer NOT NULL CHECK (call_attempts BETWEEN 1 AND 10),
        CONSTRAINT ticket_settings_once UNIQUE (tenant_id)`,
      versioned: true,
      scope: 'none', // the whole company's
      retention: { kept: 'settings' },
    });
    await createTenantTable(runner, {
      table: 'atrium.ticket_follow_up',
      hasParent: true,
      // next_at: when it is looked at again by itself. call_due_at: infinite while nobody is to be called.
      columns: `
        ${OF_TICKET},
        state text COLLATE "C" NOT NULL DEFAULT 'WAITING'
          CHECK (state IN ('WAITING', 'CALL_BACK', 'SATISFIED', 'DISSATISFIED', 'SILENT', 'ENDED')),
        call_reason text COLLATE "C" CHECK (call_reason IN ('DISSATISFIED', 'SILENT')),
        next_at timestamptz,
        close_at timestamptz NOT NULL,
        call_due_at timestamptz NOT NULL DEFAULT 'infinity',
        attempts integer NOT NULL DEFAULT 0,
        score integer CHECK (score BETWEEN 1 AND 5),
        source text COLLATE "C" CHECK (source IN ('SURVEY', 'APP', 'CALL')),
        comment text,
        answered_at timestamptz,
        caller_id uuid,
        caller_name text,
        ended_at timestamptz,
        CHECK ((state IN ('WAITING', 'CALL_BACK')) = (ended_at IS NULL)),
        CHECK ((state = 'CALL_BACK') = isfinite(call_due_at)),
        CONSTRAINT ticket_follow_up_caller_fkey FOREIGN KEY (tenant_id, caller_id)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE SET NULL (caller_id)`,
      versioned: true,
      scope: scopeOfTicket('ticket_follow_up'),
      customer: { using: withTicket('ticket_follow_up') },
      customerWrites: 'change',
      retention: GOES_WITH_TICKET,
    });
    await createTenantTable(runner, {
      table: 'atrium.ticket_quality_check',
      hasParent: true,
      // seed: whoever has it can draw the same again.
      columns: `
        ${OF_TICKET},
        seed text COLLATE "C" NOT NULL,
        rated_staff_id uuid,
        drawn_at timestamptz NOT NULL,
        score integer CHECK (score BETWEEN 1 AND 5),
        note text,
        checked_at timestamptz,
        checker_id uuid,
        checker_name text,
        CHECK ((score IS NULL) = (checked_at IS NULL)),
        CONSTRAINT ticket_quality_check_once UNIQUE (tenant_id, ticket_id),
        CONSTRAINT ticket_quality_check_rated_fkey FOREIGN KEY (tenant_id, rated_staff_id)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE SET NULL (rated_staff_id),
        CONSTRAINT ticket_quality_check_checker_fkey FOREIGN KEY (tenant_id, checker_id)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE SET NULL (checker_id)`,
      versioned: true,
      scope: scopeOfTicket('ticket_quality_check'),
      retention: GOES_WITH_TICKET,
    });
    await runner.query(`
      ALTER TABLE atrium.ticket ADD satisfaction integer CHECK (satisfaction BETWEEN 1 AND 5);
      CREATE UNIQUE INDEX ticket_follow_up_open ON atrium.ticket_follow_up (tenant_id, ticket_id)
        WHERE ended_at IS NULL;
      CREATE INDEX ticket_follow_up_ticket ON atrium.ticket_follow_up (tenant_id, ticket_id, id);
      CREATE INDEX ticket_follow_up_next ON atrium.ticket_follow_up (tenant_id, next_at) WHERE next_at IS NOT NULL;
      CREATE INDEX ticket_follow_up_call ON atrium.ticket_follow_up (tenant_id, call_due_at, id);
      CREATE INDEX ticket_follow_up_caller ON atrium.ticket_follow_up (tenant_id, caller_id)
        WHERE caller_id IS NOT NULL;
      CREATE INDEX ticket_quality_check_drawn ON atrium.ticket_quality_check (tenant_id, drawn_at, id);
      CREATE INDEX ticket_quality_check_rated ON atrium.ticket_quality_check (tenant_id, rated_staff_id, id)
        WHERE rated_staff_id IS NOT NULL;
      CREATE INDEX ticket_quality_check_checker ON atrium.ticket_quality_check (tenant_id, checker_id)
        WHERE checker_id IS NOT NULL;
      CREATE INDEX ticket_closed ON atrium.ticket (tenant_id, closed_at, id) WHERE closed_at IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX atrium.ticket_closed;
      ALTER TABLE atrium.ticket DROP satisfaction;
      DROP TABLE atrium.ticket_quality_check, atrium.ticket_follow_up, atrium.ticket_settings;
    `);
  }
}
