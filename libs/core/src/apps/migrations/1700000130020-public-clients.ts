import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Browser and mobile apps, which cannot hold a secret, and the codes they exchange for sessions. */
export class PublicClients1700000130020 implements MigrationInterface {
  readonly name = 'PublicClients1700000130020';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.public_client',
      columns: `
        name text NOT NULL,
        name_lower text COLLATE "C" NOT NULL GENERATED ALWAYS AS (lower(name)) STORED,
        sort_key text COLLATE "C" NOT NULL,
        audience text NOT NULL CHECK (audience IN ('STAFF', 'CUSTOMERS')),
        redirect_uris text[] NOT NULL,
        allowed_origins text[] NOT NULL,
        revoked_at timestamptz,
        CONSTRAINT public_client_name_key UNIQUE (tenant_id, name_lower)`,
      versioned: true,
      scope: 'none', // an app is the whole company's
    });
    // Before a call says whose it is, its browser asks whether it may be made: origins are looked up over all tenants.
    await createTenantTable(runner, {
      table: 'atrium.public_client_origin',
      hasParent: true,
      columns: `
        client_id uuid NOT NULL,
        origin text COLLATE "C" NOT NULL,
        CONSTRAINT public_client_origin_once UNIQUE (tenant_id, client_id, origin),
        CONSTRAINT public_client_origin_client_fkey FOREIGN KEY (tenant_id, client_id)
          REFERENCES atrium.public_client (tenant_id, id) ON DELETE CASCADE`,
      scope: 'none', // as its client
      unaudited: 'repeats allowed_origins of its client, which is audited',
    });
    await createTenantTable(runner, {
      table: 'atrium.authorization_code',
      hasParent: true,
      columns: `
        client_id uuid NOT NULL,
        code_hash text COLLATE "C" NOT NULL,
        redirect_uri text NOT NULL,
        code_challenge text NOT NULL,
        tokens_sealed text NOT NULL,
        expires_at timestamptz NOT NULL,
        used_at timestamptz,
        CONSTRAINT authorization_code_hash_key UNIQUE (tenant_id, code_hash),
        CONSTRAINT authorization_code_client_fkey FOREIGN KEY (tenant_id, client_id)
          REFERENCES atrium.public_client (tenant_id, id) ON DELETE CASCADE`,
      scope: 'none', // found by its hash alone
      unaudited: 'lives a minute; the session it stands for is audited',
    });
    // Which sessions a client was given, so that they end with it. Staff's and customers' lie in tables of their own.
    await createTenantTable(runner, {
      table: 'atrium.public_client_session',
      hasParent: true,
      columns: `
        client_id uuid NOT NULL,
        session_id uuid NOT NULL,
        CONSTRAINT public_client_session_once UNIQUE (tenant_id, session_id),
        CONSTRAINT public_client_session_client_fkey FOREIGN KEY (tenant_id, client_id)
          REFERENCES atrium.public_client (tenant_id, id) ON DELETE CASCADE`,
      scope: 'none', // as its client
      unaudited: 'the beginning and the end of each session are audited',
    });
    await runner.query(`
      CREATE INDEX public_client_session_client ON atrium.public_client_session (tenant_id, client_id);
      CREATE INDEX public_client_sort ON atrium.public_client (tenant_id, sort_key, id);
      CREATE INDEX public_client_origin_lookup ON atrium.public_client_origin (origin);
      CREATE INDEX authorization_code_expiry ON atrium.authorization_code (tenant_id, expires_at, id);
      CREATE INDEX authorization_code_client ON atrium.authorization_code (tenant_id, client_id);

      CREATE POLICY find_origin ON atrium.public_client_origin FOR SELECT TO atrium_owner USING (true);
      -- Answers yes or no, and not whose it is.
      CREATE FUNCTION app.is_allowed_origin(asked text) RETURNS boolean
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT EXISTS (SELECT FROM atrium.public_client_origin o WHERE o.origin = asked)
      $$;
      REVOKE ALL ON FUNCTION app.is_allowed_origin FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION app.is_allowed_origin TO atrium_app, atrium_worker;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION app.is_allowed_origin;
      DROP TABLE atrium.public_client_session, atrium.authorization_code, atrium.public_client_origin, atrium.public_client;
    `);
  }
}
