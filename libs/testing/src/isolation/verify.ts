import { withClient } from '@atrium/platform';
import { Links } from '@atrium/sdk';
import type { Client } from 'pg';
import { IdentityProviderServer } from '../identity-provider';
import type { Mailbox } from '../mailbox';
import type { TenantName, TestPlatform } from '../test-platform';
import type { Outsiders } from './audience';
import { Calls } from './caller';
import { callerKinds, nobodyOf } from './callers';
import { addOperator, operatorOf, supportOf } from './operator';
import { TenantDigest } from './digest';
import { Documents } from './documents';
import { type Household, type HouseholdOptions, makeHousehold } from './household';
import { findPlans } from './plans';
import { PROBES } from './probes';
import { enablePlugins } from './plugins';
import { Report } from './report';
import { mergeSamples, type Samples } from './samples';
import { coreSamples } from './core-samples';
import { secretsOfCommunity, secretsOfTenant } from './secrets';
import { signIn } from './sign-in';
import { Solver } from './solver';
import { readSurface, type Surface } from './surface';
import { readTenantTables } from './tenant-tables';
import type { Caller, Tools } from './tools';
import { refreshVersions } from './versions';
import { World } from './world';
import { WorldBuilder } from './world-builder';

/** The proof calls everything from one address, many times, and brings a provider that companies sign in at. */
export const PROOF_SETTINGS: Readonly<Record<string, string>> = {
  SIGN_UPS_PER_NETWORK: '100000',
  SIGN_INS_PER_NETWORK: '100000',
  CODES_PER_NETWORK: '100000',
  OIDC_PRIVATE_ISSUERS: 'true',
};

/** Where a provider sends browsers back to. */
const CALLBACK = '/auth/oidc/callback';

export interface IsolationOptions {
  /** What fields of plugins demand besides what the core's do. */
  readonly samples?: readonly Partial<Samples>[];
  /** Probes these fields alone, by names such as `Query.units`; tables and functions are probed all the same. */
  readonly only?: (field: string) => boolean;
  /** Probes these tables and functions alone, by `schema.name`. */
  readonly within?: (name: string) => boolean;
  /**
   * Makes the worlds by these operations alone, by names such as `Mutation.createUnit`, and with nothing that takes more
   * than a call: the smallest that show what the proof finds. What is proven of the platform is proven in whole ones.
   */
  readonly madeBy?: (operation: string) => boolean;
  /** Makes these kinds of probes alone, by names such as `tablesAreClosed`. */
  readonly probes?: (name: string) => boolean;
  /** What the platform's mails arrive in: some arguments stand in no other place. */
  readonly mailbox?: Mailbox;
  /** Told what is being done. */
  readonly log?: (line: string) => void;
}

/**
 * Tries to reach one tenant's data as another, through every field and every id that the schema of a running platform
 * has, and through the database. What it cannot try it reports as not proven.
 */
export async function verifyIsolation(platform: TestPlatform, options: IsolationOptions = {}): Promise<Report> {
  const provider = await IdentityProviderServer.open(platform.api.get(Links, { strict: false }).url(CALLBACK));
  try {
    return await withClient(platform.database.adminUrl, (admin) => verify(platform, admin, provider, options));
  } finally {
    await provider.close();
  }
}

async function verify(
  platform: TestPlatform,
  admin: Client,
  provider: IdentityProviderServer,
  options: IsolationOptions,
): Promise<Report> {
  const { log = () => {}, mailbox = null, only = () => true, within = () => true, probes = () => true } = options;
  const all = mergeSamples(coreSamples, ...(options.samples ?? []));
  const samples = options.madeBy ? { ...all, makers: {}, extras: {}, belongings: {} } : all;
  await addOperator(platform, admin);
  const operator = await operatorOf(platform);
  const outsiders: Outsiders = { nobody: nobodyOf(platform), operator };
  const tools: Tools = { platform, mailbox, provider, nobody: platform.client(), operator, admin };
  const surface = readSurface(platform.api);
  const calls = new Calls(new Documents(surface, platform.api, samples.depths), tools);
  const tables = await readTenantTables(admin);
  const scoped = new Set(tables.filter(({ isScoped }) => isScoped).map(({ name }) => name));
  const isScoped = (idType: string): boolean => scoped.has(surface.tables.get(idType) ?? '');
  const report = new Report();
  const kinds = callerKinds();
  const owners = {
    a: { name: 'administrator of A', client: await signIn(tools, platform.tenants.a) },
    b: { name: 'administrator of B', client: await signIn(tools, platform.tenants.b) },
  };
  const worlds = {
    a1: new World({ token: 'zuqar', tenant: platform.tenants.a, owner: owners.a }),
    a2: new World({ token: 'zuqas', tenant: platform.tenants.a, owner: owners.a }),
    b: new World({ token: 'zuqbt', tenant: platform.tenants.b, owner: owners.b }),
  };
  for (const world of Object.values(worlds)) calls.know(world);
  for (const world of [worlds.a1, worlds.b]) await enablePlugins(world);

  const clock = stopwatch(log);
  const solver = new Solver(surface, samples, calls);
  const making = surface.operations.filter(({ name }) => options.madeBy?.(name) ?? true);
  const builder = new WorldBuilder(surface, making, solver, calls, worlds.a1, samples, outsiders, isScoped);
  await builder.build();
  await makeExtras(samples, worlds.a1, tools, report);
  const atHome = await settle(worlds.a1, tools, surface, samples, 'customer of A', 'zuqho');
  calls.know(atHome.home);
  await refreshVersions(surface, worlds.a1);
  clock('the first world was made');
  const plans = await findPlans(surface, solver, builder, only);
  clock(`arguments were looked for, for ${plans.length} of ${surface.operations.length} operations`);
  for (const world of [worlds.a2, worlds.b]) {
    for (const problem of await builder.replay(world)) report.gap('worlds', world.token, problem);
    await makeExtras(samples, world, tools, report);
    await settle(world, tools, surface, samples, `customer of ${world.token}`, world === worlds.b ? 'zuqib' : 'zuqhs');
  }
  const others = await makeOthers(worlds.a1, tools, surface, samples);
  for (const home of [worlds.a2, worlds.b, ...others].flatMap(({ home }) => home ?? [])) calls.know(home);
  for (const world of Object.values(worlds)) await refreshVersions(surface, world);
  clock('the other worlds were made');

  // What both communities of A had would be nobody's secret, and an alarm when it is seen.
  const shared = worlds.a2.allIds().filter((id) => worlds.a1.has(id) && isScoped(id.slice(0, id.lastIndexOf('_'))));
  if (shared.length > 0)
    report.gap('worlds', worlds.a2.token, `it has what is of ${worlds.a1.token}: ${shared.join(', ')}`);
  const make = (tenant: TenantName, communities?: readonly string[]): Promise<Caller[]> =>
    Promise.all(kinds.map((kind) => kind.make(platform, tenant, communities)));
  const callers = {
    ofA: await make('a'),
    ofA1: await make('a', worlds.a1.uuids('community')),
    ofB: await make('b'),
    supportOfA: await supportOf(platform, operator, worlds.a1),
    supportOfB: await supportOf(platform, operator, worlds.b),
  };
  const setting = {
    ...{
      platform,
      samples,
      surface,
      calls,
      report,
      plans,
      worlds,
      atHome,
      others,
      kinds,
      callers,
      outsiders,
      tables,
      within,
      admin,
      isScoped,
    },
    secrets: await secretsOfTenant(admin, tables, [worlds.a1, worlds.a2, atHome.home, worlds.a2.home!], worlds.b),
    communitySecrets: await secretsOfCommunity(admin, tables, worlds.a2, isScoped),
    digest: new TenantDigest(admin, tables, samples.technicalColumns, platform.tenants.a.id),
  };
  for (const probe of PROBES.filter(({ name }) => probes(name))) {
    const before = report.probes;
    // One that cannot go on hides nothing of what the others find.
    await probe(setting).catch((error: unknown) => report.gap(probe.name, 'the probe itself', String(error)));
    clock(`${probe.name}: ${report.probes - before} probes`);
  }
  return report;
}

/** Tells what was done since it was last asked, and how long that took. */
function stopwatch(log: (line: string) => void): (what: string) => void {
  let started = Date.now();
  return (what) => {
    log(`${what} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
    started = Date.now();
  };
}

/** A customer who is at home in a world. */
async function settle(
  world: World,
  tools: Tools,
  surface: Surface,
  { belongings }: Samples,
  name: string,
  token: string,
): Promise<Household> {
  const tie = { kind: 'OWNER', share: '60' } as const;
  const household = await makeHousehold(world, tools, surface, belongings, { name, token, tie });
  world.home = household.home;
  return household;
}

/** Everybody who has to do with the unit of the customer at home in a world, and one who lives next door. */
async function makeOthers(world: World, tools: Tools, surface: Surface, { belongings }: Samples): Promise<Household[]> {
  const unitId = world.home!.id('unit');
  const parties: HouseholdOptions[] = [
    { name: 'neighbour', token: 'zuqhn', tie: { kind: 'OWNER' } },
    { name: 'former owner', token: 'zuqhf', tie: { kind: 'OWNER', endsOn: '2021-12-31' }, unitId },
    { name: 'co-owner', token: 'zuqhc', tie: { kind: 'CO_OWNER', share: '40' }, unitId },
    { name: 'lessee', token: 'zuqhl', tie: { kind: 'LESSEE' }, unitId },
    { name: 'family member', token: 'zuqhm', tie: { kind: 'FAMILY' }, unitId },
  ];
  const made: Household[] = [];
  for (const party of parties) made.push(await makeHousehold(world, tools, surface, belongings, party));
  return made;
}

async function makeExtras(samples: Samples, world: World, tools: Tools, report: Report): Promise<void> {
  for (const [name, extra] of Object.entries(samples.extras)) {
    // Its texts are not those of the last step: what that made may be scoped and this not.
    world.nextStep();
    await extra(world, tools).catch((error: unknown) => report.gap('worlds', world.token, `${name}: ${String(error)}`));
  }
}
