import { installPlugins, arrangePlugins, type LoadedPlugin } from '@atrium/platform';
import { createTenantTable, definePlugin, newId } from '@atrium/sdk';
import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { enterCustomer, enterRegister, type Register, startOccupancy, uuidOf } from '../customers/support/register';
import { refusal, sqlOf } from '../identity/support';
import { buildFixture, type BuiltFixture } from '../plugins/fixture';

let fixture: BuiltFixture;
let platform: TestPlatform;
let admin: TestClient;
let neighbour: TestClient;
let register: Register;
let sql: ReturnType<typeof sqlOf>;
let a: string;
let b: string;

interface Term {
  kind: string;
  days: number | null;
  isDefault: boolean;
  lastErased: number | null;
  lastRunAt: string | null;
  source: string | null;
}
const TERM = 'kind days isDefault defaultDays minimumDays source lastErased lastRunAt';
const term = async (kind: string, client = admin): Promise<Term> =>
  (await client.ok<{ retentionTerms: Term[] }>(`{ retentionTerms { ${TERM} } }`)).retentionTerms.find(
    (one) => one.kind === kind,
  )!;
const set = (input: object, client = admin): Promise<unknown> =>
  client.ok(`mutation ($input: SetRetentionTermInput!) { setRetentionTerm(input: $input) { term { ${TERM} } } }`, {
    input,
  });
const count = async (table: string, tenant: string, where = 'true'): Promise<number> =>
  Number(
    (await sql<{ n: string }>(`SELECT count(*) AS n FROM ${table} WHERE tenant_id = $1 AND ${where}`, [tenant]))[0]!.n,
  );
/** Nights pass. */
const nights = async (days: number): Promise<void> => {
  platform.clock.advance({ days });
  await platform.runSchedules();
  await platform.runJobs();
  // Tokens do not last so long.
  admin = await platform.as('ADMIN');
  neighbour = await platform.as('ADMIN', { tenant: 'b' });
};

beforeAll(async () => {
  fixture = buildFixture('CommonJS');
  platform = await createTestPlatform({ ATRIUM_PLUGINS: fixture.folder });
  sql = sqlOf(platform);
  [a, b] = [platform.tenants.a.id, platform.tenants.b.id];
  admin = await platform.as('ADMIN');
  neighbour = await platform.as('ADMIN', { tenant: 'b' });
  register = await enterRegister(admin);
  await platform.runSchedules();
});
afterAll(async () => {
  await platform?.close();
  fixture?.remove();
});

describe('how long data is kept', () => {
  it('is said by every table of the core, and by each of a plugin that names a customer', async () => {
    expect(
      await sql(
        `SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         LEFT JOIN pg_attribute t ON t.attrelid = c.oid AND t.attname = 'created_at'
         WHERE n.nspname = 'atrium' AND c.relkind IN ('r', 'p') AND c.relname NOT IN ('tenant', 'migration')
           AND coalesce(col_description(c.oid, t.attnum), '') !~ '^(kept|retention): '`,
      ),
    ).toEqual([]);
    const plugin = (id: string, retention?: object): readonly LoadedPlugin[] => {
      class Table1 implements MigrationInterface {
        readonly name = 'Table1';
        async up(runner: QueryRunner): Promise<void> {
          await createTenantTable(runner, {
            table: `plg_${id}.line`,
            columns: `customer_id uuid, FOREIGN KEY (tenant_id, customer_id)
              REFERENCES atrium.customer (tenant_id, id) ON DELETE CASCADE`,
            scope: 'none',
            ...(retention as object),
          });
        }
        async down(): Promise<void> {}
      }
      const definition = definePlugin({
        id,
        version: '1.0.0',
        sdk: '^0.1',
        data: { migrations: [Table1], reads: ['customer'] },
      });
      return arrangePlugins([{ source: id, definition, metadata: {} }]);
    };
    const install = (id: string, retention?: object) =>
      installPlugins(platform.database.adminUrl, plugin(id, retention));
    await expect(install('silent')).rejects.toThrow('plg_silent.line names a customer and does not say how long');
    await expect(install('vague', { retention: { kind: 'VAGUE_LINES' } })).rejects.toThrow(
      'plg_vague.line names the retention VAGUE_LINES, which the plugin does not declare',
    );
    expect(await install('plain', { retention: { kept: 'a test' } })).toEqual(['plain/Table1']);
  });

  it('is set by the administrator within what the law asks for, and audited; the neighbour keeps the default', async () => {
    expect(await term('TIMELINE')).toMatchObject({ days: 1826, isDefault: true, minimumDays: 30, lastRunAt: null });
    expect(await term('VISITS_ENTRIES')).toMatchObject({ days: 90, isDefault: true });
    const auditor = await platform.as('AUDITOR');
    expect(await term('AUDIT_LOG', auditor)).toMatchObject({ days: 1096, minimumDays: 183 });
    const agent = await platform.as('SERVICE_AGENT');
    expect((await agent.fails(`{ retentionTerms { kind } }`)).extensions.code).toBe('FORBIDDEN');
    const input = { kind: 'TIMELINE', days: 30 };
    expect(await refusal(auditor, 'setRetentionTerm', 'SetRetentionTermInput', input)).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(
      await refusal(admin, 'setRetentionTerm', 'SetRetentionTermInput', { kind: 'AUDIT_LOG', days: 182 }),
    ).toMatchObject({
      code: 'VALIDATION_FAILED',
      fields: [{ path: 'input.days', code: 'BELOW_MINIMUM', message: expect.stringContaining('第二十一条') as string }],
    });
    expect(
      await refusal(admin, 'setRetentionTerm', 'SetRetentionTermInput', { kind: 'WEATHER', days: 9 }),
    ).toMatchObject({ code: 'VALIDATION_FAILED', fields: [{ path: 'input.kind', code: 'UNKNOWN_KIND' }] });
    await set(input);
    expect(await term('TIMELINE')).toMatchObject({ days: 30, isDefault: false });
    expect(await term('TIMELINE', neighbour)).toMatchObject({ days: 1826, isDefault: true });
    expect(
      await sql(
        `SELECT operation, after ->> 'days' AS days FROM atrium.audit_log WHERE entity = 'retention_term' AND tenant_id = $1`,
        [a],
      ),
    ).toEqual([{ operation: 'setRetentionTerm', days: '30' }]);
    await set({ kind: 'JOBS', days: null });
    expect(await term('JOBS')).toMatchObject({ days: null, isDefault: false });
    await set({ kind: 'JOBS', useDefault: true });
    expect(await term('JOBS')).toMatchObject({ days: 180, isDefault: true });
  });
});

describe('at night', () => {
  const NOTE = 'mutation ($input: AddCustomerNoteInput!) { addCustomerNote(input: $input) { note { id } } }';

  it('what is older by the company’s own days goes, with its values in the audit log, and nobody else’s', async () => {
    for (const client of [admin, neighbour]) {
      const { id } = await enterCustomer(client, '王芳');
      await client.ok(NOTE, { input: { customerId: id, body: '来电投诉噪音' } });
    }
    const inLog = (tenant: string) =>
      count(
        'atrium.audit_log',
        tenant,
        `(before::text || coalesce(after::text, '') LIKE '%投诉%' OR after::text LIKE '%投诉%')`,
      );
    expect(await inLog(a)).toBe(1);
    await nights(30);
    expect([await count('atrium.customer_note', a), await term('TIMELINE')]).toMatchObject([1, { lastErased: 0 }]);
    await nights(1);
    expect([await count('atrium.customer_note', a), await count('atrium.customer_note', b)]).toEqual([0, 1]);
    expect([await inLog(a), await inLog(b)]).toEqual([0, 1]);
    expect(await term('TIMELINE')).toMatchObject({ lastErased: 1, lastRunAt: expect.any(String) as string });
    expect(await term('TIMELINE', neighbour)).toMatchObject({ lastErased: 0 });
  });

  it('more than a batch goes, of the log, of sessions, of jobs, and of a plugin that is disabled', async () => {
    for (const tenant of [a, b]) {
      await sql(
        `INSERT INTO atrium.audit_log (tenant_id, id, created_at, action, entity, entity_id, operation, cause)
         SELECT $1::uuid, app.new_id(), now() - interval '1200 days', 'UPDATE', 'unit', app.new_id(), 'old', '{}' FROM generate_series(1, 2500)`,
        [tenant],
      );
    }
    await set({ kind: 'AUDIT_LOG', days: null }, neighbour);
    await sql(
      `INSERT INTO atrium.bulk_job (tenant_id, id, actor_id, actor, locale, kind, subject, parameters, state, finished_at)
       SELECT $1::uuid, app.new_id(), app.new_id(), '{}'::jsonb, 'en', 'IMPORT', 'x', '{}'::jsonb, s, now() - interval '400 days'
       FROM unnest('{SUCCEEDED,FAILED}'::text[]) s UNION ALL
       SELECT $1::uuid, app.new_id(), app.new_id(), '{}'::jsonb, 'en', 'IMPORT', 'x', '{}'::jsonb, 'RUNNING', NULL`,
      [a],
    );
    const sessions = await count('atrium.staff_session', a);
    await sql(
      `UPDATE atrium.staff_session SET revoked_at = now() - interval '400 days', revoked_reason = 'REVOKED'
       WHERE id = (SELECT id FROM atrium.staff_session WHERE tenant_id = $1 ORDER BY id LIMIT 1)`,
      [a],
    );
    const customer = await enterCustomer(admin, '访客');
    await sql(
      `INSERT INTO plg_visits.entry (tenant_id, id, created_at, customer_id, reason) VALUES ($1, $2, now() - interval '100 days', $4, 'x'), ($1, $3, now(), $4, 'y')`,
      [a, newId(), newId(), uuidOf(customer.id)],
    );
    await nights(1);
    const old = `operation = 'old'`;
    expect([await count('atrium.audit_log', a, old), await count('atrium.audit_log', b, old)]).toEqual([0, 2500]);
    expect(await term('AUDIT_LOG')).toMatchObject({ lastErased: 2500 });
    expect(await count('atrium.bulk_job', a)).toBe(1);
    // Two have signed in since.
    expect(await count('atrium.staff_session', a)).toBe(sessions);
    expect(await sql('SELECT reason FROM plg_visits.entry')).toEqual([{ reason: 'y' }]);
  });

  it('customers who have left are erased where the company wants it: not those who live there or never did', async () => {
    const [left, stays, never, asked] = [
      await enterCustomer(admin, '赵铁柱'),
      await enterCustomer(admin, '李雷'),
      await enterCustomer(admin, '韩梅梅'),
      await enterCustomer(admin, '钱七'),
    ];
    for (const one of [left, stays, asked]) await startOccupancy(admin, one, register.unit1101, 'FAMILY');
    await sql(
      `UPDATE atrium.occupancy SET starts_on = current_date - 3000, ends_on = current_date - 1200 WHERE customer_id = ANY ($1)`,
      [[uuidOf(left.id), uuidOf(asked.id)]],
    );
    await sql(`ALTER TABLE atrium.customer DISABLE TRIGGER USER`);
    await sql(`UPDATE atrium.customer SET updated_at = now() - interval '1300 days' WHERE tenant_id = $1`, [a]);
    await sql(`ALTER TABLE atrium.customer ENABLE TRIGGER USER`);
    await admin.ok(
      'mutation ($input: OpenPrivacyRequestInput!) { openPrivacyRequest(input: $input) { request { id } } }',
      {
        input: { customerId: asked.id, kind: 'ACCESS', details: '要副本' },
      },
    );
    const names = async (): Promise<string[]> =>
      (
        await sql<{ name: string }>('SELECT name FROM atrium.customer WHERE id = ANY ($1) ORDER BY code', [
          [left, stays, never, asked].map(({ id }) => uuidOf(id)),
        ])
      ).map(({ name }) => name);
    await nights(1);
    expect(await names()).toEqual(['赵铁柱', '李雷', '韩梅梅', '钱七']);
    await set({ kind: 'FORMER_CUSTOMERS', days: 1096 });
    await nights(1);
    expect(await names()).toEqual([expect.not.stringContaining('赵铁柱'), '李雷', '韩梅梅', '钱七']);
    expect(await term('FORMER_CUSTOMERS')).toMatchObject({ lastErased: 1 });
  });

  it('the API’s role erases nothing by age', async () => {
    await expect(sql(`SET ROLE atrium_app; SELECT app.purge_expired('AUDIT_LOG', now(), 10)`)).rejects.toMatchObject({
      code: '42501',
    });
  });
});
