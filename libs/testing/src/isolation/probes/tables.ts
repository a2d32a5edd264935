import { newId } from '@atrium/sdk';
import type { Probe, Setting } from '../setting';
import { type Done, NOT_ALLOWED, SqlSession } from '../sql-session';
import type { TenantTable } from '../tenant-tables';

const KIND = 'table over SQL';

/** Below the application: what each role that logs in can do to the rows of a tenant that is not set. */
export const tablesAreClosed: Probe = async (setting) => {
  for (const session of await SqlSession.openAll(setting.platform.database)) {
    try {
      for (const table of setting.tables.filter(({ name }) => setting.within(name))) {
        await probeTable(setting, session, table);
      }
    } finally {
      await session.close();
    }
  }
};

async function probeTable(setting: Setting, session: SqlSession, { name, hasCommunity }: TenantTable): Promise<void> {
  const { report, worlds, samples } = setting;
  const what = `${name} as ${session.role}`;
  const a = worlds.a1.tenant.id;
  const b = worlds.b.tenant.id;
  const expect = (isRight: boolean, detail: string): void => {
    report.count(KIND);
    if (!isRight) report.leak(KIND, what, detail);
  };
  const ofA = `FROM ${name} WHERE tenant_id = $1`;

  // The positive control: with A set its rows are there.
  const own = await session.run({ tenant: a }, `SELECT 1 ${ofA} LIMIT 1`, [a]);
  report.count(KIND);
  const row = await exampleRow(setting, name, a);
  if (row === null && !Object.hasOwn(samples.emptyTables, name)) {
    report.gap(KIND, what, 'A has no row here, so none could be seen: no operation filled it');
  } else if (row !== null && own.count === 0 && own.refused !== NOT_ALLOWED) {
    report.gap(KIND, what, 'A does not see its own rows');
  }

  for (const tenant of [b, null]) {
    const as = tenant === null ? 'with no tenant set' : 'with B set';
    const seen = await session.run({ tenant }, `SELECT * ${ofA}`, [a]);
    expect(nothing(seen), `${as}, SELECT sees ${seen.count} rows of A`);
    const updated = await session.run({ tenant }, `UPDATE ${name} SET id = id WHERE tenant_id = $1`, [a]);
    expect(nothing(updated), `${as}, UPDATE reaches ${updated.count} rows of A`);
    const deleted = await session.run({ tenant }, `DELETE ${ofA}`, [a]);
    expect(nothing(deleted), `${as}, DELETE reaches ${deleted.count} rows of A`);
  }
  const everything = await session.run({ tenant: null }, `SELECT 1 FROM ${name} LIMIT 1`);
  expect(nothing(everything), 'with no tenant set, SELECT sees rows');

  if (row !== null) await probeInsert(setting, session, name, row, expect);
  if (hasCommunity) await probeScope(setting, session, name, expect);
}

type Expect = (isRight: boolean, detail: string) => void;

/** A row that says it is A's, written with B set; with A set the same is not refused for its tenant. */
async function probeInsert(
  setting: Setting,
  session: SqlSession,
  name: string,
  row: Readonly<Record<string, unknown>>,
  expect: Expect,
): Promise<void> {
  const { admin, report, worlds } = setting;
  const columns = Object.keys(row).join(', ');
  const sql = `INSERT INTO ${name} (${columns}) SELECT ${columns} FROM json_populate_record(NULL::${name}, $1::json)`;
  // A tenant's own row is a tenant by its id.
  const values = [JSON.stringify({ ...row, id: 'tenant_id' in row ? newId() : worlds.a1.tenant.id })];
  const smuggled = await session.run({ tenant: worlds.b.tenant.id }, sql, values);
  expect(smuggled.refused === NOT_ALLOWED, `with B set, INSERT of a row of A is not refused (${told(smuggled)})`);
  const { rows } = await admin.query<{ may: boolean }>(`SELECT has_table_privilege($1, $2, 'INSERT') AS may`, [
    session.role,
    name,
  ]);
  report.count(KIND);
  // A constraint may refuse the copy; the tenant's policy may not.
  const own = await session.run({ tenant: worlds.a1.tenant.id }, sql, values);
  if (rows[0]!.may && own.refused === NOT_ALLOWED) {
    report.gap(KIND, `${name} as ${session.role}`, 'with A set, INSERT of a row of A is refused like that of B');
  }
}

/** Rows below the second community, with the first alone in the scope. */
async function probeScope(setting: Setting, session: SqlSession, name: string, expect: Expect): Promise<void> {
  const { worlds } = setting;
  const tenant = worlds.a1.tenant.id;
  const theirs = worlds.a2.uuids('community');
  const scope = { tenant, communities: worlds.a1.uuids('community') };
  const where = `${name} WHERE tenant_id = $1 AND community_id = ANY ($2)`;
  const seen = await session.run(scope, `SELECT 1 FROM ${where}`, [tenant, theirs]);
  expect(nothing(seen), `limited to one community, SELECT sees ${seen.count} rows of another`);
  const updated = await session.run(scope, `UPDATE ${where.replace(' WHERE', ' SET id = id WHERE')}`, [tenant, theirs]);
  expect(nothing(updated), `limited to one community, UPDATE reaches ${updated.count} rows of another`);
  const deleted = await session.run(scope, `DELETE FROM ${where}`, [tenant, theirs]);
  expect(nothing(deleted), `limited to one community, DELETE reaches ${deleted.count} rows of another`);
}

const nothing = ({ count, refused }: Done): boolean => count === 0 && (refused === null || refused === NOT_ALLOWED);

const told = ({ count, refused }: Done): string => (refused === null ? `${count} rows` : `SQLSTATE ${refused}`);

/** One row as columns that can be written; null where there is none. */
async function exampleRow({ admin }: Setting, name: string, tenantId: string): Promise<Record<string, unknown> | null> {
  const { rows } = await admin.query<{ row: Record<string, unknown> }>(
    `SELECT to_jsonb(t) - ARRAY(SELECT attname::text FROM pg_attribute
       WHERE attrelid = '${name}'::regclass AND attgenerated <> '') AS row
     FROM ${name} t WHERE tenant_id = $1 LIMIT 1`,
    [tenantId],
  );
  return rows[0]?.row ?? null;
}
