import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A job belongs to who started it: its result can hold what others may not read. The platform itself sees all. */
const OWN = `(SELECT nullif(current_setting('app.actor_id', true), '')) IS NULL
  OR actor_id = (SELECT nullif(current_setting('app.actor_id', true), '')::uuid)`;

/** Imports and exports with their progress, and the rows of a file that were not taken. */
export class BulkJobs1700000045000 implements MigrationInterface {
  readonly name = 'BulkJobs1700000045000';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.bulk_job',
      columns: `
        actor_id uuid NOT NULL,
        actor jsonb NOT NULL,
        locale text NOT NULL,
        kind text COLLATE "C" NOT NULL CHECK (kind IN ('IMPORT', 'EXPORT')),
        subject text COLLATE "C" NOT NULL,
        dry_run boolean NOT NULL DEFAULT false,
        parameters jsonb NOT NULL,
        state text COLLATE "C" NOT NULL DEFAULT 'QUEUED' CHECK (state IN
          ('QUEUED', 'RUNNING', 'SUCCEEDED', 'SUCCEEDED_WITH_ERRORS', 'FAILED', 'CANCELLED')),
        cancel_requested boolean NOT NULL DEFAULT false,
        done bigint NOT NULL DEFAULT 0,
        total bigint,
        checkpoint bigint NOT NULL DEFAULT 0,
        counts jsonb NOT NULL DEFAULT '{}',
        failure jsonb,
        source_file_id uuid,
        result_file_id uuid,
        problem_file_id uuid,
        started_at timestamptz,
        finished_at timestamptz,
        FOREIGN KEY (tenant_id, source_file_id) REFERENCES atrium.file (tenant_id, id) ON DELETE SET NULL (source_file_id),
        FOREIGN KEY (tenant_id, result_file_id) REFERENCES atrium.file (tenant_id, id) ON DELETE SET NULL (result_file_id),
        FOREIGN KEY (tenant_id, problem_file_id) REFERENCES atrium.file (tenant_id, id) ON DELETE SET NULL (problem_file_id)`,
      // Narrower than a data scope: the policy below leaves each actor its own.
      scope: 'none',
      unaudited: 'it is the record of who started what; what an import changes is audited',
    });
    await createTenantTable(runner, {
      table: 'atrium.bulk_job_row',
      columns: `
        actor_id uuid NOT NULL,
        job_id uuid NOT NULL,
        number integer NOT NULL,
        taken boolean NOT NULL,
        cells jsonb NOT NULL,
        problems jsonb NOT NULL,
        FOREIGN KEY (tenant_id, job_id) REFERENCES atrium.bulk_job (tenant_id, id) ON DELETE CASCADE`,
      scope: 'none',
      unaudited: 'rows of a file that were not taken change nothing',
    });
    await createTenantTable(runner, {
      table: 'atrium.import_mapping',
      columns: `
        kind text COLLATE "C" NOT NULL,
        mapping jsonb NOT NULL,
        CONSTRAINT import_mapping_kind_key UNIQUE (tenant_id, kind)`,
      scope: 'none',
    });
    await runner.query(`
      CREATE POLICY own ON atrium.bulk_job AS RESTRICTIVE USING (${OWN}) WITH CHECK (${OWN});
      CREATE POLICY own ON atrium.bulk_job_row AS RESTRICTIVE USING (${OWN}) WITH CHECK (${OWN});
      CREATE INDEX bulk_job_created ON atrium.bulk_job (tenant_id, actor_id, created_at, id);
      CREATE INDEX bulk_job_file ON atrium.bulk_job (tenant_id, source_file_id);
      CREATE INDEX bulk_job_result ON atrium.bulk_job (tenant_id, result_file_id);
      CREATE INDEX bulk_job_problems ON atrium.bulk_job (tenant_id, problem_file_id);
      CREATE INDEX bulk_job_row_number ON atrium.bulk_job_row (tenant_id, job_id, number, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE atrium.import_mapping, atrium.bulk_job_row, atrium.bulk_job');
  }
}
