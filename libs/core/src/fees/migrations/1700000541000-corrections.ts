import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { POST_FEES } from './ledger-functions';

const books = 'books: the law asks for 30 years of vouchers';

/**
 * What becomes of a charge after it was made: corrections with somebody who asks and somebody else who approves, and the
 * company's rules for late fees, allocation and limitation.
 */
export class Corrections1700000541000 implements MigrationInterface {
  readonly name = 'Corrections1700000541000';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.fee_settings',
      versioned: true,
      retention: { kept: 'how the company keeps its books' },
      columns: `
        allocation_order text COLLATE "C" NOT NULL CHECK (allocation_order IN ('PRINCIPAL_FIRST', 'COSTS_FIRST')),
        late_fees_taxed boolean NOT NULL,
        late_fee_ceiling numeric(9,6) NOT NULL CHECK (late_fee_ceiling > 0),
        limitation_years integer NOT NULL CHECK (limitation_years BETWEEN 1 AND 20),
        limitation_alert_days integer NOT NULL CHECK (limitation_alert_days BETWEEN 1 AND 730),
        cash_needs_shift boolean NOT NULL,
        CONSTRAINT fee_settings_one UNIQUE (tenant_id)`,
      // Rules of the whole company.
      scope: 'none',
    });
    await createTenantTable(runner, {
      table: 'atrium.fee_correction',
      hasParent: true,
      versioned: true,
      accounting: true,
      retention: { kept: books },
      // lines: what was computed anew, where the amount follows from another fact. amount: null for all that is due.
      columns: `
        community_id uuid NOT NULL,
        charge_id uuid NOT NULL,
        customer_id uuid NOT NULL,
        kind text COLLATE "C" NOT NULL CHECK (kind IN ('CREDIT', 'DEBIT', 'VOID', 'WRITE_OFF', 'RECOVERY', 'WAIVER', 'COSTS')),
        component text COLLATE "C" CHECK (component IN ('PRINCIPAL', 'LATE_FEE', 'COSTS')),
        amount bigint CHECK (amount > 0),
        tax bigint,
        currency text COLLATE "C" NOT NULL,
        lines json,
        reason text NOT NULL,
        state text COLLATE "C" NOT NULL DEFAULT 'REQUESTED' CHECK (state IN ('REQUESTED', 'APPROVED', 'REJECTED')),
        requested_by uuid,
        decided_by uuid,
        decided_at timestamptz,
        decision text,
        CHECK ((state = 'REQUESTED') = (decided_at IS NULL)),
        CONSTRAINT fee_correction_two_people CHECK (state <> 'APPROVED' OR decided_by <> requested_by),
        CONSTRAINT fee_correction_charge_fkey FOREIGN KEY (tenant_id, charge_id)
          REFERENCES atrium.fee_charge (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT fee_correction_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE NO ACTION`,
      scope: 'community_id',
      onCustomerErased: 'keep',
    });
    await runner.query(`
      ALTER TABLE atrium.fee_charge ADD COLUMN adjusted bigint NOT NULL DEFAULT 0;
      ALTER TABLE atrium.fee_charge ADD COLUMN written_off bigint NOT NULL DEFAULT 0;
      ALTER TABLE atrium.fee_charge ADD CONSTRAINT fee_charge_begins_whole CHECK (written_off >= 0 AND amount + adjusted >= 0);
      ${POST_FEES}
      CREATE INDEX fee_correction_charge ON atrium.fee_correction (tenant_id, charge_id, id);
      CREATE INDEX fee_correction_customer ON atrium.fee_correction (tenant_id, customer_id);
      CREATE INDEX fee_correction_state ON atrium.fee_correction (tenant_id, state, id);
      CREATE UNIQUE INDEX fee_correction_open ON atrium.fee_correction (tenant_id, charge_id, kind)
        WHERE state = 'REQUESTED';
      CREATE INDEX fee_dispute_start ON atrium.fee_dispute (tenant_id, starts_on, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX atrium.fee_dispute_start;
      DROP TABLE atrium.fee_correction, atrium.fee_settings;
      ALTER TABLE atrium.fee_charge DROP COLUMN adjusted, DROP COLUMN written_off;
    `);
  }
}
