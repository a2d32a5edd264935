import {
  createTenantTable,
  defineField,
  defineMutation,
  definePlugin,
  defineQuery,
  type PluginDefinition,
  TextField,
} from '@atrium/sdk';
import { arrangePlugins, type LoadedPlugin, withClient } from '@atrium/platform';
import { createTestPlatform, type GraphqlFailure, type TestClient, type TestPlatform } from '@atrium/testing';
import { Logger } from '@nestjs/common';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import type { QueryRunner } from 'typeorm';
import { enterCustomer } from '../customers/support/register';
import { counted } from '../observability/support';

const loaded = (...definitions: PluginDefinition[]): readonly LoadedPlugin[] =>
  arrangePlugins(definitions.map((definition) => ({ source: `@example/${definition.id}`, definition, metadata: {} })));
const field = (read: () => Promise<ReadonlyMap<string, unknown>>, timeoutMs = 2_000) =>
  defineField({ description: 'A field.', type: () => String, permission: null, timeoutMs, read });

@InputType({ description: 'A statement.' })
class FaultyInput {
  @TextField({ description: 'The statement.', max: 500 })
  text: string;
}
@ObjectType({ description: 'Rows.' })
class FaultyPayload {
  @Field({ description: 'Number of rows.' })
  rows: string;
}

/** Does in each field another thing that must not harm the core. */
const faulty = definePlugin({
  id: 'faulty',
  version: '1.0.0',
  sdk: '^0.1',
  data: {
    migrations: [
      class Faulty1 {
        async up(runner: QueryRunner): Promise<void> {
          await createTenantTable(runner, { table: 'plg_faulty.thing', columns: 'name text', scope: 'none' });
        }
        async down(): Promise<void> {}
      },
    ],
    reads: ['customer'],
  },
  graphql: {
    queries: {
      faultyQuery: defineQuery({
        description: 'Divides by zero.',
        signedIn: 'a test',
        type: () => String,
        nullable: true,
        run: (ctx) => ctx.db.query('SELECT 1 / 0'),
      }),
    },
    mutations: {
      runFaulty: defineMutation({
        description: 'Runs a statement.',
        signedIn: 'a test',
        input: FaultyInput,
        payload: FaultyPayload,
        run: async (ctx, { text }) => ({ rows: JSON.stringify(await ctx.db.query(text)) }),
      }),
    },
    fields: {
      'Customer.faultyThrows': field(() => Promise.reject(new Error('a bug with the number 4111'))),
      'Customer.faultySql': defineField({
        description: 'A field.',
        type: () => String,
        permission: null,
        read: (ctx) => ctx.db.query('SELECT 1 / 0') as never,
      }),
      'Customer.faultyHangs': field(() => new Promise(() => undefined), 50),
      'Customer.faultySleeps': defineField({
        description: 'A field.',
        type: () => String,
        permission: null,
        timeoutMs: 50,
        read: async (ctx) => new Map(await ctx.db.query<never>('SELECT pg_sleep(60)')),
      }),
      'Customer.faultyWrites': defineField({
        description: 'A field.',
        type: () => String,
        permission: null,
        read: (ctx, [id]) => ctx.db.query(`INSERT INTO plg_faulty.thing (id, name) VALUES ($1, 'x')`, [id]) as never,
      }),
      'Customer.faultyNull': field(() => Promise.resolve(new Map())),
      'Customer.faultyPermission': defineField({
        description: 'A field.',
        type: () => String,
        permission: 'audit:read',
        read: async (_ctx, ids) => new Map(ids.map((id) => [id, 'seen'])),
      }),
    },
  },
});

const other = definePlugin({
  id: 'other',
  version: '1.0.0',
  sdk: '^0.1',
  requires: { faulty: '^1.0' },
  data: {
    migrations: [
      class Other1 {
        async up(runner: QueryRunner): Promise<void> {
          await createTenantTable(runner, { table: 'plg_other.secret', columns: 'name text', scope: 'none' });
        }
        async down(): Promise<void> {}
      },
    ],
  },
});

const RUN = `mutation ($input: FaultyInput!) { runFaulty(input: $input) { rows } }`;
const ENABLE = `mutation ($input: EnablePluginInput!) { enablePlugin(input: $input) { plugin { name } } }`;
const DISABLE = `mutation ($input: DisablePluginInput!) { disablePlugin(input: $input) { plugin { name } } }`;

let errors: jest.SpyInstance<void, [message: unknown, ...rest: unknown[]]>;
beforeEach(() => {
  errors = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
});
afterEach(() => errors?.mockRestore());
const logged = (): string => errors.mock.calls.map(([line]) => String(line)).join('\n');

describe('a plugin at work', () => {
  let platform: TestPlatform;
  let admin: TestClient;
  let ids: string[];
  beforeAll(async () => {
    platform = await createTestPlatform({}, [], loaded(other, faulty));
    admin = await platform.as('ADMIN');
    ids = [];
    for (const name of ['王芳', '李雷', '韩梅梅']) ids.push((await enterCustomer(admin, name)).id);
  });
  afterAll(() => platform?.close());

  const ask = (name: string): Promise<{ nodes: Record<string, unknown>[]; errors: GraphqlFailure[] }> =>
    admin
      .query<{ customers: { nodes: Record<string, unknown>[] } }>(`{ customers { nodes { name ${name} } totalCount } }`)
      .then(({ data, errors: failures = [] }) => ({ nodes: data?.customers.nodes ?? [], errors: failures }));
  const run = (text: string): Promise<GraphqlFailure> => admin.fails(RUN, { input: { text } });

  it('is enabled after what it needs, and disabled before it', async () => {
    expect((await admin.fails(ENABLE, { input: { plugin: 'other' } })).extensions).toMatchObject({
      code: 'CONFLICT',
      messageKey: 'plugin.needs',
      requires: 'faulty',
    });
    await admin.ok(ENABLE, { input: { plugin: 'faulty' } });
    await admin.ok(ENABLE, { input: { plugin: 'other' } });
    const needed = await admin.fails(DISABLE, { input: { plugin: 'faulty' } });
    expect(needed.extensions).toMatchObject({ code: 'CONFLICT', messageKey: 'plugin.needed' });
    expect((await admin.fails(ENABLE, { input: { plugin: 'absent' } })).extensions.code).toBe('NOT_FOUND');
  });

  it.each([
    ['faultyThrows', 'INTERNAL'],
    ['faultySql', 'INTERNAL'],
    ['faultyWrites', 'INTERNAL'],
    ['faultyHangs', 'LIMIT_EXCEEDED'],
    ['faultySleeps', 'LIMIT_EXCEEDED'],
  ])('%s: null with a coded error, the customers around it whole', async (name, code) => {
    const faults = () => counted('atrium_plugin_faults_total{plugin="faulty",place="field"}');
    const before = await faults();
    const answer = await ask(name);
    expect(await faults()).toBe(before + 1);
    expect(answer.nodes.map((node) => [node.name !== undefined, node[name]])).toEqual(ids.map(() => [true, null]));
    expect(answer.errors).toHaveLength(ids.length);
    for (const { extensions, path, message } of answer.errors) {
      expect(extensions).toMatchObject({ code, plugin: 'faulty' });
      expect(path).toEqual(['customers', 'nodes', expect.any(Number), name]);
      expect(message).not.toContain('4111');
    }
    expect(logged().split(`Customer.${name}`)).toHaveLength(2);
  });

  it('leaves no connection busy', async () => {
    await withClient(platform.database.adminUrl, async (client) => {
      const busy = `SELECT count(*)::int AS n FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'atrium-plugins' AND state <> 'idle'`;
      let left = 1;
      while (left > 0) left = (await client.query<{ n: number }>(busy)).rows[0]!.n;
      expect(left).toBe(0);
    });
  });

  it('many at once: each core answer is whole, and the good field is read', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) => ask(index % 2 ? 'faultyNull' : 'faultySql')),
    );
    expect(answers.every(({ nodes }) => nodes.length === ids.length)).toBe(true);
    expect(answers.filter(({ errors: failures }) => failures.length === 0)).toHaveLength(20);
  });

  it('a query of its own that fails takes nothing else with it', async () => {
    const { data, errors: failures } = await admin.query('{ faultyQuery customers { nodes { name } } }');
    expect(data).toMatchObject({ faultyQuery: null, customers: { nodes: [{}, {}, {}] } });
    expect(failures?.map(({ extensions }) => extensions.code)).toEqual(['INTERNAL']);
  });

  it('a field with a permission of its own is FORBIDDEN for whoever lacks it', async () => {
    const agent = await platform.as('SERVICE_AGENT');
    const { data, errors: failures } = await agent.query(`{ customers { nodes { name faultyPermission } } }`);
    expect(data).toMatchObject({ customers: { nodes: ids.map(() => ({ faultyPermission: null })) } });
    expect(failures?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', permission: 'audit:read' });
    expect((await ask('faultyPermission')).nodes[0]!.faultyPermission).toBe('seen');
  });

  it.each([
    ['SELECT name FROM atrium.customer', 'permission denied for schema atrium'],
    ['SELECT id FROM core.unit', 'permission denied for view unit'],
    ['SELECT name FROM plg_other.secret', 'permission denied for schema plg_other'],
    ['SELECT version FROM app.plugin', 'permission denied for schema app'],
    ['SELECT name FROM pgboss.job', 'permission denied for schema pgboss'],
    [`SELECT set_config('app.tenant_id', 'x', true)`, 'ctx.db refuses this statement: it calls set_config'],
    ['SET LOCAL ROLE atrium_app', 'ctx.db refuses this statement: it begins with SET'],
    ['COMMIT', 'ctx.db refuses this statement: it begins with COMMIT'],
  ])('cannot reach further: %s', async (text, reason) => {
    expect((await run(text)).extensions.code).toBe('INTERNAL');
    expect(logged()).toContain(reason);
  });

  it('cannot write for another tenant', async () => {
    const theirs = platform.tenants.b.id;
    const text = `INSERT INTO plg_faulty.thing (tenant_id, id) VALUES ('${theirs}', '${theirs}') RETURNING id`;
    expect((await run(text)).extensions.code).toBe('NOT_FOUND');
    const mine = text.replace(`('${theirs}', `, `('${platform.tenants.a.id}', `);
    await admin.ok(RUN, { input: { text: mine } });
    await withClient(platform.database.adminUrl, async (client) => {
      const { rows } = await client.query('SELECT tenant_id FROM plg_faulty.thing');
      expect(rows).toEqual([{ tenant_id: platform.tenants.a.id }]);
    });
  });

  it('reads what it asked for, of its tenant alone', async () => {
    const { runFaulty } = await admin.ok<{ runFaulty: { rows: string } }>(RUN, {
      input: { text: 'SELECT name FROM core.customer ORDER BY created_at' },
    });
    expect(JSON.parse(runFaulty.rows)).toEqual([{ name: '王芳' }, { name: '李雷' }, { name: '韩梅梅' }]);
    const neighbour = await platform.as('ADMIN', { tenant: 'b' });
    await neighbour.ok(ENABLE, { input: { plugin: 'faulty' } });
    const { runFaulty: theirs } = await neighbour.ok<{ runFaulty: { rows: string } }>(RUN, {
      input: { text: 'SELECT name FROM core.customer' },
    });
    expect(theirs.rows).toBe('[]');
  });

  it('the core goes on as its own role beside it, in one transaction', async () => {
    const { data } = await admin.query(
      `mutation ($a: FaultyInput!, $b: CreateCustomerInput!) {
         first: runFaulty(input: $a) { rows } createCustomer(input: $b) { customer { name } } last: runFaulty(input: $a) { rows } }`,
      { a: { text: 'SELECT current_user AS me' }, b: { kind: 'PERSON', name: '赵敏' } },
    );
    expect(data).toMatchObject({
      first: { rows: '[{"me":"plg_faulty"}]' },
      createCustomer: { customer: { name: '赵敏' } },
      last: { rows: '[{"me":"plg_faulty"}]' },
    });
  });
});
