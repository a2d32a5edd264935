import { arrangePlugins, type LoadedPlugin } from '@atrium/platform';
import {
  createTenantTable,
  defineField,
  defineList,
  defineMutation,
  definePlugin,
  defineQuery,
  defineView,
  encodeId,
  f,
  filter,
  IdField,
  newId,
  Node,
  notFound,
  readList,
  ref,
  TextField,
} from '@atrium/sdk';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { z } from 'zod';

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

/** A plugin with a little of everything that could leak: the proof treats it like the core. */
const proofPlugin = definePlugin({
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
          await ctx.db.execute('INSERT INTO plg_proof.mark (id, customer_id, body) VALUES ($1, $2, $3)', [
            id,
            customerId,
            body,
          ]);
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
});

/** What the proof's platform is started with. */
export const proofPlugins = (): readonly LoadedPlugin[] =>
  arrangePlugins([{ source: 'isolation proof', definition: proofPlugin, metadata: {} }]);
