import { loadConfig } from '@atrium/platform';
import { type ContextDefinition, createTenantTable } from '@atrium/sdk';
import type { TestPlatform } from '@atrium/testing';
import { Module } from '@nestjs/common';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { TenantSurroundings } from '../../apps/cli/src/commands/tenant-desk';

/** The command line on the platform's database; what it prints goes to `printed`. */
export function desk(platform: TestPlatform, printed: string[] = []): TenantSurroundings {
  const { adminUrl, appUrl, workerUrl } = platform.database;
  const config = loadConfig(
    { ATRIUM_MODE: 'test', DATABASE_URL: adminUrl, APP_DATABASE_URL: appUrl, WORKER_DATABASE_URL: workerUrl },
    platform.config.general.dataDir,
  );
  const inData = { ...config, general: { ...config.general, dataDir: platform.config.general.dataDir } };
  return {
    config: inData,
    print: (line) => void printed.push(line),
    now: () => platform.clock.now(),
    services: () => platform.atRest(),
  };
}

export const lines = (entry: Buffer | undefined): Record<string, unknown>[] =>
  (entry?.toString() ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/**
 * What a plugin leaves in the database: tables that refer to each other in a circle, books that nobody may delete, and
 * a trigger that writes when rows go.
 */
class Shelf1799999999000 implements MigrationInterface {
  readonly name = 'Shelf1799999999000';

  async up(runner: QueryRunner): Promise<void> {
    // The roles a plugin has. A cloned database gives its owner no right to make schemas.
    await runner.query(`SET LOCAL ROLE NONE;
      DO $$ BEGIN CREATE ROLE plg_shelf; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
      DO $$ BEGIN CREATE ROLE plg_shelf_owner; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
      GRANT plg_shelf TO atrium_app, atrium_worker;
      GRANT plg_shelf_owner TO atrium_migrator;
      CREATE SCHEMA plg_shelf AUTHORIZATION atrium_owner;
      SET LOCAL ROLE atrium_owner;
      GRANT USAGE ON SCHEMA plg_shelf TO plg_shelf, plg_shelf_owner, atrium_migrator;
      GRANT USAGE ON SCHEMA app, atrium TO plg_shelf_owner`);
    await createTenantTable(runner, {
      table: 'plg_shelf.box',
      columns: 'label text NOT NULL, api_key text, first_item_id uuid',
      secret: ['api_key'],
      scope: 'none',
    });
    await createTenantTable(runner, {
      table: 'plg_shelf.item',
      columns: `box_id uuid NOT NULL, note text,
        FOREIGN KEY (tenant_id, box_id) REFERENCES plg_shelf.box (tenant_id, id) ON DELETE NO ACTION`,
      scope: 'none',
    });
    await createTenantTable(runner, {
      table: 'plg_shelf.receipt',
      columns: 'amount bigint NOT NULL, payer text NOT NULL',
      scope: 'none',
      rights: 'append',
      accounting: { without: ['payer'] },
    });
    await createTenantTable(runner, {
      table: 'plg_shelf.scrap',
      columns: 'of_item uuid',
      scope: 'none',
      unaudited: 'a trace of what went',
      notExported: 'nobody wants it',
    });
    await runner.query(`
      ALTER TABLE plg_shelf.box ADD FOREIGN KEY (tenant_id, first_item_id)
        REFERENCES plg_shelf.item (tenant_id, id) ON DELETE NO ACTION;
      CREATE FUNCTION plg_shelf.keep() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
      BEGIN
        IF app.is_erasing() THEN RETURN OLD; END IF;
        RAISE EXCEPTION 'receipts are kept';
      END $$;
      CREATE TRIGGER keep BEFORE DELETE ON plg_shelf.receipt FOR EACH ROW EXECUTE FUNCTION plg_shelf.keep();
      CREATE FUNCTION plg_shelf.trace() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
      BEGIN
        INSERT INTO plg_shelf.scrap (tenant_id, id, of_item) VALUES (OLD.tenant_id, app.new_id(), OLD.id);
        RETURN OLD;
      END $$;
      CREATE TRIGGER trace AFTER DELETE ON plg_shelf.item FOR EACH ROW EXECUTE FUNCTION plg_shelf.trace();
    `);
    const owned = ['box', 'item', 'receipt', 'scrap'].map(
      (name) => `ALTER TABLE plg_shelf.${name} OWNER TO plg_shelf_owner`,
    );
    await runner.query(`SET LOCAL ROLE NONE; ${owned.join('; ')}; SET LOCAL ROLE atrium_owner`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA plg_shelf CASCADE');
  }
}

@Module({})
class ShelfModule {}

export const shelfContext: ContextDefinition = {
  name: 'shelf',
  module: ShelfModule,
  entities: [],
  migrations: [Shelf1799999999000],
};
