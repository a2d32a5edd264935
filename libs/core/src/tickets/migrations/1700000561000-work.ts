import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { GOES_WITH_TICKET, OF_TICKET, scopeOfTicket, withTicket } from './of-ticket';

/** Work orders of several teams on one ticket, and appointments with technicians that never overlap. */
export class TicketWork1700000561000 implements MigrationInterface {
  readonly name = 'TicketWork1700000561000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE atrium.ticket ADD coordinator_id uuid,
        ADD CONSTRAINT ticket_coordinator_fkey FOREIGN KEY (tenant_id, coordinator_id)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE SET NULL (coordinator_id);
      CREATE INDEX ticket_coordinator ON atrium.ticket (tenant_id, coordinator_id) WHERE coordinator_id IS NOT NULL;
    `);
    await this.orders(runner);
    await this.appointments(runner);
  }

  private async orders(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.ticket_work_order',
      hasParent: true,
      columns: `
        ${OF_TICKET},
        number integer NOT NULL,
        title text NOT NULL,
        state text COLLATE "C" NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'IN_PROGRESS', 'DONE', 'CANCELLED')),
        team_id uuid,
        assignee_id uuid,
        due_at timestamptz,
        started_at timestamptz,
        ended_at timestamptz,
        result text,
        CHECK ((state IN ('DONE', 'CANCELLED')) = (ended_at IS NOT NULL)),
        CONSTRAINT ticket_work_order_number_key UNIQUE (tenant_id, ticket_id, number),
        CONSTRAINT ticket_work_order_team_fkey FOREIGN KEY (tenant_id, team_id)
          REFERENCES atrium.team (tenant_id, id) ON DELETE SET NULL (team_id),
        CONSTRAINT ticket_work_order_assignee_fkey FOREIGN KEY (tenant_id, assignee_id)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE SET NULL (assignee_id)`,
      versioned: true,
      scope: scopeOfTicket('ticket_work_order'),
      retention: GOES_WITH_TICKET,
    });
    await runner.query(`
      CREATE INDEX ticket_work_order_team ON atrium.ticket_work_order (tenant_id, team_id, state, id)
        WHERE team_id IS NOT NULL;
      CREATE INDEX ticket_work_order_assignee ON atrium.ticket_work_order (tenant_id, assignee_id, state, id)
        WHERE assignee_id IS NOT NULL;
      CREATE INDEX ticket_work_order_due ON atrium.ticket_work_order (tenant_id, due_at, id);
    `);
  }

  /**
   * A technician's calendar is a line of its own on one axis of numbers, so that ranges of numbers, which GiST knows
   * without an extension, overlap only where one person is to be at two places. A constraint looks past row-level
   * security: an appointment in a community that the caller does not see counts as well.
   */
  private async appointments(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION app.calendar_span(tenant uuid, person uuid, starts timestamptz, ends timestamptz) RETURNS numrange
      LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
      DECLARE
        digits text := replace(tenant::text || person::text, '-', '');
        line numeric := 0;
      BEGIN
        FOR part IN 0..7 LOOP
          line := line * 4294967296 + ('x' || substr(digits, part * 8 + 1, 8))::bit(32)::bigint;
        END LOOP;
        line := line * 10000000000000000;
        RETURN numrange(line + round(extract(epoch FROM starts) * 1000), line + round(extract(epoch FROM ends) * 1000));
      END $$;
    `);
    await createTenantTable(runner, {
      table: 'atrium.ticket_appointment',
      hasParent: true,
      columns: `
        ${OF_TICKET},
        work_order_id uuid,
        staff_id uuid NOT NULL,
        staff_name text NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        state text COLLATE "C" NOT NULL DEFAULT 'BOOKED'
          CHECK (state IN ('BOOKED', 'DONE', 'MISSED_BY_CUSTOMER', 'MISSED_BY_STAFF', 'CANCELLED')),
        moved_count integer NOT NULL DEFAULT 0,
        note text,
        CHECK (ends_at > starts_at),
        CONSTRAINT ticket_appointment_no_overlap EXCLUDE USING gist
          (app.calendar_span(tenant_id, staff_id, starts_at, ends_at) WITH &&) WHERE (state = 'BOOKED'),
        CONSTRAINT ticket_appointment_work_order_fkey FOREIGN KEY (tenant_id, work_order_id)
          REFERENCES atrium.ticket_work_order (tenant_id, id) ON DELETE SET NULL (work_order_id),
        CONSTRAINT ticket_appointment_staff_fkey FOREIGN KEY (tenant_id, staff_id)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE CASCADE`,
      versioned: true,
      scope: scopeOfTicket('ticket_appointment'),
      customer: { using: withTicket('ticket_appointment') },
      customerWrites: 'change',
      retention: GOES_WITH_TICKET,
    });
    await createTenantTable(runner, {
      table: 'atrium.ticket_appointment_offer',
      hasParent: true,
      columns: `
        ${OF_TICKET},
        staff_id uuid NOT NULL,
        staff_name text NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        CHECK (ends_at > starts_at),
        CONSTRAINT ticket_appointment_offer_once UNIQUE (tenant_id, ticket_id, staff_id, starts_at),
        CONSTRAINT ticket_appointment_offer_staff_fkey FOREIGN KEY (tenant_id, staff_id)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE CASCADE`,
      scope: scopeOfTicket('ticket_appointment_offer'),
      customer: { using: withTicket('ticket_appointment_offer') },
      customerWrites: 'all',
      unaudited: 'a window that was offered and taken or not: what was taken is an appointment',
      retention: GOES_WITH_TICKET,
    });
    await runner.query(`
      CREATE INDEX ticket_appointment_ticket ON atrium.ticket_appointment (tenant_id, ticket_id, starts_at, id);
      CREATE INDEX ticket_appointment_staff ON atrium.ticket_appointment (tenant_id, staff_id, starts_at, id);
      CREATE INDEX ticket_appointment_time ON atrium.ticket_appointment (tenant_id, starts_at, id);
      CREATE INDEX ticket_appointment_order ON atrium.ticket_appointment (tenant_id, work_order_id)
        WHERE work_order_id IS NOT NULL;
      CREATE INDEX ticket_appointment_offer_staff ON atrium.ticket_appointment_offer (tenant_id, staff_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE atrium.ticket_appointment_offer, atrium.ticket_appointment, atrium.ticket_work_order;
      DROP FUNCTION app.calendar_span;
      ALTER TABLE atrium.ticket DROP coordinator_id;
    `);
  }
}
