import type { MigrationInterface, QueryRunner } from 'typeorm';
import { AUDIT_FUNCTION } from './audit-function';

/** Words to search by (columns of tsvector) are no change of anybody's. */
export class AuditWithoutWords1700000250020 implements MigrationInterface {
  readonly name = 'AuditWithoutWords1700000250020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(AUDIT_FUNCTION);
  }

  /** Nothing to undo: without such columns the function does what the one of before did. */
  async down(): Promise<void> {}
}
