import { DatabaseError } from 'pg';
import { changedTables, type Digest } from '../digest';
import { readSearchWords } from '../search-words';
import type { Probe, Setting } from '../setting';
import { SQL_ROLES } from '../sql-session';
import type { World } from '../world';

const KIND = 'SECURITY DEFINER function';

interface DefinerFunction {
  /** `schema.name`. */
  readonly name: string;
  /** Types of its arguments. */
  readonly types: readonly string[];
  /** Of {@link SQL_ROLES}, those that may call it. */
  readonly roles: readonly string[];
}

/** Functions that pass row-level security answer and change nothing of A while B is set, whatever they are asked. */
export const functionsKeepToTheirTenant: Probe = async (setting) => {
  const words = await readSearchWords(setting);
  const candidates = candidatesOf(setting, words);
  const before = await setting.digest.take();
  for (const one of await readFunctions(setting)) {
    const calls = [...zipped(one.types, candidates), ...(setting.samples.functionArguments[one.name]?.(words) ?? [])];
    for (const role of one.roles) await probe(setting, one, role, calls, before);
  }
};

async function readFunctions({ admin }: Setting): Promise<DefinerFunction[]> {
  const { rows } = await admin.query<DefinerFunction>(
    `SELECT n.nspname || '.' || p.proname AS name,
       ARRAY(SELECT format_type(t, NULL) FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY a(t, n) ORDER BY a.n) AS types,
       ARRAY(SELECT r FROM unnest($1::text[]) r WHERE has_function_privilege(r, p.oid, 'EXECUTE')) AS roles
     FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE p.prosecdef AND p.prorettype <> 'trigger'::regtype AND n.nspname NOT IN ('pg_catalog', 'information_schema')
     ORDER BY 1`,
    [SQL_ROLES],
  );
  return rows;
}

async function probe(
  setting: Setting,
  { name, types }: DefinerFunction,
  role: string,
  calls: readonly (readonly unknown[])[],
  before: Digest,
): Promise<void> {
  const { report, secrets, worlds, samples } = setting;
  const what = `${name}(${types.join(', ')}) as ${role}`;
  const placeholders = types.map((type, index) => `$${index + 1}::${type}`).join(', ');
  const sql = `SELECT * FROM ${name}(${placeholders})`;
  let answered = false;
  for (const values of calls) {
    report.count(KIND);
    const own = await run(setting, role, worlds.a1, sql, values);
    answered ||= secrets.foundInText(own.text).length > 0;
    const theirs = await run(setting, role, worlds.b, sql, values);
    const found = secrets.foundInText(theirs.text);
    const told = `with B set, ${JSON.stringify(values)}`;
    if (found.length > 0 && !Object.hasOwn(samples.openFunctions, name)) {
      report.leak(KIND, what, `${told} answers ${found.slice(0, 5).join(', ')}`);
    }
    const changed = changedTables(before, theirs.digest);
    if (changed.length > 0) report.leak(KIND, what, `${told} changes ${changed.join(', ')} of A`);
  }
  if (answered || Object.hasOwn(samples.openFunctions, name) || Object.hasOwn(samples.silentFunctions, name)) return;
  report.gap(KIND, what, 'with A set it answers nothing of A, so it could leak nothing');
}

/** One call as a role that logs in, undone; and all of A as it was before that. */
async function run(
  { admin, digest }: Setting,
  role: string,
  world: World,
  sql: string,
  values: readonly unknown[],
): Promise<{ text: string; digest: Digest }> {
  await admin.query('BEGIN');
  try {
    await admin.query(`SELECT set_config('app.tenant_id', $1, true)`, [world.tenant.id]);
    await admin.query(`SAVEPOINT call; SET LOCAL ROLE ${role}`);
    let text = '';
    try {
      text = JSON.stringify((await admin.query<Record<string, unknown>>(sql, [...values])).rows);
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      await admin.query('ROLLBACK TO SAVEPOINT call');
    }
    await admin.query('RESET ROLE');
    return { text, digest: await digest.take() };
  } finally {
    await admin.query('ROLLBACK');
  }
}

/** Values for an argument of a type: never none. */
type Candidates = (type: string) => readonly unknown[];

/** Calls in which every candidate of every argument stands at least once. */
function zipped(types: readonly string[], candidates: Candidates): unknown[][] {
  const rounds = Math.max(1, ...types.map((type) => candidates(type).length));
  return Array.from({ length: rounds }, (_, round) =>
    types.map((type) => candidates(type)[round % candidates(type).length]),
  );
}

/** What somebody who knows all about A would ask. */
function candidatesOf({ surface, worlds }: Setting, words: readonly string[]): Candidates {
  const { a1 } = worlds;
  const types = [...surface.viewTypes.values()].filter((idType) => a1.count(idType) > 0);
  const uuids = [a1.tenant.id, ...types.map((idType) => a1.uuid(idType))];
  const texts = [a1.tenant.slug, ...types.map((idType) => a1.markOf(idType)), ...words];
  const known: Readonly<Record<string, readonly unknown[]>> = {
    uuid: uuids,
    'uuid[]': [uuids, ...uuids.map((uuid) => [uuid])],
    text: texts,
    'text[]': [texts, ...texts.map((text) => [text])],
    tsquery: words,
    'tsquery[]': words.map((word) => [word]),
    integer: [10],
    bigint: [10],
    boolean: [true],
    jsonb: ['{}'],
    json: ['{}'],
    'timestamp with time zone': [new Date('2026-03-11T08:30:00Z')],
  };
  return (type) => {
    const found = known[type] ?? [];
    return found.length > 0 ? found : [null];
  };
}
