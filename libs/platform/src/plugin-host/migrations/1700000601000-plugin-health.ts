import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What went wrong in code of plugins, by company, and how their starts went, by kind of process. */
export class PluginHealth1700000601000 implements MigrationInterface {
  readonly name = 'PluginHealth1700000601000';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.plugin_fault',
      // name: the field, operation, job, handler, schedule, route or hook. error: as the log describes it.
      columns: `
        plugin text COLLATE "C" NOT NULL,
        place text COLLATE "C" NOT NULL,
        name text COLLATE "C" NOT NULL,
        kind text COLLATE "C" NOT NULL CHECK (kind IN ('FAILED', 'LATE', 'FLOOD')),
        hour timestamptz NOT NULL,
        count bigint NOT NULL CHECK (count > 0),
        last_at timestamptz NOT NULL,
        error text,
        request_id text,
        CONSTRAINT plugin_fault_key UNIQUE (tenant_id, plugin, hour, place, name, kind)`,
      // A company has a plugin or has it not, whatever part of it somebody sees.
      scope: 'none',
      retention: { kept: 'it counts what went wrong in plugins, names nobody, and goes by itself after a week' },
      unaudited: 'counts of what went wrong, each of which is in the log',
    });
    await runner.query(`
      -- The installation's, no company's, as app.plugin.
      CREATE TABLE app.plugin_start (
        plugin text COLLATE "C" NOT NULL,
        process text COLLATE "C" NOT NULL CHECK (process IN ('api', 'worker')),
        at timestamptz NOT NULL,
        -- What failed; null: it started.
        step text,
        PRIMARY KEY (plugin, process)
      );
      GRANT SELECT, INSERT, UPDATE ON app.plugin_start TO atrium_app, atrium_worker;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE app.plugin_start, atrium.plugin_fault');
  }
}
