import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Files go with the last row that refers to them, in tables that say so: see `releaseFiles`. */
export class ReleaseFiles1700000521000 implements MigrationInterface {
  readonly name = 'ReleaseFiles1700000521000';

  async up(runner: QueryRunner): Promise<void> {
    // As its owner, for one tenant: other rows that refer to the file may be out of sight of whoever takes this one away.
    await runner.query(`
      CREATE FUNCTION app.release_files() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DECLARE
        kept text := '';
        referrer record;
      BEGIN
        IF app.is_erasing() THEN RETURN NULL; END IF;
        FOR referrer IN
          SELECT c.conrelid::regclass AS referring, a.attname AS name
          FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid AND r.relnamespace = 'atrium'::regnamespace
          CROSS JOIN LATERAL unnest(c.conkey, c.confkey) k(mine, theirs)
          JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.mine
          JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.theirs AND b.attname = 'id'
          WHERE c.contype = 'f' AND c.confrelid = 'atrium.file'::regclass
        LOOP
          kept := kept || format(' AND NOT EXISTS (SELECT FROM %s r WHERE r.tenant_id = f.tenant_id AND r.%I = f.id)',
            referrer.referring, referrer.name);
        END LOOP;
        EXECUTE format('UPDATE atrium.file f SET expires_at = now() WHERE (f.tenant_id, f.id) IN
          (SELECT o.tenant_id, o.%I FROM old_rows o WHERE o.tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)
          AND f.expires_at = ''infinity''%s', TG_ARGV[0], kept);
        RETURN NULL;
      END $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION app.release_files CASCADE');
  }
}
