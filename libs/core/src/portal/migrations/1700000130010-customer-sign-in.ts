import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One-time codes of customers, what counts them, and the sessions they begin. */
export class CustomerSignIn1700000130010 implements MigrationInterface {
  readonly name = 'CustomerSignIn1700000130010';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.customer_code',
      // A row for every request, whether or not somebody has the contact: the worker finds out, and writes the hash then.
      columns: `
        challenge_hash text COLLATE "C" NOT NULL,
        purpose text NOT NULL CHECK (purpose IN ('SIGN_IN', 'NEW_CONTACT')),
        kind text NOT NULL CHECK (kind IN ('PHONE', 'EMAIL')),
        contact_sealed text NOT NULL,
        customer_id uuid,
        label text,
        locale text NOT NULL,
        code_hash text,
        attempts integer NOT NULL DEFAULT 0,
        used_at timestamptz,
        expires_at timestamptz NOT NULL,
        CHECK ((purpose = 'NEW_CONTACT') = (customer_id IS NOT NULL)),
        CONSTRAINT customer_code_challenge_key UNIQUE (tenant_id, challenge_hash),
        CONSTRAINT customer_code_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE CASCADE`,
      scope: 'none', // no actor reads it
      unaudited: 'asked for by people who are not known yet; the session that follows is audited',
    });
    await createTenantTable(runner, {
      table: 'atrium.customer_code_count',
      columns: `
        subject text COLLATE "C" NOT NULL,
        count integer NOT NULL,
        ends_at timestamptz NOT NULL,
        CONSTRAINT customer_code_count_subject_key UNIQUE (tenant_id, subject)`,
      scope: 'none', // no actor reads it
      unaudited: 'counts attempts of people who are not known yet',
    });
    await createTenantTable(runner, {
      table: 'atrium.customer_session',
      hasParent: true,
      columns: `
        customer_id uuid NOT NULL,
        ip text,
        client text,
        renewed_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz,
        revoked_reason text CHECK (revoked_reason IN ('SIGNED_OUT', 'REVOKED', 'TOKEN_REUSED', 'REVOKED_BY_STAFF')),
        CHECK ((revoked_at IS NULL) = (revoked_reason IS NULL)),
        CONSTRAINT customer_session_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE CASCADE`,
      scope: {
        checked: true,
        using: `EXISTS (SELECT FROM atrium.customer c
          WHERE c.tenant_id = customer_session.tenant_id AND c.id = customer_session.customer_id)`,
      },
      customer: 'customer_id',
      customerWrites: 'change',
    });
    await createTenantTable(runner, {
      table: 'atrium.customer_refresh_token',
      hasParent: true,
      columns: `
        session_id uuid NOT NULL,
        token_hash text COLLATE "C" NOT NULL,
        expires_at timestamptz NOT NULL,
        used_at timestamptz,
        CONSTRAINT customer_refresh_token_hash_key UNIQUE (tenant_id, token_hash),
        CONSTRAINT customer_refresh_token_session_fkey FOREIGN KEY (tenant_id, session_id)
          REFERENCES atrium.customer_session (tenant_id, id) ON DELETE CASCADE`,
      scope: 'none', // found by its hash alone
      unaudited: 'replaced every few minutes; the beginning and the end of its session are audited',
    });
    await runner.query(`
      CREATE INDEX customer_code_expiry ON atrium.customer_code (tenant_id, expires_at, id);
      CREATE INDEX customer_code_customer ON atrium.customer_code (tenant_id, customer_id) WHERE customer_id IS NOT NULL;
      CREATE INDEX customer_code_count_end ON atrium.customer_code_count (tenant_id, ends_at, id);
      CREATE INDEX customer_session_customer ON atrium.customer_session (tenant_id, customer_id, created_at, id);
      CREATE INDEX customer_refresh_token_session ON atrium.customer_refresh_token (tenant_id, session_id, expires_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE atrium.customer_refresh_token, atrium.customer_session, atrium.customer_code_count, atrium.customer_code;
    `);
  }
}
