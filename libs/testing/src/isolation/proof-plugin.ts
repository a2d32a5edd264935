import {
  createTenantTable,
  decodeId,
  defineField,
  defineList,
  defineMutation,
  definePlugin,
  defineQuery,
  defineRoute,
  defineView,
  encodeId,
  f,
  filter,
  IdField,
  newId,
  Node,
  notFound,
  type PluginContext,
  type PluginRequest,
  readList,
  ref,
  TextField,
} from '@atrium/sdk';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { z } from 'zod';
import type { RouteSample, Samples } from './samples';

class Proof1 implements MigrationInterface {
  readonly name = 'Proof1';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'plg_proof.mark',
      hasParent: true,
      retention: { kept: 'it is there while the proof runs' },
      columns: `
        customer_id uuid NOT NULL,
        body text NOT NULL,
        CONSTRAINT mark_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE CASCADE`,
      scope: {
        using: `EXISTS (SELECT FROM core.customer c WHERE c.tenant_id = mark.tenant_id AND c.id = mark.customer_id)`,
        checked: true,
      },
    });
    await runner.query('CREATE INDEX mark_customer ON plg_proof.mark (tenant_id, customer_id, id)');
    await runner.query('CREATE INDEX mark_created ON plg_proof.mark (tenant_id, created_at, id)');
  }

  async down(): Promise<void> {}
}

@ObjectType({ implements: () => Node, description: 'A remark of the plugin that the isolation proof installs.' })
export class ProofMark extends Node {
  @Field({ description: 'Its text.' })
  body: string;
}

const markView = defineView({
  type: 'ProofMark',
  idType: 'proof_mark',
  table: 'plg_proof.mark',
  nodeAccess: ['proof:read'],
  fields: { id: f.id('proof_mark'), body: f.column('body') },
});

const MarkList = defineList({
  view: markView,
  node: ProofMark,
  filters: { customerId: filter.id('customer', 'customer_id', 'The customer it is about.') },
  orders: { CREATED_AT: { columns: [{ column: 'created_at', type: 'timestamptz' }], description: 'By age.' } },
  defaultOrder: { field: 'CREATED_AT' },
});

@InputType({ description: 'A remark.' })
class ProofMarkInput {
  @IdField('customer', { description: 'About whom.' })
  customerId: string;
  @TextField({ description: 'Its text.', max: 200 })
  body: string;
}

@ObjectType({ description: 'The remark.' })
class ProofMarkPayload {
  @Field(() => ProofMark, { description: 'The remark.' })
  mark: unknown;
}

const description = { en: 'See and write remarks.', 'zh-CN': '查看和填写备注。' };

/** Whoever knows what is written in a remark may read and write remarks by the paths. */
async function knowsARemark({ db }: PluginContext, { query }: PluginRequest): Promise<string | null> {
  const found = await db.query('SELECT FROM plg_proof.mark WHERE body = $1 LIMIT 1', [query['key'] ?? '']);
  return found.length > 0 ? 'somebody who knows a remark' : null;
}

async function namedCustomer({ db }: PluginContext, { params }: PluginRequest): Promise<string> {
  const id = decodeId(params['customer']!, 'customer');
  const [customer] = id.ok ? await db.query('SELECT id FROM core.customer WHERE id = $1', [id.uuid]) : [];
  if (!id.ok || !customer) throw notFound('Customer');
  return id.uuid;
}

const WRITE = 'INSERT INTO plg_proof.mark (id, customer_id, body) VALUES ($1, $2, $3)';

/** A plugin with a little of everything that could leak: the proof treats it like the core. */
export const proofPlugin = definePlugin({
  id: 'proof',
  version: '1.0.0',
  sdk: '*',
  settings: z.object({ note: z.string().max(200).optional() }),
  permissions: { 'proof:read': { description, roles: ['SERVICE_AGENT'] }, 'proof:write': { description, roles: [] } },
  data: { migrations: [Proof1], reads: ['customer'] },
  graphql: {
    queries: {
      proofMarks: defineQuery({
        description: 'Remarks.',
        permission: 'proof:read',
        type: () => MarkList.Connection,
        args: MarkList.Args as new () => object,
        run: (_ctx, _args, info) => readList(MarkList.definition, info),
      }),
    },
    mutations: {
      createProofMark: defineMutation({
        description: 'Writes a remark.',
        permission: 'proof:write',
        input: ProofMarkInput,
        payload: ProofMarkPayload,
        run: async (ctx, { customerId, body }) => {
          const [customer] = await ctx.db.query('SELECT id FROM core.customer WHERE id = $1', [customerId]);
          if (!customer) throw notFound('Customer');
          const id = newId();
          await ctx.db.execute(WRITE, [id, customerId, body]);
          return { mark: ref('proof_mark', id) };
        },
      }),
    },
    fields: {
      'Customer.proof': defineField({
        description: 'The newest remark about the customer.',
        type: () => ProofMark,
        permission: 'proof:read',
        read: async (ctx, ids) => {
          const rows = await ctx.db.query<{ customer: string; id: string; body: string }>(
            `SELECT DISTINCT ON (customer_id) customer_id AS customer, id, body FROM plg_proof.mark
             WHERE customer_id = ANY ($1) ORDER BY customer_id, created_at DESC`,
            [ids],
          );
          return new Map(
            rows.map(({ customer, id, body }) => [
              customer,
              { __typename: 'ProofMark', id: encodeId('proof_mark', id), body },
            ]),
          );
        },
      }),
    },
  },
  http: [
    defineRoute({
      method: 'GET',
      path: '/marks/:customer',
      check: knowsARemark,
      handle: async (ctx, request) => {
        const customer = await namedCustomer(ctx, request);
        return { body: await ctx.db.query('SELECT id, body FROM plg_proof.mark WHERE customer_id = $1', [customer]) };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/marks/:customer',
      check: knowsARemark,
      handle: async (ctx, request) => {
        const id = newId();
        await ctx.db.execute(WRITE, [id, await namedCustomer(ctx, request), request.body.toString('utf8')]);
        return { status: 201, body: { id } };
      },
    }),
  ],
});

interface Remark {
  readonly body: string;
}

/** A path of the plugin, called by who knows a remark. */
const calledBy = (method: 'GET' | 'POST'): RouteSample => ({
  parts: ['address', 'key', 'customer'],
  ...(method === 'POST' && { answersNothing: 'the id of what was written' }),
  request: async (of) => {
    const key = of('key');
    const { node } = await key.owner.client.ok<{ node: Remark }>(
      'query ($id: ID!) { node(id: $id) { ... on ProofMark { body } } }',
      { id: key.id('proof_mark') },
    );
    const query = new URLSearchParams({ key: node.body }).toString();
    const url = `/x/proof/${of('address').tenant.slug}/marks/${of('customer').id('customer')}?${query}`;
    return { method, url, ...(method === 'POST' && { payload: of('key').text('words') }) };
  },
});

/** What the plugin's own fields and paths demand. */
export const proofSamples: Partial<Samples> = {
  routes: {
    'GET /x/proof/:tenant/marks/:customer': [calledBy('GET')],
    'POST /x/proof/:tenant/marks/:customer': [calledBy('POST')],
  },
};
