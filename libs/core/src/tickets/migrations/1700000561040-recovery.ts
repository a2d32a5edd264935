import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { GOES_WITH_TICKET, OF_TICKET, scopeOfTicket, withTicket } from './of-ticket';

/** Service recovery (服务补救), and what each of the staff has spent on it in a month by their own authority. */
export class TicketRecovery1700000561040 implements MigrationInterface {
  readonly name = 'TicketRecovery1700000561040';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.ticket_recovery',
      hasParent: true,
      // amount: also what points are worth. words: for the customer; reason: among staff.
      columns: `
        ${OF_TICKET},
        kind text COLLATE "C" NOT NULL CHECK (kind IN ('APOLOGY', 'EXPLANATION', 'COMPENSATION')),
        form text COLLATE "C" CHECK (form IN ('CREDIT', 'FEE_WAIVER', 'POINTS')),
        state text COLLATE "C" NOT NULL CHECK (state IN ('REQUESTED', 'MADE', 'REJECTED')),
        amount bigint CHECK (amount > 0),
        currency text COLLATE "C",
        points integer CHECK (points > 0),
        charge_id uuid,
        words text NOT NULL,
        reason text NOT NULL,
        requested_by uuid,
        requester_name text NOT NULL,
        decided_by uuid,
        decider_name text,
        decision text,
        made_at timestamptz,
        CHECK ((kind = 'COMPENSATION') = (form IS NOT NULL)),
        CHECK ((form IS NULL) = (amount IS NULL) AND (amount IS NULL) = (currency IS NULL)),
        CHECK ((form IS NOT DISTINCT FROM 'POINTS') = (points IS NOT NULL)),
        CHECK ((form IS NOT DISTINCT FROM 'FEE_WAIVER') = (charge_id IS NOT NULL)),
        CHECK ((state = 'MADE') = (made_at IS NOT NULL)),
        CONSTRAINT ticket_recovery_two_people CHECK (requested_by <> decided_by),
        CONSTRAINT ticket_recovery_charge_fkey FOREIGN KEY (tenant_id, charge_id)
          REFERENCES atrium.fee_charge (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT ticket_recovery_requester_fkey FOREIGN KEY (tenant_id, requested_by)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE SET NULL (requested_by),
        CONSTRAINT ticket_recovery_decider_fkey FOREIGN KEY (tenant_id, decided_by)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE SET NULL (decided_by)`,
      versioned: true,
      scope: scopeOfTicket('ticket_recovery'),
      customer: { using: `state = 'MADE' AND ${withTicket('ticket_recovery')}` },
      retention: GOES_WITH_TICKET,
    });
    await createTenantTable(runner, {
      table: 'atrium.ticket_recovery_spent',
      hasParent: true,
      columns: `
        staff_id uuid NOT NULL,
        month date NOT NULL CHECK (extract(day FROM month) = 1),
        amount bigint NOT NULL CHECK (amount >= 0),
        CONSTRAINT ticket_recovery_spent_once UNIQUE (tenant_id, staff_id, month),
        CONSTRAINT ticket_recovery_spent_staff_fkey FOREIGN KEY (tenant_id, staff_id)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE CASCADE`,
      scope: 'none', // a person's limit is one, wherever it is spent
      unaudited: 'a sum of what was made, which is audited',
      retention: { kept: 'one row a month for each who makes amends' },
    });
    await runner.query(`
      CREATE INDEX ticket_recovery_ticket ON atrium.ticket_recovery (tenant_id, ticket_id, id);
      CREATE INDEX ticket_recovery_created ON atrium.ticket_recovery (tenant_id, created_at, id);
      CREATE INDEX ticket_recovery_charge ON atrium.ticket_recovery (tenant_id, charge_id) WHERE charge_id IS NOT NULL;
      CREATE INDEX ticket_recovery_requester ON atrium.ticket_recovery (tenant_id, requested_by, id)
        WHERE requested_by IS NOT NULL;
      CREATE INDEX ticket_recovery_decider ON atrium.ticket_recovery (tenant_id, decided_by)
        WHERE decided_by IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE atrium.ticket_recovery_spent, atrium.ticket_recovery');
  }
}
