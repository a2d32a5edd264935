import {
  defineEvent,
  defineField,
  defineJob,
  defineMutation,
  definePlugin,
  defineRoute,
  doJob,
  newId,
  onEvent,
  onSchedule,
  type PluginContext,
  TextField,
} from '@atrium/sdk';
import { arrangePlugins, PluginFaults } from '@atrium/platform';
import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { Logger } from '@nestjs/common';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { z } from 'zod';
import { enterCustomer, uuidOf } from '../customers/support/register';

/** Milliseconds that requests have here: what hangs is waited for so long. */
const PATIENCE_MS = 3_000;
/** Events and jobs for one cause. */
const FLOOD_LIMIT = 100;

@InputType({ description: 'What to do.' })
class WildInput {
  @TextField({ description: 'What.', max: 50 })
  what: string;
}
@ObjectType({ description: 'What was done.' })
class WildPayload {
  @Field({ description: 'What.' })
  done: string;
}

const work = z.object({ what: z.string() });
const happened = defineEvent({ name: 'wild.happened', version: 1, aggregate: 'thing', schema: work });
const toDo = defineJob({ name: 'wild.work', version: 1, schema: work, retries: 0, timeoutSeconds: 1 });
const never = (): Promise<never> => new Promise(() => undefined);

const emit = (ctx: PluginContext, what: string): Promise<void> =>
  ctx.events.emit(happened, { what }, { aggregateId: newId() });

/** Misbehaves wherever a plugin's code can run, as it is told. */
async function misbehave(ctx: PluginContext, what: string): Promise<void> {
  switch (what) {
    case 'throw':
      throw new TypeError('a bug with the number 4111');
    case 'hang':
      return never();
    case 'flood':
      return ctx.events.emitAll(
        happened,
        Array.from({ length: FLOOD_LIMIT + 1 }, () => ({ aggregateId: newId(), payload: { what: 'nothing' } })),
      );
    case 'loop':
      return emit(ctx, 'loop');
    case 'multiply':
      for (let n = 0; n < 10; n++) await ctx.jobs.enqueue(toDo, { what: 'multiply' });
      return;
  }
}

const wild = definePlugin({
  id: 'wild',
  version: '1.0.0',
  sdk: '^0.1',
  data: { migrations: [], reads: ['customer'] },
  graphql: {
    mutations: {
      doWild: defineMutation({
        description: 'Misbehaves.',
        signedIn: 'a test',
        input: WildInput,
        payload: WildPayload,
        run: async (ctx: PluginContext, { what }) => {
          const [where, how] = what.split(' ') as [string, string];
          if (where === 'event') await emit(ctx, how);
          else if (where === 'job') await ctx.jobs.enqueue(toDo, { what: how });
          else if (where === 'read') {
            return { done: String((await ctx.whole.query('SELECT FROM core.customer WHERE id = $1', [how])).length) };
          } else await misbehave(ctx, how);
          return { done: what };
        },
      }),
    },
    fields: {
      'Customer.wild': defineField({
        description: 'A field.',
        type: () => String,
        permission: null,
        timeoutMs: 100,
        read: (ctx) => misbehave(ctx, 'throw') as never,
      }),
      'Customer.wildHangs': defineField({
        description: 'A field.',
        type: () => String,
        permission: null,
        timeoutMs: 100,
        read: never,
      }),
    },
  },
  events: [
    onEvent('onHappened', happened, (ctx: PluginContext, { what }) => misbehave(ctx, what), {
      retries: 0,
      timeoutSeconds: 1,
    }),
  ],
  jobs: [doJob(toDo, (ctx: PluginContext, { what }) => misbehave(ctx, what))],
  schedules: [
    onSchedule({ name: 'wild.tick', at: { daily: '12:30' }, retries: 0 }, (ctx: PluginContext) =>
      misbehave(ctx, ctx.tenant.slug === 'alpha' ? 'throw' : 'nothing'),
    ),
  ],
  http: ['throw', 'hang'].map((how) =>
    defineRoute({
      method: 'GET',
      path: `/${how}`,
      check: () => Promise.resolve('a test'),
      handle: (ctx) => misbehave(ctx, how).then(() => ({ body: 'done' })),
    }),
  ),
});

/** Never ends its start. */
const sleepy = definePlugin({ id: 'sleepy', version: '1.0.0', sdk: '^0.1', onBootFailure: 'disable', onBoot: never });

const DO = `mutation ($input: WildInput!) { doWild(input: $input) { done } }`;
const ENABLE = `mutation ($input: EnablePluginInput!) { enablePlugin(input: $input) { plugin { name } } }`;
const DISABLE = `mutation ($input: DisablePluginInput!) { disablePlugin(input: $input) { plugin { enabled } } }`;
const HEALTH = `{ pluginHealth { name enabled state recentFaults waitingEvents deadLetters failedStarts { process step }
  faults { kind place name count error requestId } } }`;

interface Health {
  name: string;
  enabled: boolean;
  state: string;
  recentFaults: number;
  waitingEvents: number;
  deadLetters: number;
  failedStarts: { process: string; step: string }[];
  faults: {
    kind: string;
    place: string;
    name: string;
    count: number;
    error: string | null;
    requestId: string | null;
  }[];
}

let platform: TestPlatform;
let admin: TestClient;
let neighbour: TestClient;
let errors: jest.SpyInstance<void, [message: unknown, ...rest: unknown[]]>;

beforeAll(async () => {
  errors = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  const plugins = arrangePlugins(
    [wild, sleepy].map((definition) => ({ source: `@example/${definition.id}`, definition, metadata: {} })),
  );
  platform = await createTestPlatform(
    {
      REQUEST_TIMEOUT_MS: String(PATIENCE_MS),
      STATEMENT_TIMEOUT_MS: String(PATIENCE_MS),
      PLUGIN_FLOOD_LIMIT: String(FLOOD_LIMIT),
      PLUGIN_HOOK_SECONDS: '1',
    },
    [],
    plugins,
  );
  admin = await platform.as('ADMIN');
  neighbour = await platform.as('ADMIN', { tenant: 'b' });
  for (const client of [admin, neighbour]) await client.ok(ENABLE, { input: { plugin: 'wild' } });
  await enterCustomer(admin, '王芳');
});
afterAll(async () => {
  errors?.mockRestore();
  await platform?.close();
});

/** As it is told a moment later, when the worker has written what it saw. */
const healthOf = async (client: TestClient, name = 'wild'): Promise<Health> => {
  await (await platform.atRest()).get(PluginFaults, { strict: false }).flush();
  return (await client.ok<{ pluginHealth: Health[] }>(HEALTH)).pluginHealth.find((one) => one.name === name)!;
};
/** What has been noted of one place of it. */
const noted = async (place: string, name: string): Promise<string[]> =>
  (await healthOf(admin)).faults
    .filter((fault) => fault.place === place && fault.name === name)
    .map(({ kind, count }) => `${kind} ${count}`)
    .sort();
const act = (what: string): Promise<unknown> => admin.query(DO, { input: { what } });
/** The core is there for the company, as it would be without the plugin. */
const coreGoesOn = async (): Promise<void> => {
  const { name } = await admin
    .ok<{ createCustomer: { customer: { name: string } } }>(
      'mutation ($input: CreateCustomerInput!) { createCustomer(input: $input) { customer { name } } }',
      { input: { kind: 'PERSON', name: '李雷' } },
    )
    .then(({ createCustomer }) => createCustomer.customer);
  expect(name).toBe('李雷');
};

it('one that does not end its start is off, and said to be', async () => {
  expect(await healthOf(admin, 'sleepy')).toMatchObject({
    state: 'NOT_STARTED',
    failedStarts: ['api', 'worker'].map((process) => ({ process, step: 'onBoot' })),
  });
  await coreGoesOn();
});

it('is well while nothing has gone wrong, and only whoever manages plugins is told', async () => {
  expect(await healthOf(admin)).toEqual({
    ...{ name: 'wild', enabled: true, state: 'WELL', recentFaults: 0, waitingEvents: 0, deadLetters: 0 },
    ...{ failedStarts: [], faults: [] },
  });
  const agent = await platform.as('SERVICE_AGENT');
  expect((await agent.fails(HEALTH)).extensions).toMatchObject({ code: 'FORBIDDEN', permission: 'plugin:manage' });
});

it('throws in a field, or never answers it', async () => {
  const { data } = await admin.query('{ customers { nodes { name wild wildHangs } } }');
  expect(data).toMatchObject({ customers: { nodes: [{ wild: null, wildHangs: null }, {}] } });
  expect([await noted('FIELD', 'Customer.wild'), await noted('FIELD', 'Customer.wildHangs')]).toEqual([
    ['FAILED 1'],
    ['LATE 1'],
  ]);
  const { faults } = await healthOf(admin);
  const [thrown] = faults.filter(({ kind }) => kind === 'FAILED');
  expect(thrown).toMatchObject({ error: expect.stringMatching(/^TypeError/), requestId: expect.any(String) });
});

it('throws in an operation, or never answers it', async () => {
  const throwing = await admin.fails(DO, { input: { what: 'here throw' } });
  expect(throwing.extensions.code).toBe('INTERNAL');
  expect(throwing.message).not.toContain('4111');
  expect((await admin.fails(DO, { input: { what: 'here hang' } })).extensions).toMatchObject({ what: 'time' });
  expect(await noted('OPERATION', 'Mutation.doWild')).toEqual(['FAILED 1', 'LATE 1']);
  await coreGoesOn();
});

it('throws in a handler or a job, or never ends: a dead letter, and nothing waits for it', async () => {
  for (const where of ['event', 'job']) for (const how of ['throw', 'hang']) await act(`${where} ${how}`);
  await platform.runJobs();
  expect([await noted('EVENT', 'onHappened'), await noted('JOB', 'wild.work')]).toEqual([
    ['FAILED 1', 'LATE 1'],
    ['FAILED 1', 'LATE 1'],
  ]);
  expect(await healthOf(admin)).toMatchObject({ waitingEvents: 0, deadLetters: 4 });
  await coreGoesOn();
});

it('throws at a set time', async () => {
  platform.clock.freeze(new Date('2031-01-15T04:00:00Z'));
  await platform.runSchedules();
  platform.clock.advance({ minutes: 31 });
  await platform.runSchedules();
  await platform.runJobs((name) => name === 'schedule.wild.tick');
  platform.clock.reset();
  expect(await noted('SCHEDULE', 'wild.tick')).toEqual(['FAILED 1']);
});

it('throws on a path of its own, or never answers it', async () => {
  const [throwing, hanging] = await Promise.all(
    ['throw', 'hang'].map((how) => platform.http({ method: 'GET', url: `/x/wild/alpha/${how}` })),
  );
  expect([throwing!.statusCode, hanging!.statusCode]).toEqual([500, 503]);
  expect(throwing!.body).not.toContain('4111');
  expect([await noted('ROUTE', 'GET /throw'), await noted('ROUTE', 'GET /hang')]).toEqual([['FAILED 1'], ['LATE 1']]);
});

describe('floods', () => {
  it('at once: nothing of it is kept', async () => {
    const refused = await admin.fails(DO, { input: { what: 'here flood' } });
    expect(refused.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', what: 'events', plugin: 'wild', limit: 100 });
    expect(await noted('OPERATION', 'Mutation.doWild')).toContain('FLOOD 1');
    expect((await healthOf(admin)).waitingEvents).toBe(0);
  });

  it('by an event that brings itself about: it comes to an end', async () => {
    const before = (await healthOf(admin)).deadLetters;
    await act('event loop');
    await platform.drainEvents();
    expect(await noted('EVENT', 'onHappened')).toContain('FLOOD 1');
    expect(await healthOf(admin)).toMatchObject({ waitingEvents: 0, deadLetters: before + 1 });
  });

  it('by a job that makes ten of one: so many and no more, and the core goes on', async () => {
    await act('job multiply');
    await platform.runJobs();
    expect(await noted('JOB', 'wild.work')).toEqual(
      expect.arrayContaining([expect.stringMatching(/^FLOOD [1-9]\d*$/), 'FAILED 1', 'LATE 1']),
    );
    await coreGoesOn();
  });
});

it('asks for another company: nothing is there, and nothing of it is said there', async () => {
  const theirs = await enterCustomer(neighbour, '邻居');
  const asked = { input: { what: `read ${uuidOf(theirs.id)}` } };
  expect(await admin.ok(DO, asked)).toEqual({ doWild: { done: '0' } });
  expect(await neighbour.ok(DO, asked)).toEqual({ doWild: { done: '1' } });
  expect(await healthOf(neighbour)).toMatchObject({ state: 'WELL', faults: [], deadLetters: 0 });
});

it('is logged with its id, said to be faulty, and can be disabled: nothing goes wrong any more', async () => {
  const lines = errors.mock.calls.map(([line]) => String(line)).filter((line) => line.includes('plugin=wild'));
  for (const name of ['Customer.wild', 'Mutation.doWild', 'wild.work', 'onHappened', 'wild.tick', 'GET']) {
    expect([name, lines.some((line) => line.includes(`=${name}`))]).toEqual([name, true]);
  }
  const before = await healthOf(admin);
  expect(before.state).toBe('FAULTY');
  expect(before.recentFaults).toBe(before.faults.reduce((sum, { count }) => sum + count, 0));
  await admin.ok(DISABLE, { input: { plugin: 'wild' } });
  const { customers } = await admin.ok<{ customers: { nodes: object[] } }>(
    '{ customers { nodes { wild wildHangs } } }',
  );
  expect(customers.nodes.length).toBeGreaterThan(1);
  for (const node of customers.nodes) expect(node).toEqual({ wild: null, wildHangs: null });
  expect(await healthOf(admin)).toMatchObject({ enabled: false, recentFaults: before.recentFaults });
});
