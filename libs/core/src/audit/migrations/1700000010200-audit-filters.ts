import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Indexes for reading the audit log by what was changed and by what was done. */
export class AuditFilters1700000010200 implements MigrationInterface {
  readonly name = 'AuditFilters1700000010200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX audit_log_entity_kind ON atrium.audit_log (tenant_id, entity, created_at, id);
      CREATE INDEX audit_log_operation ON atrium.audit_log (tenant_id, operation, created_at, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX atrium.audit_log_operation, atrium.audit_log_entity_kind');
  }
}
