import { createTenantTable, CUSTOMER_IDS, releaseFiles } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const books = 'books: the law asks for 30 years of vouchers';

/** Receipts, and the papers that are printed from the books. */
export class FeeDocuments1700000541410 implements MigrationInterface {
  readonly name = 'FeeDocuments1700000541410';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.fee_receipt',
      hasParent: true,
      versioned: true,
      accounting: true,
      retention: { kept: books },
      // lines: what was paid, frozen. prints: how often it was printed, the first time included.
      columns: `
        community_id uuid NOT NULL,
        customer_id uuid NOT NULL,
        payment_id uuid NOT NULL,
        number text COLLATE "C" NOT NULL,
        amount bigint NOT NULL CHECK (amount > 0),
        currency text COLLATE "C" NOT NULL,
        lines jsonb NOT NULL,
        issued_on date NOT NULL,
        issued_by uuid,
        state text COLLATE "C" NOT NULL DEFAULT 'ISSUED' CHECK (state IN ('ISSUED', 'VOIDED')),
        void_reason text,
        voided_by uuid,
        voided_at timestamptz,
        prints integer NOT NULL DEFAULT 1 CHECK (prints > 0),
        CHECK ((state = 'VOIDED') = (voided_at IS NOT NULL AND void_reason IS NOT NULL)),
        CONSTRAINT fee_receipt_number_key UNIQUE (tenant_id, number),
        CONSTRAINT fee_receipt_payment_fkey FOREIGN KEY (tenant_id, payment_id)
          REFERENCES atrium.fee_payment (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT fee_receipt_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE NO ACTION`,
      scope: 'community_id',
      customer: 'customer_id',
      onCustomerErased: 'keep',
    });
    await createTenantTable(runner, {
      table: 'atrium.fee_document',
      hasParent: true,
      versioned: true,
      retention: {
        kept: 'a paper of the books that people were given; it can be printed again as long as those are kept',
      },
      // customer_id: null for the notices of a whole community. through_on: the last day of a statement, or the day it is about.
      // content: what somebody says in a disclosure besides what the books know.
      columns: `
        community_id uuid NOT NULL,
        customer_id uuid,
        receipt_id uuid,
        kind text COLLATE "C" NOT NULL CHECK (kind IN ('RECEIPT', 'STATEMENT', 'PAYMENT_NOTICE', 'EVIDENCE', 'DISCLOSURE')),
        from_on date,
        through_on date NOT NULL,
        print integer NOT NULL DEFAULT 1,
        content jsonb,
        state text COLLATE "C" NOT NULL DEFAULT 'QUEUED' CHECK (state IN ('QUEUED', 'READY', 'FAILED')),
        locale text COLLATE "C" NOT NULL,
        file_id uuid,
        requested_by uuid,
        CHECK ((kind = 'RECEIPT') = (receipt_id IS NOT NULL)),
        CHECK ((kind = 'DISCLOSURE') = (content IS NOT NULL)),
        CHECK ((state = 'READY') = (file_id IS NOT NULL)),
        CONSTRAINT fee_document_community_fkey FOREIGN KEY (tenant_id, community_id)
          REFERENCES atrium.community (tenant_id, id) ON DELETE CASCADE,
        CONSTRAINT fee_document_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE CASCADE,
        CONSTRAINT fee_document_receipt_fkey FOREIGN KEY (tenant_id, receipt_id)
          REFERENCES atrium.fee_receipt (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT fee_document_file_fkey FOREIGN KEY (tenant_id, file_id)
          REFERENCES atrium.file (tenant_id, id) ON DELETE CASCADE`,
      scope: 'community_id',
      customer: { using: `customer_id = ANY (${CUSTOMER_IDS}) AND kind <> 'EVIDENCE'` },
      onCustomerErased: 'keep',
    });
    await releaseFiles(runner, { table: 'atrium.fee_document' });
    await runner.query(`
      CREATE UNIQUE INDEX fee_receipt_live ON atrium.fee_receipt (tenant_id, payment_id) WHERE state = 'ISSUED';
      CREATE INDEX fee_receipt_payment ON atrium.fee_receipt (tenant_id, payment_id);
      CREATE INDEX fee_receipt_customer ON atrium.fee_receipt (tenant_id, customer_id, id);
      CREATE INDEX fee_receipt_community ON atrium.fee_receipt (tenant_id, community_id, id);
      CREATE INDEX fee_receipt_state ON atrium.fee_receipt (tenant_id, state, id);
      CREATE INDEX fee_document_community ON atrium.fee_document (tenant_id, community_id, id);
      CREATE INDEX fee_document_customer ON atrium.fee_document (tenant_id, customer_id, id) WHERE customer_id IS NOT NULL;
      CREATE INDEX fee_document_receipt ON atrium.fee_document (tenant_id, receipt_id) WHERE receipt_id IS NOT NULL;
      CREATE INDEX fee_document_file ON atrium.fee_document (tenant_id, file_id) WHERE file_id IS NOT NULL;
      CREATE INDEX fee_posting_without_charge ON atrium.fee_posting (tenant_id, customer_id)
        WHERE charge_id IS NULL AND customer_id IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX atrium.fee_posting_without_charge;
      DROP TABLE atrium.fee_document, atrium.fee_receipt;
    `);
  }
}
