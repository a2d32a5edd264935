import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { POST_FEES } from './ledger-functions';

const books = 'books: the law asks for 30 years of vouchers';

/** Payments with what was given back of them, and disputes, during which no late fee accrues. */
export class Payments1700000540020 implements MigrationInterface {
  readonly name = 'Payments1700000540020';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.fee_payment',
      hasParent: true,
      accounting: { without: ['note'] },
      retention: { kept: books },
      // What it was for, the postings of its journals say. returned: what was refunded or reversed so far.
      columns: `
        community_id uuid NOT NULL,
        customer_id uuid NOT NULL,
        method text COLLATE "C" NOT NULL,
        amount bigint NOT NULL CHECK (amount > 0),
        currency text COLLATE "C" NOT NULL,
        received_on date NOT NULL,
        reference text COLLATE "C",
        rest_item_id uuid,
        note text,
        received_by uuid,
        returned bigint NOT NULL DEFAULT 0,
        CONSTRAINT fee_payment_returned CHECK (returned >= 0 AND returned <= amount),
        CONSTRAINT fee_payment_reference_key UNIQUE (tenant_id, reference),
        CONSTRAINT fee_payment_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT fee_payment_community_fkey FOREIGN KEY (tenant_id, community_id)
          REFERENCES atrium.community (tenant_id, id) ON DELETE NO ACTION`,
      scope: 'community_id',
      customer: 'customer_id',
      rights: 'append',
      onCustomerErased: { set: { note: 'NULL' } },
    });
    await createTenantTable(runner, {
      table: 'atrium.fee_refund',
      hasParent: true,
      accounting: true,
      retention: { kept: books },
      columns: `
        community_id uuid NOT NULL,
        customer_id uuid NOT NULL,
        payment_id uuid NOT NULL,
        kind text COLLATE "C" NOT NULL CHECK (kind IN ('REFUND', 'REVERSAL')),
        amount bigint NOT NULL CHECK (amount > 0),
        currency text COLLATE "C" NOT NULL,
        reason text NOT NULL,
        returned_on date NOT NULL,
        returned_by uuid,
        CONSTRAINT fee_refund_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT fee_refund_payment_fkey FOREIGN KEY (tenant_id, payment_id)
          REFERENCES atrium.fee_payment (tenant_id, id) ON DELETE NO ACTION`,
      scope: 'community_id',
      customer: 'customer_id',
      rights: 'append',
      onCustomerErased: 'keep',
    });
    await createTenantTable(runner, {
      table: 'atrium.fee_dispute',
      hasParent: true,
      versioned: true,
      accounting: true,
      retention: { kept: 'it says why a late fee did not accrue' },
      columns: `
        community_id uuid NOT NULL,
        charge_id uuid NOT NULL,
        starts_on date NOT NULL,
        ends_on date NOT NULL DEFAULT 'infinity',
        reason text NOT NULL,
        outcome text,
        CONSTRAINT fee_dispute_days CHECK (ends_on > starts_on),
        CONSTRAINT fee_dispute_charge_fkey FOREIGN KEY (tenant_id, charge_id)
          REFERENCES atrium.fee_charge (tenant_id, id) ON DELETE NO ACTION`,
      scope: 'community_id',
    });
    await runner.query(POST_FEES);
    await runner.query(`
      GRANT UPDATE (returned) ON atrium.fee_payment TO atrium_app, atrium_worker;
      CREATE INDEX fee_payment_customer ON atrium.fee_payment (tenant_id, customer_id, received_on, id);
      CREATE INDEX fee_payment_day ON atrium.fee_payment (tenant_id, received_on, id);
      CREATE INDEX fee_payment_community ON atrium.fee_payment (tenant_id, community_id, received_on, id);
      CREATE INDEX fee_refund_payment ON atrium.fee_refund (tenant_id, payment_id, id);
      CREATE INDEX fee_refund_customer ON atrium.fee_refund (tenant_id, customer_id);
      CREATE INDEX fee_refund_day ON atrium.fee_refund (tenant_id, returned_on, id);
      CREATE INDEX fee_dispute_charge ON atrium.fee_dispute (tenant_id, charge_id, starts_on);
      CREATE UNIQUE INDEX fee_dispute_open ON atrium.fee_dispute (tenant_id, charge_id) WHERE ends_on = 'infinity';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE atrium.fee_dispute, atrium.fee_refund, atrium.fee_payment');
  }
}
