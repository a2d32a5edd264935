import type { MigrationInterface, QueryRunner } from 'typeorm';
import { CHECK_FEE_CHARGES, POST_FEES } from './ledger-functions';

/**
 * Billing runs go in lanes, each with its own checkpoint. Postings refer to their journal by what their trigger checks for
 * all rows of a statement at once: the foreign key looked the same journal up for every row. Nobody can delete or change
 * a journal, so what was checked stays true.
 */
export class BillingLanes1700000541100 implements MigrationInterface {
  readonly name = 'BillingLanes1700000541100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE atrium.billing_run ALTER COLUMN checkpoint TYPE uuid[]
        USING CASE WHEN checkpoint IS NULL THEN NULL ELSE ARRAY[checkpoint] END;
      ALTER TABLE atrium.billing_run RENAME COLUMN checkpoint TO checkpoints;
      ALTER TABLE atrium.billing_run ADD COLUMN lane_ends uuid[];
      ALTER TABLE atrium.fee_posting DROP CONSTRAINT fee_posting_journal_fkey;
      ${CHECK_FEE_CHARGES}
      ${POST_FEES}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE atrium.fee_posting ADD CONSTRAINT fee_posting_journal_fkey FOREIGN KEY (tenant_id, journal_id)
        REFERENCES atrium.fee_journal (tenant_id, id) ON DELETE NO ACTION;
      ALTER TABLE atrium.billing_run DROP COLUMN lane_ends;
      ALTER TABLE atrium.billing_run RENAME COLUMN checkpoints TO checkpoint;
      ALTER TABLE atrium.billing_run ALTER COLUMN checkpoint TYPE uuid USING NULL;
    `);
  }
}
