import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** `smallaa`, `smallab` … */
const nameOf = (index: number): string =>
  `small${String.fromCharCode(97 + Math.floor(index / 26))}${String.fromCharCode(97 + (index % 26))}`;

/** A plugin with a little of everything: what 50 of its kind cost is measured. */
const sourceOf = (id: string): string => {
  const Pascal = id[0]!.toUpperCase() + id.slice(1);
  return `
const sdk = require('@atrium/sdk');
const { Field, InputType, ObjectType } = require('@nestjs/graphql');
const { z } = require('zod');

class Input {}
sdk.TextField({ description: 'Words.', max: 100 })(Input.prototype, 'text');
InputType('${Pascal}Input', { description: 'Something small.' })(Input);
class Payload {}
Field(() => String, { description: 'The words.' })(Payload.prototype, 'text');
ObjectType('${Pascal}Payload', { description: 'Something small.' })(Payload);

class ${Pascal}1 {
  name = '${Pascal}1';
  async up(runner) {
    await sdk.createTenantTable(runner, { table: 'plg_${id}.thing', columns: 'text text NOT NULL', scope: 'none' });
  }
  async down(runner) {
    await runner.query('DROP TABLE plg_${id}.thing');
  }
}
const schema = z.object({ text: z.string() });
const added = sdk.defineEvent({ name: '${id}.added', version: 1, aggregate: 'thing', schema });
const count = sdk.defineJob({ name: '${id}.count', version: 1, schema });

module.exports = sdk.definePlugin({
  id: '${id}',
  version: '1.0.0',
  sdk: '*',
  settings: z.object({ note: z.string().max(100).default('') }),
  permissions: {
    '${id}:manage': { description: { en: 'Manage small things.', 'zh-CN': '管理小东西。' }, roles: [] },
  },
  data: { migrations: [${Pascal}1], reads: ['building'] },
  graphql: {
    queries: {
      ${id}Things: sdk.defineQuery({
        description: 'Small things.',
        permission: '${id}:manage',
        type: () => [String],
        run: async (ctx) => (await ctx.db.query('SELECT text FROM plg_${id}.thing LIMIT 10')).map(({ text }) => text),
      }),
    },
    mutations: {
      add${Pascal}: sdk.defineMutation({
        description: 'Adds something small.',
        permission: '${id}:manage',
        input: Input,
        payload: Payload,
        run: async (ctx, { text }) => {
          const id = sdk.newId();
          await ctx.db.execute('INSERT INTO plg_${id}.thing (id, text) VALUES ($1, $2)', [id, text]);
          await ctx.events.emit(added, { text }, { aggregateId: id });
          return { text };
        },
      }),
    },
    fields: {
      'Building.${id}': sdk.defineField({
        description: 'How many small things there are.',
        type: () => String,
        permission: null,
        read: async (ctx, ids) => new Map(ids.map((id) => [id, ctx.settings.note])),
      }),
    },
  },
  events: [sdk.onEvent('count', added, (ctx, { text }) => ctx.jobs.enqueue(count, { text }))],
  jobs: [sdk.doJob(count, async (ctx) => void (await ctx.db.query('SELECT count(*) FROM plg_${id}.thing')))],
  schedules: [sdk.onSchedule({ name: '${id}.tidy', at: { daily: '03:00' } }, async () => undefined)],
});
`;
};

export interface SmallPlugins {
  readonly ids: readonly string[];
  /** For `ATRIUM_PLUGINS`. */
  readonly folders: string;
}

/** Writes so many of them as packages of their own, as somebody else would bring them. */
export function writeSmallPlugins(folder: string, count: number): SmallPlugins {
  const ids = Array.from({ length: count }, (_, index) => nameOf(index));
  const folders = ids.map((id) => {
    const own = join(folder, id);
    mkdirSync(own, { recursive: true });
    const manifest = { name: `@example/${id}`, version: '1.0.0', main: 'index.js', private: true };
    writeFileSync(join(own, 'package.json'), JSON.stringify(manifest));
    writeFileSync(join(own, 'index.js'), sourceOf(id));
    return own;
  });
  return { ids, folders: folders.join(',') };
}
