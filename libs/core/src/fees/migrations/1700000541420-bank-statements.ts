import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lines of bank statements, each once, with the payment it is or the queue it waits in. */
export class BankStatements1700000541420 implements MigrationInterface {
  readonly name = 'BankStatements1700000541420';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.fee_bank_line',
      versioned: true,
      accounting: { without: ['payer_name', 'payer_account', 'remark'] },
      retention: { kept: 'books: bank statements are vouchers' },
      // Until it is matched a line is nobody's, so that only who sees the whole company sees it.
      columns: `
        community_id uuid,
        customer_id uuid,
        payment_id uuid,
        account text COLLATE "C" NOT NULL,
        reference text COLLATE "C" NOT NULL,
        booked_on date NOT NULL,
        amount bigint NOT NULL CHECK (amount > 0),
        currency text COLLATE "C" NOT NULL,
        payer_name text,
        payer_account text,
        remark text,
        state text COLLATE "C" NOT NULL CHECK (state IN ('WAITING', 'MATCHED', 'IGNORED')),
        matched_by text COLLATE "C" CHECK (matched_by IN ('REFERENCE', 'CODE', 'PAYER', 'STAFF')),
        reason text,
        CHECK ((state = 'MATCHED') = (payment_id IS NOT NULL AND customer_id IS NOT NULL AND community_id IS NOT NULL)),
        CHECK ((state = 'MATCHED') = (matched_by IS NOT NULL)),
        CHECK ((state = 'IGNORED') = (reason IS NOT NULL)),
        CONSTRAINT fee_bank_line_key UNIQUE (tenant_id, reference, account),
        CONSTRAINT fee_bank_line_payment_key UNIQUE (tenant_id, payment_id),
        CONSTRAINT fee_bank_line_community_fkey FOREIGN KEY (tenant_id, community_id)
          REFERENCES atrium.community (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT fee_bank_line_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT fee_bank_line_payment_fkey FOREIGN KEY (tenant_id, payment_id)
          REFERENCES atrium.fee_payment (tenant_id, id) ON DELETE NO ACTION`,
      scope: 'community_id',
      onCustomerErased: { set: { payer_name: 'NULL', payer_account: 'NULL', remark: 'NULL' } },
    });
    await runner.query(`
      CREATE INDEX fee_bank_line_day ON atrium.fee_bank_line (tenant_id, booked_on, id);
      CREATE INDEX fee_bank_line_state ON atrium.fee_bank_line (tenant_id, state, booked_on, id);
      CREATE INDEX fee_bank_line_customer ON atrium.fee_bank_line (tenant_id, customer_id) WHERE customer_id IS NOT NULL;
      CREATE INDEX fee_bank_line_community ON atrium.fee_bank_line (tenant_id, community_id)
        WHERE community_id IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE atrium.fee_bank_line');
  }
}
