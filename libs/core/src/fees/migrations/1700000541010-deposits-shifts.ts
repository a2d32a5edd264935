import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const books = 'books: the law asks for 30 years of vouchers';

/** Deposits, which are owed back and no income, and the shifts of cashiers. */
export class DepositsShifts1700000541010 implements MigrationInterface {
  readonly name = 'DepositsShifts1700000541010';

  async up(runner: QueryRunner): Promise<void> {
    await this.shifts(runner);
    await createTenantTable(runner, {
      table: 'atrium.fee_deposit',
      hasParent: true,
      versioned: true,
      accounting: { without: ['inspection'] },
      retention: { kept: books },
      // held: what of it is not deducted or given back; it follows the postings and is compared with them.
      columns: `
        community_id uuid NOT NULL,
        unit_id uuid,
        customer_id uuid NOT NULL,
        kind text COLLATE "C" NOT NULL CHECK (kind IN ('RENOVATION', 'KEYS', 'LEASE', 'OTHER')),
        purpose text NOT NULL,
        asked bigint NOT NULL CHECK (asked > 0),
        held bigint NOT NULL DEFAULT 0 CONSTRAINT fee_deposit_held CHECK (held >= 0 AND held <= asked),
        currency text COLLATE "C" NOT NULL,
        state text COLLATE "C" NOT NULL CHECK (state IN ('APPLIED', 'HELD', 'INSPECTED', 'SETTLED', 'CANCELLED')),
        inspection text,
        inspected_by uuid,
        inspected_at timestamptz,
        CHECK (held = 0 OR state IN ('HELD', 'INSPECTED')),
        CONSTRAINT fee_deposit_community_fkey FOREIGN KEY (tenant_id, community_id)
          REFERENCES atrium.community (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT fee_deposit_unit_fkey FOREIGN KEY (tenant_id, community_id, unit_id)
          REFERENCES atrium.unit (tenant_id, community_id, id) ON DELETE NO ACTION,
        CONSTRAINT fee_deposit_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE NO ACTION`,
      scope: 'community_id',
      customer: 'customer_id',
      onCustomerErased: { set: { inspection: 'NULL' } },
    });
    await createTenantTable(runner, {
      table: 'atrium.fee_deposit_entry',
      hasParent: true,
      accounting: true,
      retention: { kept: books },
      columns: `
        community_id uuid NOT NULL,
        customer_id uuid NOT NULL,
        deposit_id uuid NOT NULL,
        kind text COLLATE "C" NOT NULL CHECK (kind IN ('RECEIVED', 'DEDUCTED', 'REFUNDED')),
        amount bigint NOT NULL CHECK (amount > 0),
        currency text COLLATE "C" NOT NULL,
        method text COLLATE "C",
        fee_item_id uuid,
        reason text,
        entered_on date NOT NULL,
        entered_by uuid,
        shift_id uuid,
        CHECK ((kind = 'DEDUCTED') = (fee_item_id IS NOT NULL)),
        CHECK ((kind = 'DEDUCTED') = (method IS NULL)),
        CONSTRAINT fee_deposit_entry_deposit_fkey FOREIGN KEY (tenant_id, deposit_id)
          REFERENCES atrium.fee_deposit (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT fee_deposit_entry_shift_fkey FOREIGN KEY (tenant_id, shift_id)
          REFERENCES atrium.fee_shift (tenant_id, id) ON DELETE NO ACTION`,
      scope: 'community_id',
      customer: 'customer_id',
      rights: 'append',
      onCustomerErased: 'keep',
    });
    await runner.query(`
      ALTER TABLE atrium.fee_payment ADD COLUMN shift_id uuid;
      ALTER TABLE atrium.fee_refund ADD COLUMN shift_id uuid;
      ALTER TABLE atrium.fee_payment ADD CONSTRAINT fee_payment_shift_fkey FOREIGN KEY (tenant_id, shift_id)
        REFERENCES atrium.fee_shift (tenant_id, id) ON DELETE NO ACTION;
      ALTER TABLE atrium.fee_refund ADD CONSTRAINT fee_refund_shift_fkey FOREIGN KEY (tenant_id, shift_id)
        REFERENCES atrium.fee_shift (tenant_id, id) ON DELETE NO ACTION;
      CREATE INDEX fee_payment_shift ON atrium.fee_payment (tenant_id, shift_id) WHERE shift_id IS NOT NULL;
      CREATE INDEX fee_refund_shift ON atrium.fee_refund (tenant_id, shift_id) WHERE shift_id IS NOT NULL;
      CREATE INDEX fee_deposit_community ON atrium.fee_deposit (tenant_id, community_id, state, id);
      CREATE INDEX fee_deposit_customer ON atrium.fee_deposit (tenant_id, customer_id, id);
      CREATE INDEX fee_deposit_unit ON atrium.fee_deposit (tenant_id, unit_id) WHERE unit_id IS NOT NULL;
      CREATE INDEX fee_deposit_state ON atrium.fee_deposit (tenant_id, state, id);
      CREATE INDEX fee_deposit_entry_deposit ON atrium.fee_deposit_entry (tenant_id, deposit_id, id);
      CREATE INDEX fee_deposit_entry_customer ON atrium.fee_deposit_entry (tenant_id, customer_id);
      CREATE INDEX fee_deposit_entry_shift ON atrium.fee_deposit_entry (tenant_id, shift_id) WHERE shift_id IS NOT NULL;
    `);
  }

  private async shifts(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.fee_shift',
      hasParent: true,
      versioned: true,
      accounting: { without: ['note'] },
      retention: { kept: books },
      // expected and counted: the cash there should be and there was when it was closed.
      columns: `
        community_id uuid NOT NULL,
        cashier_id uuid NOT NULL,
        opening bigint NOT NULL CHECK (opening >= 0),
        currency text COLLATE "C" NOT NULL,
        state text COLLATE "C" NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'CLOSED', 'HANDED_OVER')),
        closed_at timestamptz,
        expected bigint,
        counted bigint CHECK (counted >= 0),
        note text,
        follows_id uuid,
        CHECK ((state = 'OPEN') = (counted IS NULL)),
        CONSTRAINT fee_shift_note CHECK (counted = expected OR note IS NOT NULL),
        CONSTRAINT fee_shift_follows_key UNIQUE (tenant_id, follows_id),
        CONSTRAINT fee_shift_follows_fkey FOREIGN KEY (tenant_id, follows_id)
          REFERENCES atrium.fee_shift (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT fee_shift_community_fkey FOREIGN KEY (tenant_id, community_id)
          REFERENCES atrium.community (tenant_id, id) ON DELETE NO ACTION`,
      scope: 'community_id',
    });
    await runner.query(`
      CREATE UNIQUE INDEX fee_shift_open ON atrium.fee_shift (tenant_id, cashier_id) WHERE state = 'OPEN';
      CREATE INDEX fee_shift_created ON atrium.fee_shift (tenant_id, created_at, id);
      CREATE INDEX fee_shift_state ON atrium.fee_shift (tenant_id, state, id);
      CREATE INDEX fee_shift_community ON atrium.fee_shift (tenant_id, community_id, created_at, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE atrium.fee_payment DROP COLUMN shift_id;
      ALTER TABLE atrium.fee_refund DROP COLUMN shift_id;
      DROP TABLE atrium.fee_deposit_entry, atrium.fee_deposit, atrium.fee_shift;
    `);
  }
}
