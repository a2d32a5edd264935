import { Client, escapeIdentifier, escapeLiteral } from 'pg';

/** Roles that log in, and what they are called in connection strings. */
export const LOGIN_ROLES = ['atrium_app', 'atrium_worker'] as const;
const PASSIVE_ROLES = ['atrium_owner', 'atrium_migrator', 'atrium_search', 'atrium_views'] as const;

/**
 * Makes the roles the house rests on, and the database when it is missing. `adminUrl` belongs to a superuser or to a
 * role that may create roles and databases. Safe to run at every start and by several processes at once.
 *
 * - `atrium_owner` owns everything and, because row-level security is forced, sees no row of any tenant;
 * - `atrium_migrator` may do what the owner may and has a policy that lets it through: `migrate` and `backup` alone;
 * - `atrium_search` owns the search functions and has policies of its own on the tables they read;
 * - `atrium_views` owns the views that plugins read the core through: bound by row-level security like those who log in;
 * - `atrium_app` and `atrium_worker` log in, own nothing and bypass nothing.
 */
export async function prepareRoles(adminUrl: string, password: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    await client.query('BEGIN');
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('atrium roles'))`);
    for (const role of PASSIVE_ROLES) await createRole(client, role, 'NOLOGIN');
    for (const role of LOGIN_ROLES) await createRole(client, role, `LOGIN PASSWORD ${escapeLiteral(password)}`);
    const { rows } = await client.query<{ me: string }>('SELECT current_user AS me');
    const me = escapeIdentifier(rows[0]!.me);
    await client.query(`GRANT atrium_owner TO atrium_migrator`);
    await client.query(`GRANT atrium_owner, atrium_migrator, atrium_search, atrium_views TO ${me}`);
    // Not atrium_views: whoever inherits from it is bound by its policies, and the audit log's writer must not be.
    await client.query(`GRANT atrium_search TO atrium_owner`);
    await client.query('COMMIT');
  });
}

async function createRole(client: Client, role: string, options: string): Promise<void> {
  const attributes = `${options} NOSUPERUSER NOCREATEDB NOCREATEROLE INHERIT NOBYPASSRLS`;
  await client.query(`
    DO $do$ BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ${escapeLiteral(role)}) THEN
        CREATE ROLE ${role} ${attributes};
      ELSIF ${options.startsWith('LOGIN')} THEN
        ALTER ROLE ${role} ${options};
      END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END $do$`);
}

/** Creates the database unless it is there, owned by `atrium_owner`, closed to everybody else. */
export async function prepareDatabase(adminUrl: string, name: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (!rowCount) {
      try {
        await client.query(`CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE template0 ENCODING 'UTF8'`);
      } catch (error) {
        // Two first starts at once: 42P04 is duplicate_database, 23505 the same seen a moment earlier.
        if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error;
      }
    }
  });
  await withClient(atDatabase(adminUrl, name), async (client) => {
    await client.query(`
      SELECT pg_advisory_lock(hashtext('atrium schema'));
      REVOKE ALL ON DATABASE ${escapeIdentifier(name)} FROM PUBLIC;
      GRANT CONNECT ON DATABASE ${escapeIdentifier(name)} TO atrium_app, atrium_worker;
      GRANT CONNECT, CREATE ON DATABASE ${escapeIdentifier(name)} TO atrium_owner;
      REVOKE ALL ON SCHEMA public FROM PUBLIC;
      CREATE SCHEMA IF NOT EXISTS atrium AUTHORIZATION atrium_owner;
      SELECT pg_advisory_unlock(hashtext('atrium schema'));
    `);
  });
}

/** The same server and user, another database. */
export function atDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(name)}`;
  return changed.toString();
}

/** The same server and database as one of the roles that log in. */
export function asRole(url: string, role: (typeof LOGIN_ROLES)[number], password: string): string {
  const changed = new URL(url);
  changed.username = role;
  changed.password = encodeURIComponent(password);
  return changed.toString();
}

export async function withClient<T>(url: string, task: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await task(client);
  } finally {
    await client.end();
  }
}

/** Refuses to go on as a role that row-level security does not bind. */
export async function refusePrivilegedRole(url: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string; problem: string | null }>(`
      SELECT r.rolname AS name,
        CASE WHEN r.rolsuper THEN 'is a superuser'
             WHEN r.rolbypassrls THEN 'has BYPASSRLS'
             WHEN pg_has_role(r.oid, 'atrium_owner', 'MEMBER') THEN 'can act as the owner of the tables'
             WHEN pg_has_role(r.oid, 'atrium_migrator', 'MEMBER') THEN 'can act as the migrator'
             WHEN EXISTS (SELECT FROM pg_roles o WHERE o.rolname LIKE 'plg\\_%\\_owner'
                          AND pg_has_role(r.oid, o.oid, 'MEMBER')) THEN 'can act as the owner of a plugin''s tables'
             WHEN EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                          WHERE n.nspname = 'atrium' AND c.relowner = r.oid) THEN 'owns tables'
        END AS problem
      FROM pg_roles r WHERE r.rolname = current_user`);
    const { name, problem } = rows[0]!;
    if (problem) {
      throw new Error(
        `The database role "${name}" ${problem}, so row-level security would not bind it. ` +
          'Connect as atrium_app or atrium_worker (APP_DATABASE_URL, WORKER_DATABASE_URL).',
      );
    }
  });
}
