import type { Access } from '@atrium/sdk';
import { audienceOf } from '../audience';
import { type Call, describeCall, isOk } from '../caller';
import { changedTables, type Digest } from '../digest';
import type { Household } from '../household';
import { outcomeOf } from '../judge';
import { Secrets } from '../secrets';
import type { OperationPlans, Probe, Setting } from '../setting';
import { isPlan, type Plan } from '../solver';
import { SqlSession } from '../sql-session';
import type { World } from '../world';

const KIND = 'customer among customers';

/** What a place is made of: those who live there see it. */
const PLACE: ReadonlySet<string> = new Set(['tenant', 'community', 'building', 'section', 'unit']);

/** One customer, and what is not to be seen by it: all of the company but what is its own. */
interface Party extends Household {
  readonly id: string;
  readonly hidden: Secrets;
  /** By the table that they are rows of. */
  readonly hiddenIds: ReadonlyMap<string, readonly string[]>;
  /** Whose objects it reaches for. */
  readonly target: World;
}

/**
 * Customers of one company, tied to one unit in every way and next door: each sees and changes what is its own, by every
 * operation, by every id of somebody else, and in the database.
 */
export const customersKeepToTheirOwn: Probe = async (setting) => {
  const session = await SqlSession.open('atrium_app', setting.platform.database.appUrl);
  try {
    const parties = await partiesOf(setting);
    for (const one of setting.plans) {
      const { base, operation } = one;
      if (isPlan(base)) for (const party of parties) await callIt(setting, party, one, base);
      if (isForCustomers(operation.access)) for (const party of parties) await reachOut(setting, party, one);
    }
    for (const party of parties) await look(setting, session, party);
  } finally {
    await session.close();
  }
};

async function partiesOf(setting: Setting): Promise<Party[]> {
  const { admin, tables, worlds, atHome, others, platform } = setting;
  const all = [atHome, ...others];
  const { a1, a2 } = worlds;
  const everything = await idsOf(setting, () => 'tenant_id = $1', a1.tenant.id);
  const parties: Party[] = [];
  for (const household of all) {
    const { home, staffOnly } = household;
    const id = platform.uuid(home.id('customer'));
    const { rows } = await admin.query<{ table: string }>(
      `SELECT attrelid::regclass::text AS table FROM pg_attribute
       WHERE attrelid = ANY ($1::regclass[]) AND attname = 'customer_id' AND NOT attisdropped`,
      [tables.map(({ name }) => name)],
    );
    const withCustomer = new Set(rows.map(({ table }) => table));
    const { addressedTables, addressedTypes, staffOnlyTables } = setting.samples;
    const isOwn = (name: string): string | null =>
      addressedTables[name] ??
      (withCustomer.has(name) && !Object.hasOwn(staffOnlyTables, name) ? 'customer_id = $1' : null);
    const own = new Set([...[...(await idsOf(setting, isOwn, id)).values()].flat(), ...home.allUuids()]);
    const hiddenIds = new Map([...everything].map(([name, ids]) => [name, ids.filter((one) => !own.has(one))]));
    const marks = [
      ...all.filter((one) => one !== household).flatMap(({ personal }) => personal),
      ...all.flatMap((one) => one.staffOnly),
      ...staffOnly,
      ...a1.marksOf((idType) => !PLACE.has(idType) && !Object.hasOwn(addressedTypes, idType)),
      a2.token,
    ];
    const target = household === atHome ? others[0]!.home : atHome.home;
    parties.push({
      ...household,
      id,
      hidden: new Secrets(new Set([...hiddenIds.values()].flat()), marks),
      hiddenIds,
      target,
    });
  }
  return parties;
}

/** Ids of the rows that a condition chooses, by table; null for none. */
async function idsOf(
  { admin, tables }: Setting,
  condition: (table: string) => string | null,
  value: string,
): Promise<Map<string, string[]>> {
  const parts = tables.flatMap(({ name }) => {
    const where = condition(name);
    return where === null ? [] : [`SELECT '${name}' AS name, id FROM ${name} WHERE ${where}`];
  });
  const found = new Map<string, string[]>();
  if (parts.length === 0) return found;
  const { rows } = await admin.query<{ name: string; id: string }>(parts.join(' UNION ALL '), [value]);
  for (const { name, id } of rows) {
    const ids = found.get(name);
    if (ids) ids.push(id);
    else found.set(name, [id]);
  }
  return found;
}

const isForCustomers = (access: Access | null): boolean =>
  access?.kind === 'customer' || (access !== null && access.kind !== 'public' && access.customers === true);

/** What is the customer's own to call is called with its own; what is for staff with ids of theirs, and refused. */
async function callIt(setting: Setting, party: Party, { operation }: OperationPlans, plan: Plan): Promise<void> {
  const { calls, report, worlds, digest } = setting;
  const { access, kind, name } = operation;
  // Whoever holds the credential that stands in it is served, whoever else they are.
  if (access?.kind === 'public') return;
  const isTheirs = audienceOf(access) === 'customers';
  report.count(KIND);
  let before: Digest | null = null;
  const onFilled = async (): Promise<void> => void (before = kind === 'mutation' ? await digest.take() : null);
  const call = await calls.call(party.home.owner, {
    ...{ plan, onFilled },
    world: isTheirs ? party.home : worlds.a1,
    rehearse: isTheirs,
  });
  tellFound(setting, party, name, call);
  if (isTheirs) {
    // The same with what is for staff alone in it.
    report.count(KIND);
    const whole = await calls.call(party.home.owner, { plan, world: party.home, rehearse: true, whole: true });
    tellFound(setting, party, name, whole);
  }
  if (isForCustomers(access) || !operation.isRoot) return;
  const changed = before ? changedTables(before, await digest.take()) : [];
  if (changed.length > 0) report.leak(KIND, name, `changed ${changed.join(', ')}: ${describeCall(call)}`);
  if (call.answer.errors?.[0]?.extensions.code === 'FORBIDDEN') return;
  if (isOk(call)) report.leak(KIND, name, `a customer is served: ${describeCall(call)}`);
  else report.gap(KIND, name, `a customer is not told FORBIDDEN: ${describeCall(call)}`);
}

/** Somebody else's object in each place of an id. */
async function reachOut(setting: Setting, party: Party, { operation, positions }: OperationPlans): Promise<void> {
  const { calls, report, worlds, digest } = setting;
  const isTheirs = audienceOf(operation.access) === 'customers';
  for (const { position, plan } of positions) {
    const { path, idType } = position;
    if (!isPlan(plan)) continue;
    const foreign = [party.target, worlds.a1].find((world) => world.count(idType) > 0)?.id(idType);
    if (foreign === undefined || party.home.has(foreign)) continue;
    report.count(KIND);
    let before: Digest | null = null;
    const onFilled = async (): Promise<void> =>
      void (before = operation.kind === 'mutation' ? await digest.take() : null);
    const call = await calls.call(party.home.owner, {
      ...{ plan, onFilled },
      world: isTheirs ? party.home : worlds.a1,
      swaps: new Map([[path, position.isList ? [foreign] : foreign]]),
    });
    const what = `${operation.name} ${path}`;
    if (!JSON.stringify(call.variables).includes(foreign)) report.gap(KIND, what, 'the call does not bear the id');
    tellFound(setting, party, what, call, [foreign]);
    if (!before) continue;
    const changed = changedTables(before, await digest.take());
    if (changed.length > 0) report.leak(KIND, what, `changed ${changed.join(', ')}: ${describeCall(call)}`);
    const outcome = outcomeOf(operation, call, position);
    if (outcome === 'other') report.gap(KIND, what, `refused for another reason: ${describeCall(call)}`);
    else if (outcome !== 'refused') report.leak(KIND, what, `not refused: ${describeCall(call)}`);
  }
}

function tellFound({ report }: Setting, { hidden }: Party, what: string, call: Call, gave: string[] = []): void {
  const given = JSON.stringify(call.variables).match(/\w+_[0-7][0-9a-z]{25}/g) ?? [];
  const found = hidden.foundIn(call, [...gave, ...given]);
  if (found.length > 0) report.leak(KIND, what, `${found.slice(0, 5).join(', ')}: ${describeCall(call)}`);
}

/** Below the application: rows that a transaction of this customer reads and writes. */
async function look(setting: Setting, session: SqlSession, { id, home, hiddenIds }: Party): Promise<void> {
  const { tables, within, report, worlds, samples } = setting;
  const scope = { tenant: worlds.a1.tenant.id, customers: [id] };
  const own = await session.run(scope, 'SELECT 1 FROM atrium.customer WHERE id = $1', [id]);
  report.count(KIND);
  if (own.count !== 1) report.gap(KIND, 'atrium.customer', `${home.owner.name} does not see its own row`);
  for (const { name } of tables) {
    if (!within(name) || Object.hasOwn(samples.sharedTables, name)) continue;
    for (const sql of [
      `SELECT 1 FROM ${name} WHERE id = ANY ($1::uuid[])`,
      `UPDATE ${name} SET id = id WHERE id = ANY ($1::uuid[])`,
      `DELETE FROM ${name} WHERE id = ANY ($1::uuid[])`,
    ]) {
      report.count(KIND);
      const { count } = await session.run(scope, sql, [hiddenIds.get(name) ?? []]);
      if (count > 0) report.leak(KIND, name, `${home.owner.name} reaches ${count} rows of others by ${sql}`);
    }
  }
}
