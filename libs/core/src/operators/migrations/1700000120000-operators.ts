import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Those who run the installation. Their tables belong to no tenant and lie in a schema of their own, on which the
 * application has no right: it reaches them by the functions below alone.
 */
export class Operators1700000120000 implements MigrationInterface {
  readonly name = 'Operators1700000120000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA platform;

      CREATE TABLE platform.operator (
        id uuid PRIMARY KEY,
        created_at timestamptz NOT NULL DEFAULT now(),
        name text NOT NULL,
        email text NOT NULL,
        email_lower text COLLATE "C" NOT NULL GENERATED ALWAYS AS (lower(email)) STORED
          CONSTRAINT operator_email_key UNIQUE,
        password_hash text NOT NULL,
        disabled_at timestamptz,
        -- Sealed; counts once a code of it was shown to be right.
        totp_secret text,
        totp_confirmed boolean NOT NULL DEFAULT false,
        totp_step bigint
      );
      CREATE TABLE platform.operator_session (
        id uuid PRIMARY KEY,
        created_at timestamptz NOT NULL DEFAULT now(),
        operator_id uuid NOT NULL REFERENCES platform.operator (id) ON DELETE CASCADE,
        token_hash text COLLATE "C" NOT NULL CONSTRAINT operator_session_token_key UNIQUE,
        ip text,
        client text,
        expires_at timestamptz NOT NULL,
        ended_at timestamptz
      );
      CREATE INDEX operator_session_operator ON platform.operator_session (operator_id, created_at);
      CREATE TABLE platform.operator_attempt (
        subject text COLLATE "C" PRIMARY KEY,
        failures integer NOT NULL DEFAULT 0,
        last_at timestamptz NOT NULL,
        locked_until timestamptz
      );
      REVOKE ALL ON ALL TABLES IN SCHEMA platform FROM PUBLIC;
    `);
    for (const { signature, returns, body, volatile } of FUNCTIONS) {
      const [name = ''] = signature.split('(');
      await runner.query(`
        CREATE FUNCTION app.${signature} RETURNS ${returns}
        LANGUAGE sql ${volatile ? 'VOLATILE' : 'STABLE'} SECURITY DEFINER SET search_path = pg_catalog AS $$ ${body} $$;
        REVOKE ALL ON FUNCTION app.${name} FROM PUBLIC;
        GRANT EXECUTE ON FUNCTION app.${name} TO atrium_app;
      `);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { signature } of [...FUNCTIONS].reverse()) {
      await runner.query(`DROP FUNCTION app.${signature.split('(')[0]!}`);
    }
    await runner.query('DROP SCHEMA platform CASCADE');
  }
}

interface DefinerFunction {
  readonly signature: string;
  readonly returns: string;
  readonly body: string;
  readonly volatile?: boolean;
}

/** Each does one thing for one step of a sign-in, or answers only while a session of an operator is named. */
const FUNCTIONS: readonly DefinerFunction[] = [
  {
    // Who works on the platform in this transaction; null for everybody else. What shows tenants asks it.
    signature: 'current_operator()',
    returns: 'uuid',
    body: `SELECT o.id FROM platform.operator_session s JOIN platform.operator o ON o.id = s.operator_id
      WHERE s.id = nullif(current_setting('app.operator_session', true), '')::uuid
        AND s.ended_at IS NULL AND s.expires_at > now() AND o.disabled_at IS NULL`,
  },
  {
    signature: 'find_operator(by_email text)',
    returns: `TABLE (id uuid, name text, email text, password_hash text, disabled boolean, totp_secret text, totp_step bigint)`,
    body: `SELECT o.id, o.name, o.email, o.password_hash, o.disabled_at IS NOT NULL,
        CASE WHEN o.totp_confirmed THEN o.totp_secret END, o.totp_step
      FROM platform.operator o WHERE o.email_lower = lower(by_email)`,
  },
  {
    signature: 'find_operator_session(by_hash text)',
    returns: 'TABLE (id uuid, operator_id uuid, name text, expires_at timestamptz)',
    body: `SELECT s.id, o.id, o.name, s.expires_at
      FROM platform.operator_session s JOIN platform.operator o ON o.id = s.operator_id
      WHERE s.token_hash = by_hash AND s.ended_at IS NULL AND o.disabled_at IS NULL`,
  },
  {
    // A look into a tenant ends with the operator's own session, too.
    signature: 'operator_session_lives(session uuid)',
    returns: 'boolean',
    body: `SELECT EXISTS (SELECT FROM platform.operator_session s JOIN platform.operator o ON o.id = s.operator_id
      WHERE s.id = session AND s.ended_at IS NULL AND s.expires_at > now() AND o.disabled_at IS NULL)`,
  },
  {
    // The update that changes nothing locks the rows until the attempt is counted.
    signature: 'lock_operator_attempts(subjects text[], at timestamptz)',
    returns: 'TABLE (subject text, failures integer, last_at timestamptz, locked_until timestamptz)',
    volatile: true,
    body: `INSERT INTO platform.operator_attempt AS t (subject, last_at) SELECT s, at FROM unnest(subjects) s ORDER BY s
      ON CONFLICT (subject) DO UPDATE SET subject = t.subject
      RETURNING t.subject, t.failures, t.last_at, t.locked_until`,
  },
  {
    signature: 'store_operator_attempt(of_subject text, of_failures integer, at timestamptz, until timestamptz)',
    returns: 'void',
    volatile: true,
    body: `UPDATE platform.operator_attempt SET failures = of_failures, last_at = at, locked_until = until
      WHERE subject = of_subject`,
  },
  {
    // Only for the account as the password was compared with it: a new password or a lock meanwhile wins.
    signature:
      'start_operator_session(session uuid, operator uuid, known_hash text, hash text, from_ip text, with_client text, until timestamptz, step bigint)',
    returns: 'boolean',
    volatile: true,
    body: `WITH own AS (
        UPDATE platform.operator o SET totp_step = coalesce(step, o.totp_step)
        WHERE o.id = operator AND o.password_hash = known_hash AND o.disabled_at IS NULL
          AND o.totp_confirmed = (step IS NOT NULL) AND (step IS NULL OR step > coalesce(o.totp_step, -1))
        RETURNING o.id
      ), started AS (
        INSERT INTO platform.operator_session (id, operator_id, token_hash, ip, client, expires_at)
        SELECT session, own.id, hash, from_ip, with_client, until FROM own RETURNING 1
      )
      SELECT EXISTS (SELECT FROM started)`,
  },
  {
    signature: 'end_operator_session()',
    returns: 'void',
    volatile: true,
    body: `UPDATE platform.operator_session SET ended_at = now()
      WHERE id = nullif(current_setting('app.operator_session', true), '')::uuid AND ended_at IS NULL`,
  },
  {
    signature: 'current_operator_account()',
    returns: 'TABLE (id uuid, name text, email text, totp_pending text, totp_on boolean)',
    body: `SELECT o.id, o.name, o.email, CASE WHEN NOT o.totp_confirmed THEN o.totp_secret END, o.totp_confirmed
      FROM platform.operator o WHERE o.id = app.current_operator()`,
  },
  {
    // A second factor that counts is replaced by the command line alone.
    signature: 'set_operator_totp(sealed text)',
    returns: 'boolean',
    volatile: true,
    body: `WITH done AS (
        UPDATE platform.operator SET totp_secret = sealed, totp_step = NULL
        WHERE id = app.current_operator() AND NOT totp_confirmed RETURNING 1)
      SELECT EXISTS (SELECT FROM done)`,
  },
  {
    signature: 'confirm_operator_totp(step bigint)',
    returns: 'boolean',
    volatile: true,
    body: `WITH done AS (
        UPDATE platform.operator SET totp_confirmed = true, totp_step = step
        WHERE id = app.current_operator() AND NOT totp_confirmed AND totp_secret IS NOT NULL RETURNING 1)
      SELECT EXISTS (SELECT FROM done)`,
  },
];
