import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Policies for the customers of a segment. */
export class PoliciesOfSegments1700000599110 implements MigrationInterface {
  readonly name = 'PoliciesOfSegments1700000599110';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE atrium.sla_policy ADD segment_id uuid,
        ADD CONSTRAINT sla_policy_segment_fkey FOREIGN KEY (tenant_id, segment_id)
          REFERENCES atrium.segment (tenant_id, id) ON DELETE NO ACTION,
        DROP CONSTRAINT sla_policy_once,
        ADD CONSTRAINT sla_policy_once UNIQUE NULLS NOT DISTINCT (tenant_id, kind, severity, service_profile, segment_id);
      CREATE INDEX sla_policy_segment ON atrium.sla_policy (tenant_id, segment_id) WHERE segment_id IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE atrium.sla_policy DROP CONSTRAINT sla_policy_once, DROP segment_id,
        ADD CONSTRAINT sla_policy_once UNIQUE NULLS NOT DISTINCT (tenant_id, kind, severity, service_profile);
    `);
  }
}
