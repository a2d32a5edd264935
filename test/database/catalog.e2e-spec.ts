import {
  atDatabase,
  catalogProblems,
  findCatalogProblems,
  migrate,
  platformMigrations,
  prepareDatabase,
  refusePrivilegedRole,
  withClient,
} from '@atrium/platform';
import { coreContexts } from '@atrium/core';
import { createTestDatabase, type TestDatabase, testServerUrl } from '@atrium/testing';

/** Each guard taken away from one table of tenants, and the sentence the check must answer. */
const BREAKS: [what: string, sql: string, expected: RegExp][] = [
  ['no tenant_id', 'CREATE TABLE atrium.leaky (id uuid PRIMARY KEY)', /leaky has no column tenant_id/],
  [
    'RLS off',
    'ALTER TABLE atrium.audit_log DISABLE ROW LEVEL SECURITY',
    /audit_log: row-level security is not enabled/,
  ],
  [
    'RLS not forced',
    'ALTER TABLE atrium.audit_log NO FORCE ROW LEVEL SECURITY',
    /audit_log: row-level security is not forced/,
  ],
  ['no tenant policy', 'DROP POLICY tenant ON atrium.audit_log', /audit_log lacks the tenant policy/],
  [
    'a policy that casts the column',
    `ALTER POLICY tenant ON atrium.audit_log USING (tenant_id::text = current_setting('app.tenant_id', true))`,
    /audit_log lacks the tenant policy/,
  ],
  [
    'a policy open to everybody',
    'CREATE POLICY open ON atrium.audit_log FOR SELECT USING (true)',
    /audit_log: policy open lets everybody past the tenant/,
  ],
  [
    'a policy for the application role',
    'CREATE POLICY open ON atrium.audit_log FOR SELECT TO atrium_app USING (true)',
    /policy open lets atrium_app past/,
  ],
  [
    'a view for segments that is not a plugin’s',
    `SET ROLE atrium_owner; CREATE VIEW segment.leaky WITH (security_barrier = true) AS SELECT * FROM atrium.customer`,
    /view segment\.leaky must belong to a plugin's role and be a security_barrier/,
  ],
  [
    'a key without the tenant',
    `CREATE TABLE atrium.leaky (tenant_id uuid NOT NULL, id uuid PRIMARY KEY)`,
    /leaky: the primary key is not \(tenant_id, id\)/,
  ],
  [
    'a reference without the tenant',
    `CREATE TABLE atrium.parent (tenant_id uuid NOT NULL, id uuid UNIQUE, PRIMARY KEY (tenant_id, id));
     CREATE TABLE atrium.child (tenant_id uuid NOT NULL, id uuid, p uuid REFERENCES atrium.parent (id), PRIMARY KEY (tenant_id, id))`,
    /child: foreign key child_p_fkey does not include tenant_id/,
  ],
  [
    'a unique index without the tenant',
    'CREATE UNIQUE INDEX leak ON atrium.audit_log (entity_id)',
    /audit_log: unique index atrium.leak does not include tenant_id/,
  ],
  [
    'an index that needs a leaky operator',
    'CREATE INDEX dead ON atrium.audit_log USING gin (after)',
    /audit_log: index atrium.dead is on an operator .* not leakproof/,
  ],
  ['unaudited changes', 'DROP TRIGGER audit_update ON atrium.tenant', /tenant: changes are not audited/],
  [
    'a definer function with the caller’s search_path',
    `CREATE FUNCTION atrium.f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'`,
    /function atrium.f\(\) is SECURITY DEFINER without a fixed search_path/,
  ],
  [
    'statistics of the tenants',
    'ALTER TABLE atrium.audit_log ALTER COLUMN tenant_id SET STATISTICS 100',
    /audit_log: the planner keeps statistics of tenant_id/,
  ],
  [
    'a table that does not say what customers see',
    'DROP POLICY customer ON atrium.sensitive_profile',
    /sensitive_profile does not say what a customer sees/,
  ],
  [
    'a policy of customers that lets everybody through',
    'ALTER POLICY customer ON atrium.sensitive_profile USING (kind IS NOT NULL)',
    /sensitive_profile does not say what a customer sees/,
  ],
  [
    'a search that does not ask who calls',
    `CREATE FUNCTION app.leak() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog
       AS 'SELECT count(*) FROM atrium.unit'; ALTER FUNCTION app.leak OWNER TO atrium_search`,
    /function app.leak\(\) reads past row-level security without asking whether a customer calls/,
  ],
  [
    'a table that no backup would have',
    'DROP POLICY migrator ON atrium.sensitive_profile',
    /sensitive_profile would be missing in a backup/,
  ],
  [
    'a policy that keeps rows from a backup',
    'CREATE POLICY weekdays ON atrium.sensitive_profile AS RESTRICTIVE USING (created_at IS NOT NULL)',
    /sensitive_profile: policy weekdays would keep rows from a backup/,
  ],
  [
    'a table that keeps files which nobody can reach',
    'DROP TRIGGER release_files ON atrium.notice_file',
    /notice_file refers to files and does not let go of them/,
  ],
  ['TRUNCATE granted', 'GRANT TRUNCATE ON atrium.audit_log TO atrium_app', /may be emptied by atrium_app/],
  [
    'a view with its owner’s rights',
    'CREATE VIEW atrium.v AS SELECT 1 AS one',
    /view atrium.v runs with its owner's rights/,
  ],
  ['granted to everybody', 'GRANT INSERT ON atrium.audit_log TO PUBLIC', /audit_log can be written by everybody/],
];

describe('the catalog check', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('finds nothing wrong with a migrated database', async () => {
    expect(await findCatalogProblems(database.adminUrl)).toEqual([]);
  });

  it.each(BREAKS)('refuses %s', async (_what, sql, expected) => {
    const problems = await withClient(database.adminUrl, async (client) => {
      // Never committed, so that each finds the database whole.
      await client.query(`BEGIN; ${sql}; RESET ROLE`);
      return catalogProblems(async (text, values) => (await client.query<Record<string, string>>(text, values)).rows);
    });
    expect(problems).toContainEqual(expect.stringMatching(expected));
  });

  it('ends a migration whose result it refuses', async () => {
    const broken = await createTestDatabase();
    try {
      const [[, sql, expected]] = BREAKS as [(typeof BREAKS)[number]];
      await withClient(broken.adminUrl, (client) => client.query(sql));
      expect(await findCatalogProblems(broken.adminUrl)).toContainEqual(expect.stringMatching(expected));
      await expect(migrate(broken.adminUrl, [])).rejects.toThrow(expected);
    } finally {
      await broken.drop();
    }
  });

  // See migration KeysLast: an index made after them would be what each unit of an import looks its building up by.
  it.each(['building_community_key', 'section_building_key'])('%s is the last index of its table', async (key) => {
    const newest = await withClient(database.adminUrl, async (client) => {
      const { rows } = await client.query<{ name: string }>(
        `SELECT i.indexrelid::regclass::text AS name FROM pg_index k JOIN pg_index i ON i.indrelid = k.indrelid
         WHERE k.indexrelid = $1::regclass ORDER BY i.indexrelid DESC LIMIT 1`,
        [`atrium.${key}`],
      );
      return rows[0]?.name;
    });
    expect(newest).toBe(`atrium.${key}`);
  });

  it('migrates once when two processes start at the same time', async () => {
    const all = [...platformMigrations, ...coreContexts.flatMap(({ migrations }) => migrations)];
    const name = `fresh_${process.pid}`;
    await prepareDatabase(testServerUrl(), name);
    const url = atDatabase(testServerUrl(), name);
    const results = await Promise.all([migrate(url, all), migrate(url, all)]);
    expect(results.map(({ applied }) => applied.length).sort((a, b) => a - b)).toEqual([0, all.length]);
    await withClient(testServerUrl(), (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
  });

  it('refuses to serve as a role that row-level security does not bind', async () => {
    await expect(refusePrivilegedRole(database.adminUrl)).rejects.toThrow(/is a superuser/);
    await expect(refusePrivilegedRole(database.appUrl)).resolves.toBeUndefined();
    await expect(refusePrivilegedRole(database.workerUrl)).resolves.toBeUndefined();
  });
});
