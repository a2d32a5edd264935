import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ACCOUNT_KINDS, JOURNAL_KINDS } from './1700000540010-ledger';

const list = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(', ');
const without = (values: readonly string[]): string => list(values.filter((value) => value !== 'COMPENSATION'));

/** Amends for what went wrong (补偿): an expense of their own, and journals that say so. */
export class Compensation1700000561030 implements MigrationInterface {
  readonly name = 'Compensation1700000561030';

  up(runner: QueryRunner): Promise<unknown> {
    return runner.query(kinds(list(ACCOUNT_KINDS), list(JOURNAL_KINDS)));
  }

  down(runner: QueryRunner): Promise<unknown> {
    return runner.query(kinds(without(ACCOUNT_KINDS), without(JOURNAL_KINDS)));
  }
}

const kinds = (accounts: string, journals: string): string => `
  ALTER TABLE atrium.fee_account DROP CONSTRAINT fee_account_kind_check,
    ADD CONSTRAINT fee_account_kind_check CHECK (kind IN (${accounts}));
  ALTER TABLE atrium.fee_journal DROP CONSTRAINT fee_journal_kind_check,
    ADD CONSTRAINT fee_journal_kind_check CHECK (kind IN (${journals}));
`;
