import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A file is let go of when nothing refers to it any more, whatever schema the referring table lies in and whoever takes
 * the last reference away.
 */
export class ReleaseFilesAnywhere1700000600000 implements MigrationInterface {
  readonly name = 'ReleaseFilesAnywhere1700000600000';

  async up(runner: QueryRunner): Promise<void> {
    // As the migrator, which reads tables of plugins too, for one tenant and without the limits of who acts: what somebody
    // else still refers to may be out of sight. The files are locked first, so that whoever refers to one just now is seen.
    await runner.query(`
      CREATE OR REPLACE FUNCTION app.release_files() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
      SET search_path = pg_catalog AS $$
      DECLARE
        company uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
        scope text := coalesce(current_setting('app.scope', true), '');
        customer text := coalesce(current_setting('app.customer', true), '');
        gone uuid[];
        referrer record;
      BEGIN
        IF app.is_erasing() THEN RETURN NULL; END IF;
        EXECUTE format('SELECT array_agg(DISTINCT o.%1$I) FROM old_rows o WHERE o.tenant_id = $1 AND o.%1$I IS NOT NULL', TG_ARGV[0])
          INTO gone USING company;
        IF gone IS NULL THEN RETURN NULL; END IF;
        PERFORM set_config('app.scope', '', true), set_config('app.customer', '', true);
        PERFORM FROM atrium.file f WHERE f.tenant_id = company AND f.id = ANY (gone) ORDER BY f.id FOR UPDATE;
        FOR referrer IN
          SELECT c.conrelid::regclass AS referring, a.attname AS name
          FROM pg_constraint c CROSS JOIN LATERAL unnest(c.conkey, c.confkey) k(mine, theirs)
          JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.mine
          JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.theirs AND b.attname = 'id'
          WHERE c.contype = 'f' AND c.confrelid = 'atrium.file'::regclass
        LOOP
          EXECUTE format('SELECT array(SELECT g FROM unnest($2) g WHERE NOT EXISTS
            (SELECT FROM %s r WHERE r.tenant_id = $1 AND r.%I = g))', referrer.referring, referrer.name)
            INTO gone USING company, gone;
        END LOOP;
        UPDATE atrium.file f SET expires_at = now()
        WHERE f.tenant_id = company AND f.id = ANY (gone) AND f.expires_at = 'infinity';
        PERFORM set_config('app.scope', scope, true), set_config('app.customer', customer, true);
        RETURN NULL;
      END $$;
      SET LOCAL ROLE NONE;
      ALTER FUNCTION app.release_files OWNER TO atrium_migrator;
      SET LOCAL ROLE atrium_owner`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION app.release_files CASCADE');
  }
}
