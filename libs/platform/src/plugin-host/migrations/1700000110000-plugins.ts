import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which plugins the installation has, and what each company has made of them. */
export class Plugins1700000110000 implements MigrationInterface {
  readonly name = 'Plugins1700000110000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The installation's, no company's: hence not beside the tables of tenants.
      CREATE TABLE app.plugin (
        id text PRIMARY KEY,
        version text NOT NULL,
        installed_at timestamptz NOT NULL DEFAULT now(),
        upgraded_at timestamptz
      );
      CREATE TABLE app.plugin_migration (
        plugin text NOT NULL,
        name text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (plugin, name)
      );
      GRANT SELECT ON app.plugin, app.plugin_migration TO atrium_app, atrium_worker;

      CREATE SCHEMA core;
      GRANT USAGE, CREATE ON SCHEMA core TO atrium_views;
      GRANT USAGE ON SCHEMA atrium TO atrium_views;
    `);
    await createTenantTable(runner, {
      table: 'atrium.tenant_plugin',
      columns: `
        plugin text COLLATE "C" NOT NULL,
        enabled boolean NOT NULL,
        -- As they were given, without defaults: a default that changes reaches those who never chose.
        settings jsonb NOT NULL DEFAULT '{}',
        -- By name, each sealed for this tenant.
        secrets jsonb NOT NULL DEFAULT '{}',
        -- Version of the plugin that the settings are written for.
        settings_version text NOT NULL,
        CONSTRAINT tenant_plugin_key UNIQUE (tenant_id, plugin)`,
      versioned: true,
      // A company has a plugin or has it not, whatever part of it somebody sees.
      scope: 'none',
      redact: ['secrets'],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE atrium.tenant_plugin, app.plugin_migration, app.plugin; DROP SCHEMA core');
  }
}
