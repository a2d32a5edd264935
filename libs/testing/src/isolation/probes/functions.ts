import { DatabaseError } from 'pg';
import { changedTables, type Digest, hasWritten } from '../digest';
import { readSearchWords } from '../search-words';
import type { Probe, Setting } from '../setting';
import { beginWith, setOf, SQL_ROLES, type SqlScope } from '../sql-session';

const KIND = 'SECURITY DEFINER function';
/** Calls in one statement. */
const AT_ONCE = 100;

interface DefinerFunction {
  /** `schema.name`. */
  readonly name: string;
  /** Types of its arguments. */
  readonly types: readonly string[];
  /** Of {@link SQL_ROLES}, those that may call it. */
  readonly roles: readonly string[];
  /** It answers yes or no. */
  readonly isQuestion: boolean;
}

/**
 * Functions that pass row-level security answer and change nothing of A while B is set, whatever they are asked; nor
 * anything of A's second community while the scope is its first.
 */
export const functionsKeepToTheirTenant: Probe = async (setting) => {
  const words = await readSearchWords(setting);
  const before = await setting.digest.take();
  const operatorSession = await liveOperatorSession(setting);
  const functions = await readFunctions(setting);
  for (const one of functions.filter(({ name }) => setting.within(name))) {
    const candidates = candidatesOf(setting, words, one.isQuestion ? Number.POSITIVE_INFINITY : 1);
    const calls = [...zipped(one.types, candidates), ...(setting.samples.functionArguments[one.name]?.(words) ?? [])];
    for (const role of one.roles) await probe(setting, one, { role, operatorSession }, calls, before);
  }
};

async function readFunctions({ admin }: Setting): Promise<DefinerFunction[]> {
  const { rows } = await admin.query<DefinerFunction>(
    `SELECT n.nspname || '.' || p.proname AS name,
       ARRAY(SELECT format_type(t, NULL) FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY a(t, n) ORDER BY a.n) AS types,
       ARRAY(SELECT r FROM unnest($1::text[]) r WHERE has_function_privilege(r, p.oid, 'EXECUTE')) AS roles,
       p.prorettype = 'boolean'::regtype AS "isQuestion"
     FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE p.prosecdef AND p.prorettype <> 'trigger'::regtype AND n.nspname NOT IN ('pg_catalog', 'information_schema')
     ORDER BY 1`,
    [SQL_ROLES],
  );
  return rows;
}

async function probe(
  setting: Setting,
  { name, types, isQuestion }: DefinerFunction,
  { role, operatorSession }: { role: string; operatorSession: string },
  calls: readonly (readonly unknown[])[],
  before: Digest,
): Promise<void> {
  const { report, secrets, communitySecrets, worlds, samples } = setting;
  const { a1, a2, b } = worlds;
  const what = `${name}(${types.join(', ')}) as ${role}`;
  const isOpen = Object.hasOwn(samples.openFunctions, name);
  const ask = (scope: AskedIn, asked: readonly (readonly unknown[])[], watched: Digest | null = null) =>
    run(setting, role, scope, statementOf(name, types, asked.length), asked.flat(), watched);
  // A question about A is answered with yes where its first community is out of the caller's sight.
  const shows = (text: string): boolean => (isQuestion ? /:true\b/.test(text) : secrets.foundInText(text).length > 0);
  // To operators some answer of all tenants; to nobody else.
  const asA: AskedIn = {
    operatorSession,
    tenant: a1.tenant.id,
    communities: isQuestion ? a2.uuids('community') : null,
  };
  const asB: SqlScope = { tenant: b.tenant.id, communities: isQuestion ? b.uuids('community') : null };
  const asA1: SqlScope = { tenant: a1.tenant.id, communities: a1.uuids('community') };
  let answered = false;
  /** Are many calls at once all answered, show nothing, and write nothing that one could do to the next? */
  const isClean = async (many: readonly (readonly unknown[])[]): Promise<boolean> => {
    const own = await ask(asA, many);
    const theirs = await ask(asB, many);
    const limited = await ask(asA1, many);
    if ([own, theirs, limited].some(({ failed, wrote }) => failed || wrote)) return false;
    answered ||= shows(own.text);
    return isOpen || !(shows(theirs.text) || communitySecrets.foundInText(limited.text).length > 0);
  };
  const suspect: (readonly unknown[])[] = [];
  for (let start = 0; start < calls.length; start += AT_ONCE) {
    const many = calls.slice(start, start + AT_ONCE);
    if (many.length > 1 && (await isClean(many))) report.count(KIND, many.length);
    else suspect.push(...many);
  }
  for (const values of suspect) {
    report.count(KIND);
    answered ||= shows((await ask(asA, [values])).text);
    const theirs = await ask(asB, [values], before);
    const told = `with B set, ${JSON.stringify(values)}`;
    if (shows(theirs.text) && !isOpen) report.leak(KIND, what, `${told} answers ${theirs.text.slice(0, 200)}`);
    if (theirs.changed.length > 0) report.leak(KIND, what, `${told} changes ${theirs.changed.join(', ')} of A`);
    const limited = await ask(asA1, [values]);
    const found = communitySecrets.foundInText(limited.text);
    if (found.length > 0 && !isOpen) {
      const as = `limited to one community, ${JSON.stringify(values)}`;
      report.leak(KIND, what, `${as} answers ${found.slice(0, 5).join(', ')} of another`);
    }
  }
  if (answered || isOpen || Object.hasOwn(samples.silentFunctions, name)) return;
  report.gap(KIND, what, 'with A set it answers nothing of A, so it could leak nothing');
}

/** What is set while a function is asked. */
interface AskedIn extends SqlScope {
  readonly operatorSession?: string;
}

async function liveOperatorSession({ admin }: Setting): Promise<string> {
  const { rows } = await admin.query<{ id: string }>(
    'SELECT id FROM platform.operator_session WHERE ended_at IS NULL LIMIT 1',
  );
  return rows[0]!.id;
}

/** So many calls of a function, as one statement. */
function statementOf(name: string, types: readonly string[], calls: number): string {
  return Array.from({ length: calls }, (_, call) => {
    const placeholders = types.map((type, index) => `$${call * types.length + index + 1}::${type}`);
    return `SELECT * FROM ${name}(${placeholders.join(', ')})`;
  }).join(' UNION ALL ');
}

interface Answered {
  readonly text: string;
  readonly failed: boolean;
  readonly wrote: boolean;
  readonly changed: readonly string[];
}

/** One statement as a role that logs in, undone; and the tables of A it changed, where they are `watched`. */
async function run(
  { admin, digest }: Setting,
  role: string,
  { tenant, communities, operatorSession = '' }: AskedIn,
  sql: string,
  values: readonly unknown[],
  watched: Digest | null,
): Promise<Answered> {
  const begin = beginWith({
    'app.tenant_id': tenant ?? '',
    'app.scope': setOf(communities),
    'app.operator_session': operatorSession,
  });
  await admin.query(`${begin}; SAVEPOINT call; SET LOCAL ROLE ${role}`);
  try {
    let text = '';
    let failed = false;
    try {
      text = JSON.stringify((await admin.query<Record<string, unknown>>(sql, [...values])).rows);
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      failed = true;
      await admin.query('ROLLBACK TO SAVEPOINT call');
    }
    await admin.query('RESET ROLE');
    const wrote = await hasWritten(admin);
    return { text, failed, wrote, changed: watched && wrote ? changedTables(watched, await digest.takeInside()) : [] };
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

/** What somebody who knows all about A would ask: of each type so many objects of either community. */
function candidatesOf({ surface, worlds }: Setting, words: readonly string[], most: number): Candidates {
  const { a1, a2 } = worlds;
  const types = [...surface.viewTypes.values()];
  const uuids = [a1, a2].flatMap((world) => types.flatMap((idType) => world.uuids(idType).slice(0, most)));
  const marks = [a1, a2].flatMap((world) =>
    types.flatMap((idType) => (world.count(idType) > 0 ? [world.markOf(idType)] : [])),
  );
  const texts = [a1.tenant.slug, ...marks, ...words];
  const known: Readonly<Record<string, readonly unknown[]>> = {
    uuid: [a1.tenant.id, ...uuids],
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
