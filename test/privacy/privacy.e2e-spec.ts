import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withClient } from '@atrium/platform';
import { newId } from '@atrium/sdk';
import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import {
  enterCustomer,
  type Entered,
  enterRegister,
  type Register,
  startOccupancy,
} from '../customers/support/register';
import { refusal, sqlOf } from '../identity/support';
import { shelfContext } from '../tenants/support';

let platform: TestPlatform;
let admin: TestClient;
let agent: TestClient;
let neighbour: TestClient;
let register: Register;
let sql: ReturnType<typeof sqlOf>;

const PHONE = '13900139000';
const NUMBER = 'E87654321';
/** What must be nowhere once the person is erased. */
const PERSONAL = [
  '赵铁柱',
  '赵鐵柱',
  PHONE,
  '139****9000',
  NUMBER,
  '怕狗',
  '夜间施工',
  '来电投诉',
  '重复登记',
  '请把我忘了',
];

beforeAll(async () => {
  platform = await createTestPlatform({}, [shelfContext]);
  sql = sqlOf(platform);
  admin = await platform.as('ADMIN');
  agent = await platform.as('SERVICE_AGENT');
  neighbour = await platform.as('ADMIN', { tenant: 'b' });
  register = await enterRegister(admin);
  // What a plugin keeps of people: a table without a word about erasure, under a name of its own for them, and books.
  await sql(`GRANT UPDATE ON plg_shelf.receipt TO plg_shelf;
    ALTER TABLE plg_shelf.item ADD COLUMN resident_id uuid,
      ADD FOREIGN KEY (tenant_id, resident_id) REFERENCES atrium.customer (tenant_id, id) ON DELETE CASCADE;
    ALTER TABLE plg_shelf.receipt ADD COLUMN customer_id uuid,
      ADD FOREIGN KEY (tenant_id, customer_id) REFERENCES atrium.customer (tenant_id, id) ON DELETE NO ACTION;
    COMMENT ON COLUMN plg_shelf.receipt.customer_id IS 'customer erased: set payer = ''***'''`);
});
afterAll(() => platform.close());

interface Request {
  id: string;
  version: number;
  state: string;
  dueOn: string;
  overdue: boolean;
  answer: string | null;
  answeredBy: string | null;
  details: string;
  copyFileId: string | null;
}
const REQUEST = 'request { id version state dueOn overdue answer answeredBy details copyFileId }';
const call = async (client: TestClient, mutation: string, type: string, input: object): Promise<Request> => {
  const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${REQUEST} } }`;
  return (await client.ok<Record<string, { request: Request }>>(document, { input }))[mutation]!.request;
};
const open = (customer: Entered, kind: string, more: object = {}, client = agent) =>
  call(client, 'openPrivacyRequest', 'OpenPrivacyRequestInput', {
    customerId: customer.id,
    kind,
    details: '来电，请删除我的资料',
    ...more,
  });
const complete = ({ id, version }: Request, answer?: string) =>
  call(admin, 'completePrivacyRequest', 'AnswerPrivacyRequestInput', { id, version, answer });
const refused = (mutation: string, type: string, input: Record<string, unknown>, client = admin) =>
  refusal(client, mutation, type, input);

/** Everything of tenant a, in every column of every table that has rows of it, that holds one of the texts. */
async function whereIs(texts: readonly string[]): Promise<string[]> {
  const tables = await sql<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
     JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND (n.nspname = 'atrium' OR n.nspname LIKE 'plg%') ORDER BY 1`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await sql<{ text: string }>(
      `SELECT text FROM unnest($2::text[]) AS text WHERE EXISTS (
         SELECT FROM ${name} t WHERE t.tenant_id = $1 AND to_jsonb(t)::text LIKE '%' || text || '%')`,
      [platform.tenants.a.id, texts],
    );
    found.push(...rows.map(({ text }) => `${name}: ${text}`));
  }
  return found;
}

async function person(name: string, more: object = {}): Promise<Entered> {
  return enterCustomer(admin, name, {
    externalId: `X-${newId()}`,
    birthday: '1980-02-29',
    remarks: '怕狗',
    contacts: [{ kind: 'PHONE', value: PHONE }],
    ...more,
  });
}

describe('a request about somebody’s own data', () => {
  it('is entered by the service centre with a deadline, seen in order of urgency, and answered by who may', async () => {
    const customer = await enterCustomer(admin, '钱多多');
    const request = await open(customer, 'ACCESS');
    expect(request).toMatchObject({ state: 'REQUESTED', version: 1, overdue: false });
    const days = (Date.parse(request.dueOn) - platform.clock.now().getTime()) / 86_400_000;
    expect(Math.round(days)).toBeGreaterThanOrEqual(14);
    expect(Math.round(days)).toBeLessThanOrEqual(15);
    const input = { customerId: customer.id, kind: 'ACCESS', details: 'x' };
    expect(await refused('openPrivacyRequest', 'OpenPrivacyRequestInput', input)).toMatchObject({
      code: 'CONFLICT',
      messageKey: 'privacy.open',
    });
    expect(
      await refused('openPrivacyRequest', 'OpenPrivacyRequestInput', {
        ...input,
        kind: 'ERASURE',
        dueOn: '2020-01-01',
      }),
    ).toMatchObject({ code: 'VALIDATION_FAILED', fields: [{ path: 'input.dueOn', code: 'IN_THE_PAST' }] });
    const urgent = await open(await enterCustomer(admin, '孙悟'), 'CORRECTION', {
      dueOn: new Date(platform.clock.now().getTime() + 86_400_000).toISOString().slice(0, 10),
    });
    const { privacyRequests } = await agent.ok<{
      privacyRequests: { nodes: { id: string; customer: { name: string } }[] };
    }>('{ privacyRequests(first: 10) { nodes { id customer { name } } } }');
    expect(privacyRequests.nodes.map(({ customer: { name } }) => name)).toEqual(['孙悟', '钱多多']);

    const one = { id: request.id, version: 1 };
    expect(await refused('completePrivacyRequest', 'AnswerPrivacyRequestInput', one, agent)).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await refused('completePrivacyRequest', 'AnswerPrivacyRequestInput', one, neighbour)).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await refused('completePrivacyRequest', 'AnswerPrivacyRequestInput', { ...one, version: 7 })).toMatchObject({
      code: 'CONFLICT',
      currentVersion: 1,
    });
    const taken = await call(admin, 'takePrivacyRequest', 'PrivacyRequestIdInput', one);
    expect(taken).toMatchObject({ state: 'IN_PROGRESS', version: 2, answeredBy: null });
    const no = await call(admin, 'refusePrivacyRequest', 'RefusePrivacyRequestInput', {
      id: request.id,
      version: 2,
      answer: '身份无法核实',
    });
    expect(no).toMatchObject({ state: 'REFUSED', answer: '身份无法核实', answeredBy: 'ADMIN' });
    expect(await refused('takePrivacyRequest', 'PrivacyRequestIdInput', { id: request.id, version: 3 })).toMatchObject({
      code: 'INVALID_TRANSITION',
      allowed: [],
    });

    expect(
      await refused('completePrivacyRequest', 'AnswerPrivacyRequestInput', { id: urgent.id, version: 1 }),
    ).toMatchObject({
      code: 'VALIDATION_FAILED',
      fields: [{ path: 'input.answer' }],
    });
    expect(await complete(urgent, '出生日期已更正')).toMatchObject({ state: 'DONE', answer: '出生日期已更正' });
    const again = await open(customer, 'ACCESS');
    const back = { id: again.id, version: again.version };
    expect(await call(agent, 'withdrawPrivacyRequest', 'PrivacyRequestIdInput', back)).toMatchObject({
      state: 'WITHDRAWN',
    });
    const changes = await sql(
      `SELECT operation FROM atrium.audit_log WHERE tenant_id = $1 AND entity = 'privacy_request' AND entity_id = $2 ORDER BY created_at, id`,
      [platform.tenants.a.id, platform.uuid(request.id)],
    );
    expect(changes.map(({ operation }) => operation)).toEqual([
      'openPrivacyRequest',
      'takePrivacyRequest',
      'refusePrivacyRequest',
    ]);
  });

  it('for a copy answers a file with everything that is held, duplicates included, for who may read it', async () => {
    const customer = await enterCustomer(admin, '周吴郑', {
      contacts: [{ kind: 'PHONE', value: '13700137000' }],
      identityDocument: { kind: 'PASSPORT', number: 'G55555555' },
    });
    const double = await enterCustomer(admin, '周吴鄭', { contacts: [{ kind: 'EMAIL', value: 'zhou@x.example' }] });
    await admin.ok('mutation ($input: MergeCustomersInput!) { mergeCustomers(input: $input) { merge { id } } }', {
      input: { survivorId: customer.id, duplicateId: double.id },
    });
    await sql('INSERT INTO plg_shelf.box (tenant_id, id, label) VALUES ($1, $2, $3)', [
      platform.tenants.a.id,
      platform.uuid(customer.id),
      '箱',
    ]);
    await sql('INSERT INTO plg_shelf.item (tenant_id, id, box_id, note, resident_id) VALUES ($1, $2, $3, $4, $3)', [
      platform.tenants.a.id,
      newId(),
      platform.uuid(customer.id),
      '插件里的东西',
    ]);
    const done = await complete(await open(customer, 'ACCESS'));
    expect(done).toMatchObject({ state: 'DONE', answer: null });
    const [row] = await sql<{ name: string; actor_id: string }>(
      'SELECT name, actor_id FROM atrium.file WHERE id = $1',
      [platform.uuid(done.copyFileId!)],
    );
    expect(row!.name).toBe(`${customer.code}.json`);
    const data = await copyOf(done.copyFileId!);
    expect(data.customers.map(({ name }) => name).sort()).toEqual(['周吴郑', '周吴鄭'].sort());
    expect(data.tables['atrium.customer_contact']!.map(({ value }) => value).sort()).toEqual([
      '13700137000',
      'zhou@x.example',
    ]);
    expect(data.tables['atrium.identity_document']).toMatchObject([{ number: 'G55555555' }]);
    expect(data.tables['plg_shelf.item']).toMatchObject([{ note: '插件里的东西' }]);
    expect(JSON.stringify(data)).not.toMatch(/number_sealed|fingerprint|"v[12]\./);
    // It names whoever asked; nobody else's data are in it.
    expect(JSON.stringify(data)).not.toContain('钱多多');
  });

  async function copyOf(
    fileId: string,
  ): Promise<{ customers: Record<string, unknown>[]; tables: Record<string, Record<string, unknown>[]> }> {
    const [{ storage_key: key }] = (await sql<{ storage_key: string }>(
      'SELECT storage_key FROM atrium.file WHERE id = $1',
      [platform.uuid(fileId)],
    )) as [{ storage_key: string }];
    return JSON.parse(await readFile(join(platform.config.general.dataDir, 'files', key), 'utf8')) as never;
  }
});

describe('the erasure of a person', () => {
  let survivor: Entered;
  let duplicate: Entered;
  let merge: string;

  beforeAll(async () => {
    survivor = await person('赵铁柱', { identityDocument: { kind: 'PASSPORT', number: NUMBER } });
    duplicate = await person('赵鐵柱');
    const { mergeCustomers } = await admin.ok<{ mergeCustomers: { merge: { id: string } } }>(
      'mutation ($input: MergeCustomersInput!) { mergeCustomers(input: $input) { merge { id } } }',
      { input: { survivorId: survivor.id, duplicateId: duplicate.id, reason: '重复登记' } },
    );
    merge = mergeCustomers.merge.id;
    await admin.ok('mutation ($input: AddCustomerNoteInput!) { addCustomerNote(input: $input) { note { id } } }', {
      input: { customerId: survivor.id, kind: 'CALL', body: '来电投诉：夜间施工' },
    });
    const tenant = platform.tenants.a.id;
    const id = platform.uuid(survivor.id);
    await sql(`INSERT INTO plg_shelf.box (tenant_id, id, label) VALUES ($1, $2, '箱')`, [tenant, id]);
    await sql(
      `INSERT INTO plg_shelf.item (tenant_id, id, box_id, note, resident_id) VALUES ($1, $2, $3, '赵铁柱的', $3)`,
      [tenant, newId(), id],
    );
    await sql(
      `INSERT INTO plg_shelf.receipt (tenant_id, id, amount, payer, customer_id) VALUES ($1, $2, 25024, '赵铁柱', $3)`,
      [tenant, newId(), id],
    );
  });

  it('waits until they live and work here no more', async () => {
    const occupancy = await startOccupancy(admin, survivor, register.unit1101, 'OWNER', { startsOn: '2020-01-01' });
    const request = await open(survivor, 'ERASURE', { details: '请把我忘了' });
    const input = { id: request.id, version: request.version };
    expect(await refused('completePrivacyRequest', 'AnswerPrivacyRequestInput', input)).toMatchObject({
      code: 'CONFLICT',
      messageKey: 'privacy.stillHere',
    });
    const limited = await platform.as('ADMIN', { communities: [platform.uuid(register.heYuan)] });
    await admin.ok('mutation ($input: EndOccupancyInput!) { endOccupancy(input: $input) { occupancy { id } } }', {
      input: { id: occupancy.id, version: occupancy.version, endsOn: '2025-06-30' },
    });
    expect(await refused('completePrivacyRequest', 'AnswerPrivacyRequestInput', input, limited)).toMatchObject({
      code: 'FORBIDDEN',
      messageKey: 'common.wholeCompany',
    });
    expect((await whereIs(['赵铁柱'])).length).toBeGreaterThan(3);
  });

  it('leaves nothing of them in any table, the audit log and plugins’ tables included, and keeps books and occupancies', async () => {
    const { copyFileId } = await complete(await open(survivor, 'ACCESS'));
    const READ = 'query ($id: ID!) { file(id: $id) { url } }';
    const { file } = await admin.ok<{ file: { url: string } }>(READ, { id: copyFileId });
    const { privacyRequests } = await admin.ok<{ privacyRequests: { nodes: Request[] } }>(
      '{ privacyRequests(filter: { kind: { eq: ERASURE }, state: { eq: REQUESTED } }) { nodes { id version } } }',
    );
    await complete(privacyRequests.nodes[0]!);
    expect(await whereIs(PERSONAL)).toEqual([]);
    // Nor in the copy that they had asked for.
    expect((await platform.http({ method: 'GET', url: new URL(file.url).pathname })).statusCode).toBe(404);
    expect((await admin.fails(READ, { id: copyFileId })).extensions.code).toBe('NOT_FOUND');
    const { customer } = await admin.ok<{ customer: Record<string, unknown> }>(
      `query ($id: ID!) { customer(id: $id) { name code externalId birthday remarks contacts { id } } }`,
      { id: survivor.id },
    );
    expect(customer).toEqual({
      name: `已删除客户 ${survivor.code}`,
      code: survivor.code,
      externalId: null,
      birthday: null,
      remarks: null,
      contacts: [],
    });
    const tenant = platform.tenants.a.id;
    const id = platform.uuid(survivor.id);
    expect(await sql('SELECT amount::int, payer FROM plg_shelf.receipt WHERE customer_id = $1', [id])).toEqual([
      { amount: 25024, payer: '***' },
    ]);
    expect(await sql('SELECT 1 FROM plg_shelf.item WHERE resident_id = $1', [id])).toEqual([]);
    expect(await sql('SELECT kind FROM atrium.occupancy WHERE customer_id = $1', [id])).toEqual([{ kind: 'OWNER' }]);
    expect(await sql(`SELECT state, details FROM atrium.privacy_request WHERE customer_id = $1`, [id])).toEqual([
      { state: 'DONE', details: '***' },
      { state: 'DONE', details: '***' },
    ]);
    // Who changed what and when is still there, without what it held.
    const log = await sql<{ operation: string; after: Record<string, unknown> | null }>(
      `SELECT operation, after FROM atrium.audit_log WHERE tenant_id = $1 AND entity = 'customer' AND entity_id = $2 ORDER BY created_at, id`,
      [tenant, id],
    );
    expect(log.map(({ operation }) => operation)).toEqual([
      'createCustomer',
      'mergeCustomers',
      'completePrivacyRequest',
    ]);
    expect(log[0]!.after).toMatchObject({ name: '***', birthday: '***', kind: 'PERSON' });
    const { searchCustomers } = await admin.ok<{ searchCustomers: { nodes: unknown[] } }>(
      '{ searchCustomers(query: "赵铁柱") { nodes { __typename } } }',
    );
    expect(searchCustomers.nodes).toEqual([]);
  });

  it('is not undone by undoing a merge, by entering something, or by an import', async () => {
    expect(await refused('undoMerge', 'UndoMergeInput', { id: merge })).toMatchObject({
      code: 'CONFLICT',
      messageKey: 'customer.erased',
    });
    expect(
      await refused('addCustomerNote', 'AddCustomerNoteInput', { customerId: survivor.id, kind: 'NOTE', body: 'x' }),
    ).toMatchObject({ code: 'CONFLICT', messageKey: 'customer.erased' });
    expect(
      await refused('updateCustomer', 'UpdateCustomerInput', { id: survivor.id, version: 99, name: '赵铁柱' }),
    ).toMatchObject({ code: 'CONFLICT' });
    expect(
      await refused('mergeCustomers', 'MergeCustomersInput', {
        survivorId: survivor.id,
        duplicateId: (await enterCustomer(admin, '别人')).id,
      }),
    ).toMatchObject({ code: 'CONFLICT', messageKey: 'customer.erased' });
  });

  it('is nothing the application can do to somebody who has not been marked so', async () => {
    const other = await enterCustomer(admin, '还在的人');
    await withClient(platform.database.appUrl, async (client) => {
      await client.query(`SELECT set_config('app.tenant_id', $1, false)`, [platform.tenants.a.id]);
      await expect(client.query('SELECT app.erase_customers($1)', [[platform.uuid(other.id)]])).rejects.toThrow(
        'not all customers marked as erased',
      );
      await client.query(`SELECT set_config('app.tenant_id', $1, false)`, [platform.tenants.b.id]);
      await expect(client.query('SELECT app.erase_customers($1)', [[platform.uuid(survivor.id)]])).rejects.toThrow(
        'not all customers marked as erased',
      );
      await expect(client.query('UPDATE atrium.audit_log SET after = NULL')).rejects.toMatchObject({ code: '42501' });
    });
  });
});
