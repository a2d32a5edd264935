import { STAYING_TABLES, TAKEN_TABLES } from '@atrium/core';
import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import {
  enterCustomer,
  type Entered,
  enterRegister,
  type Register,
  startOccupancy,
} from '../customers/support/register';
import { refusal, sqlOf } from '../identity/support';

let platform: TestPlatform;
let giver: TestClient;
let receiver: TestClient;
let register: Register;
let sql: ReturnType<typeof sqlOf>;
let a: string;
let b: string;
/** Lives in 和园 alone, with a duplicate; in both communities; in 金桂花园 alone. */
let here: Entered;
let duplicate: Entered;
let both: Entered;
let elsewhere: Entered;

const ALL = ['PROPERTIES', 'CUSTOMERS', 'DOCUMENTS', 'HISTORY'];

beforeAll(async () => {
  platform = await createTestPlatform();
  sql = sqlOf(platform);
  [a, b] = [platform.tenants.a.id, platform.tenants.b.id];
  giver = await platform.as('ADMIN');
  receiver = await platform.as('ADMIN', { tenant: 'b' });
  register = await enterRegister(giver);
  here = await enterCustomer(giver, '赵铁柱', {
    externalId: 'X1',
    contacts: [{ kind: 'PHONE', value: '13900139000' }],
    identityDocument: { kind: 'PASSPORT', number: 'E87654321' },
  });
  duplicate = await enterCustomer(giver, '赵鐵柱');
  both = await enterCustomer(giver, '两处有房');
  elsewhere = await enterCustomer(giver, '只在金桂');
  // The receiver's numbers have begun.
  await enterCustomer(receiver, '原有客户');
  const since = { startsOn: '2020-01-01' };
  await startOccupancy(giver, here, register.unit1101, 'OWNER', since);
  await startOccupancy(giver, both, register.unit1102, 'OWNER', since);
  await startOccupancy(giver, both, register.unit101, 'OWNER', since);
  await startOccupancy(giver, elsewhere, register.unit101, 'FAMILY', since);
  await giver.ok('mutation ($input: MergeCustomersInput!) { mergeCustomers(input: $input) { merge { id } } }', {
    input: { survivorId: here.id, duplicateId: duplicate.id },
  });
  await giver.ok('mutation ($input: AddCustomerNoteInput!) { addCustomerNote(input: $input) { note { id } } }', {
    input: { customerId: here.id, kind: 'CALL', body: '夜间施工' },
  });
});
afterAll(() => platform.close());

const OFFER = 'mutation ($input: OfferCommunityInput!) { offerCommunity(input: $input) { offer { id state } code } }';
const offer = async (communityId: string, parts = ALL, afterwards = 'KEEP') =>
  (
    await giver.ok<{ offerCommunity: { offer: { id: string; state: string }; code: string } }>(OFFER, {
      input: { communityId, parts, afterwards },
    })
  ).offerCommunity;
const ACCEPT = 'mutation ($input: AcceptCommunityInput!) { acceptCommunity(input: $input) { takeover { id state } } }';
const accept = async (code: string) => {
  await receiver.ok(ACCEPT, { input: { code } });
  await platform.runJobs();
  const { communityTakeovers } = await receiver.ok<{ communityTakeovers: { nodes: Takeover[] } }>(
    '{ communityTakeovers(first: 1) { nodes { state fromCompany communityName acceptedBy failure { code message } counts { table rows } } } }',
  );
  return communityTakeovers.nodes[0]!;
};
interface Takeover {
  state: string;
  fromCompany: string;
  communityName: string;
  acceptedBy: string;
  failure: { code: string; message: string } | null;
  counts: { table: string; rows: number }[];
}
const offerState = async (): Promise<unknown> =>
  (
    await giver.ok<{ communityOffers: { nodes: object[] } }>(
      '{ communityOffers(first: 1) { nodes { state takenBy counts { table rows } } } }',
    )
  ).communityOffers.nodes[0];
const count = async (table: string, tenant: string): Promise<number> =>
  Number((await sql<{ n: string }>(`SELECT count(*) AS n FROM ${table} WHERE tenant_id = $1`, [tenant]))[0]!.n);

it('says of every table that names a community or a customer whether its rows go', async () => {
  const tables = await sql<{ name: string }>(
    `SELECT DISTINCT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'atrium' AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND (
       EXISTS (SELECT FROM pg_attribute t WHERE t.attrelid = c.oid AND t.attname = 'community_id' AND NOT t.attisdropped)
       OR EXISTS (SELECT FROM pg_constraint f WHERE f.conrelid = c.oid AND f.confrelid = 'atrium.customer'::regclass))
     ORDER BY 1`,
  );
  const said = [...TAKEN_TABLES.map(({ table }) => table), ...Object.keys(STAYING_TABLES)];
  expect(tables.map(({ name }) => name).filter((name) => !said.includes(name))).toEqual([]);
  expect(new Set(said).size).toBe(said.length);
});

describe('the take-over of a community', () => {
  it('is offered by an administrator who sees everything, with a code that only another company can use', async () => {
    const input = { communityId: register.heYuan, parts: ALL, afterwards: 'KEEP' };
    const agent = await platform.as('SERVICE_AGENT');
    const limited = await platform.as('ADMIN', { communities: [platform.uuid(register.heYuan)] });
    expect(await refusal(agent, 'offerCommunity', 'OfferCommunityInput', input)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal(limited, 'offerCommunity', 'OfferCommunityInput', input)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal(receiver, 'offerCommunity', 'OfferCommunityInput', input)).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(
      await refusal(giver, 'offerCommunity', 'OfferCommunityInput', { ...input, parts: ['PROPERTIES', 'HISTORY'] }),
    ).toMatchObject({
      code: 'VALIDATION_FAILED',
      fields: [{ path: 'input.parts' }],
    });
    const made = await offer(register.heYuan);
    expect(made.offer.state).toBe('OFFERED');
    expect(await refusal(giver, 'offerCommunity', 'OfferCommunityInput', input)).toMatchObject({
      code: 'CONFLICT',
      messageKey: 'takeOver.open',
    });
    expect(await refusal(giver, 'acceptCommunity', 'AcceptCommunityInput', { code: made.code })).toMatchObject({
      code: 'CONFLICT',
      messageKey: 'takeOver.own',
    });
    const WITHDRAW =
      'mutation ($input: WithdrawCommunityOfferInput!) { withdrawCommunityOffer(input: $input) { offer { state } } }';
    expect((await receiver.fails(WITHDRAW, { input: { id: made.offer.id } })).extensions.code).toBe('NOT_FOUND');
    await giver.ok(WITHDRAW, { input: { id: made.offer.id } });
    for (const code of [made.code, 'nonsense', made.code.slice(0, -1) + (made.code.endsWith('A') ? 'B' : 'A')]) {
      expect(await refusal(receiver, 'acceptCommunity', 'AcceptCommunityInput', { code })).toMatchObject({
        code: 'NOT_FOUND',
        messageKey: 'takeOver.unknownCode',
      });
    }
    const late = await offer(register.heYuan);
    await sql(`UPDATE atrium.community_offer SET expires_at = now() - interval '1 minute' WHERE state = 'OFFERED'`);
    expect(await refusal(receiver, 'acceptCommunity', 'AcceptCommunityInput', { code: late.code })).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('brings nothing when it does not fit, says why, and can be tried again', async () => {
    await sql(`UPDATE atrium.tenant SET quotas = '{"units": 2}' WHERE id = $1`, [b]);
    const { code } = await offer(register.heYuan);
    const failed = await accept(code);
    expect(failed).toMatchObject({ state: 'FAILED', failure: { code: 'LIMIT_EXCEEDED' }, counts: [] });
    expect(await count('atrium.community', b)).toBe(0);
    expect(await count('atrium.unit', b)).toBe(0);
    expect(await offerState()).toMatchObject({ state: 'OFFERED', takenBy: null });
    await sql(`UPDATE atrium.tenant SET quotas = '{}' WHERE id = $1`, [b]);

    const theirs = await count('atrium.audit_log', a);
    const done = await accept(code);
    expect(done).toMatchObject({
      state: 'DONE',
      fromCompany: 'alpha 物业',
      communityName: '和园',
      acceptedBy: 'ADMIN',
      failure: null,
    });
    const counts = Object.fromEntries(done.counts.map(({ table, rows }) => [table, rows]));
    expect(counts).toMatchObject({
      community: 1,
      building: 1,
      section: 1,
      unit: 3,
      customer: 3,
      customer_contact: 1,
      occupancy: 2,
      identity_document: 1,
      customer_merge: 1,
      customer_note: 1,
    });
    expect(await offerState()).toMatchObject({ state: 'TAKEN', takenBy: 'beta 物业', counts: done.counts });
    // Kept at the giver's, and both logs know of it.
    expect(await count('atrium.unit', a)).toBe(4);
    expect(await count('atrium.audit_log', a)).toBeGreaterThan(theirs);
    const names = await sql<{ name: string }>(
      `SELECT DISTINCT cause ->> 'name' AS name FROM atrium.audit_log WHERE tenant_id = $1 AND operation = 'acceptCommunity'`,
      [a],
    );
    expect(names).toEqual([{ name: 'acceptCommunity (beta 物业, ADMIN)' }]);
    const written = await sql(
      `SELECT entity_id FROM atrium.audit_log WHERE tenant_id = $1 AND operation = 'takeOver' AND entity = 'unit' AND action = 'INSERT'`,
      [b],
    );
    expect(written).toHaveLength(3);
  });

  it('leaves references whole: everything reads as it did, and is found', async () => {
    const { unit } = await receiver.ok<{ unit: Record<string, unknown> }>(
      `query ($id: ID!) { unit(id: $id) { code building { code community { name } } section { code } } }`,
      { id: register.unit1101 },
    );
    expect(unit).toEqual({
      code: '2-1101',
      building: { code: '3栋', community: { name: '和园' } },
      section: { code: '2单元' },
    });
    const { customer } = await receiver.ok<{ customer: Record<string, unknown> }>(
      `query ($id: ID!) { customer(id: $id) { name code externalId aliases { name } identityDocuments { id maskedNumber } occupancies(first: 5) { nodes { kind unit { code } } } notes(first: 5) { nodes { body } } } }`,
      { id: here.id },
    );
    expect(customer).toMatchObject({
      name: '赵铁柱',
      code: expect.not.stringMatching('C00000001') as string,
      externalId: null,
      aliases: [{ name: '赵鐵柱' }],
      occupancies: { nodes: [{ kind: 'OWNER', unit: { code: '2-1101' } }] },
      notes: { nodes: [{ body: '夜间施工' }] },
    });
    const documents = customer.identityDocuments as { id: string }[];
    const { revealIdentityNumber } = await receiver.ok<{ revealIdentityNumber: { number: string } }>(
      'mutation ($input: RevealIdentityNumberInput!) { revealIdentityNumber(input: $input) { number } }',
      { input: { id: documents[0]!.id, reason: '核对' } },
    );
    expect(revealIdentityNumber.number).toBe('E87654321');
    const { searchCustomers, searchUnits } = await receiver.ok<{
      searchCustomers: { nodes: unknown[] };
      searchUnits: unknown[];
    }>('{ searchCustomers(query: "赵铁柱") { nodes { __typename } } searchUnits(query: "和园 1101") { __typename } }');
    expect([searchCustomers.nodes.length, searchUnits.length]).toEqual([1, 1]);
    expect(
      (await receiver.fails('query ($id: ID!) { customer(id: $id) { id } }', { id: elsewhere.id })).extensions.code,
    ).toBe('NOT_FOUND');
    expect(
      (await receiver.fails('query ($id: ID!) { unit(id: $id) { id } }', { id: register.unit101 })).extensions.code,
    ).toBe('NOT_FOUND');
    const used = await sql('SELECT used::int FROM atrium.quota_use WHERE tenant_id = $1 AND quota = $2', [b, 'units']);
    expect(used).toEqual([{ used: 3 }]);
  });

  it('does not come twice', async () => {
    const { code } = await offer(register.heYuan);
    expect(await refusal(receiver, 'acceptCommunity', 'AcceptCommunityInput', { code })).toMatchObject({
      code: 'CONFLICT',
      messageKey: 'takeOver.codeTaken',
    });
    expect(await offerState()).toMatchObject({ state: 'OFFERED' });
    await sql(`UPDATE atrium.community SET code = 'other' WHERE tenant_id = $1`, [b]);
    expect(await accept(code)).toMatchObject({ state: 'FAILED', failure: { code: 'CONFLICT' } });
    expect(await count('atrium.unit', b)).toBe(3);
    await sql(`UPDATE atrium.community_offer SET state = 'WITHDRAWN' WHERE state = 'OFFERED'`);
  });

  it('erases afterwards, where so agreed, who had to do with this community alone', async () => {
    // Nobody of the receiver's is in the way this time.
    const { code } = await offer(register.jinGui, ['PROPERTIES', 'CUSTOMERS'], 'ERASE_CUSTOMERS');
    await sql(`DELETE FROM atrium.occupancy WHERE tenant_id = $1`, [b]);
    await sql(`DELETE FROM atrium.customer WHERE tenant_id = $1 AND id = $2`, [b, platform.uuid(both.id)]);
    expect(await accept(code)).toMatchObject({ state: 'DONE' });
    const names = await sql<{ id: string; name: string }>(
      'SELECT id, name FROM atrium.customer WHERE tenant_id = $1 ORDER BY id',
      [a],
    );
    const nameOf = (one: Entered) => names.find(({ id }) => id === platform.uuid(one.id))!.name;
    expect(nameOf(elsewhere)).toBe(`已删除客户 ${elsewhere.code}`);
    expect(nameOf(both)).toBe('两处有房');
    expect(nameOf(here)).toBe('赵铁柱');
    const [theirs] = await sql<{ name: string }>('SELECT name FROM atrium.customer WHERE tenant_id = $1 AND id = $2', [
      b,
      platform.uuid(elsewhere.id),
    ]);
    expect(theirs!.name).toBe('只在金桂');
    const open = await sql(
      `SELECT 1 FROM atrium.occupancy WHERE tenant_id = $1 AND community_id = $2 AND ends_on = 'infinity'`,
      [a, platform.uuid(register.jinGui)],
    );
    expect(open).toEqual([]);
    expect(
      await sql(`SELECT 1 FROM atrium.occupancy WHERE tenant_id = $1 AND community_id = $2 AND ends_on = 'infinity'`, [
        b,
        platform.uuid(register.jinGui),
      ]),
    ).toHaveLength(2);
  });
});
