import { nameKey } from '@atrium/core';
import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { db, systemActor, type Actor, anonymousActor } from '@atrium/sdk';
import {
  enterCustomer,
  type Entered,
  enterRegister,
  type Register,
  startOccupancy,
} from '../customers/support/register';
import { inTenant } from '../properties/support/properties';

let platform: TestPlatform;
let admin: TestClient;
let register: Register;

/** In 1101: Chen sold it to Liu and Sun, who let it to Zhou; Liu's son lives there. Next door: Wu. In company B: Zheng. */
let chen: Entered, liu: Entered, sun: Entered, zhou: Entered, son: Entered, wu: Entered, zheng: Entered;
const occupancies: Record<string, string> = {};

const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
const contact = (kind: string, value: string) => ({ kind, value });
const identity = (number: string) => ({ kind: 'RESIDENT_ID', number });

beforeAll(async () => {
  platform = await createTestPlatform();
  admin = await platform.as('ADMIN');
  register = await enterRegister(admin);
  const enter = (name: string, phone: string) =>
    enterCustomer(admin, name, { contacts: [contact('PHONE', phone)], remarks: `${name}的备注` });
  chen = await enter('陈前', '13800000001');
  liu = await enterCustomer(admin, '刘主', {
    contacts: [contact('PHONE', '13800000002'), contact('EMAIL', 'liu@example.com')],
    identityDocument: identity('11010519491231002X'),
    remarks: '爱投诉',
  });
  sun = await enter('孙共', '13800000003');
  zhou = await enter('周租', '13800000004');
  son = await enter('刘小', '13800000005');
  wu = await enter('吴邻', '13800000006');
  const occupy = async (key: string, customer: Entered, unit: string, kind: string, input: object = {}) => {
    occupancies[key] = (await startOccupancy(admin, customer, unit, kind, { ...input })).id;
  };
  const { unit1101, unit1102 } = register;
  await occupy('chen', chen, unit1101, 'OWNER', { startsOn: day(-900), endsOn: day(-400) });
  await occupy('liu', liu, unit1101, 'OWNER', { startsOn: day(-400), share: '60' });
  await occupy('sun', sun, unit1101, 'CO_OWNER', { startsOn: day(-400), share: '40' });
  await occupy('zhou', zhou, unit1101, 'LESSEE', { startsOn: day(-30) });
  await occupy('son', son, unit1101, 'FAMILY', { startsOn: day(-300) });
  await occupy('wu', wu, unit1102, 'OWNER', { startsOn: day(-500) });
  await admin.ok(`mutation ($input: AddCustomerNoteInput!) { addCustomerNote(input: $input) { note { id } } }`, {
    input: { customerId: liu.id, kind: 'NOTE', body: '只给员工看', occurredAt: new Date().toISOString() },
  });
  const otherAdmin = await platform.as('ADMIN', { tenant: 'b' });
  zheng = await enterCustomer(otherAdmin, '郑乙', { contacts: [contact('PHONE', '13800000002')] });
});
afterAll(() => platform?.close());

const as = (customer: Entered, tenant: 'a' | 'b' = 'a'): Promise<TestClient> =>
  platform.as('CUSTOMER', { customer: customer.id, tenant });

const HOME = `id kind startsOn endsOn isCurrent share customer { id name }
  unit { id code grossArea floor community { id name address } building { id code } section { id code } }`;
interface Home {
  id: string;
  kind: string;
  isCurrent: boolean;
  endsOn: string | null;
  customer: { id: string; name: string };
  unit: { id: string; code: string; community: { name: string; address: string }; building: { code: string } };
}
const homes = async (client: TestClient): Promise<Home[]> =>
  (await client.ok<{ homes: { nodes: Home[] } }>(`{ homes { nodes { ${HOME} } } }`)).homes.nodes;

describe('each customer sees what is its own', () => {
  it.each([
    ['former owner', () => chen, 'chen', 'OWNER', false],
    ['owner', () => liu, 'liu', 'OWNER', true],
    ['co-owner', () => sun, 'sun', 'CO_OWNER', true],
    ['lessee', () => zhou, 'zhou', 'LESSEE', true],
    ['family member', () => son, 'son', 'FAMILY', true],
  ])('%s: its occupancy, and the unit with its address', async (_who, customer, key, kind, isCurrent) => {
    const client = await as(customer());
    const found = await homes(client);
    expect(found).toMatchObject([
      {
        id: occupancies[key],
        kind,
        isCurrent,
        customer: { id: customer().id, name: expect.any(String) },
        unit: {
          id: register.unit1101,
          code: '2-1101',
          community: { name: '和园', address: '上海市浦东新区中山路88号' },
          building: { code: '3栋' },
          section: { code: '2单元' },
        },
      },
    ]);
    const { viewer, me } = await client.ok<Record<string, Record<string, unknown>>>(
      `{ viewer { actor { kind id customer { id } } permissions tenant { name slug } } me { id name code version } }`,
    );
    expect(viewer).toMatchObject({
      actor: { kind: 'CUSTOMER', id: customer().id, customer: { id: customer().id } },
      permissions: [],
      tenant: { slug: 'alpha' },
    });
    expect(me).toMatchObject({ id: customer().id, code: customer().code });
  });

  it('the whole profile: contacts in full, identity numbers masked, consents, timeline without what staff wrote', async () => {
    const { me } = await (
      await as(liu)
    ).ok<{ me: Record<string, unknown> & { timeline: { nodes: { kind: string }[] } } }>(`{ me {
      contacts { kind value isMasked } identityDocuments { kind maskedNumber } consents { channel }
      occupancies { totalCount nodes { id } } timeline { nodes { kind title } } } }`);
    expect(me).toMatchObject({
      contacts: [
        { kind: 'PHONE', value: '13800000002', isMasked: false },
        { kind: 'EMAIL', value: 'liu@example.com', isMasked: false },
      ],
      identityDocuments: [{ kind: 'RESIDENT_ID', maskedNumber: expect.stringMatching(/^1.*\*+.*X$/) }],
      occupancies: { totalCount: 1, nodes: [{ id: occupancies.liu }] },
    });
    expect(me.timeline.nodes.map(({ kind }) => kind)).toEqual(['OCCUPANCY_STARTED']);
  });

  it('a customer who has nothing to do with any unit sees no unit', async () => {
    const stranger = await platform.as('CUSTOMER');
    expect(await homes(stranger)).toEqual([]);
    expect(await stranger.ok('{ me { name } }')).toMatchObject({ me: { name: expect.stringMatching(/^邻居/) } });
  });
});

describe('what is somebody else’s is not there', () => {
  const NODE = 'query ($id: ID!) { node(id: $id) { __typename id } }';
  const node = async (client: TestClient, id: string): Promise<unknown> =>
    (await client.ok<{ node: unknown }>(NODE, { id })).node;

  /** Ids of things, and who of the customers sees them. */
  const THINGS: [what: string, id: () => string, seenBy: string[]][] = [
    ['Liu', () => liu.id, ['liu']],
    ['Liu’s occupancy', () => occupancies.liu!, ['liu']],
    ['Sun’s occupancy', () => occupancies.sun!, ['sun']],
    ['Zhou’s lease', () => occupancies.zhou!, ['zhou']],
    ['Chen’s past occupancy', () => occupancies.chen!, ['chen']],
    ['unit 1101', () => register.unit1101, ['chen', 'liu', 'sun', 'zhou', 'son']],
    ['unit 1102', () => register.unit1102, ['wu']],
    ['unit 1201, which nobody has', () => register.unit1201, []],
    ['building 3栋', () => register.building, ['chen', 'liu', 'sun', 'zhou', 'son', 'wu']],
    ['community 和园', () => register.heYuan, ['chen', 'liu', 'sun', 'zhou', 'son', 'wu']],
    ['community 金桂花园', () => register.jinGui, []],
    ['the customer of another company', () => zheng.id, []],
  ];

  it.each(THINGS)('%s', async (_what, id, seenBy) => {
    const everybody = { chen, liu, sun, zhou, son, wu };
    for (const [name, customer] of Object.entries(everybody)) {
      const found = await node(await as(customer), id());
      expect({ name, found: found !== null }).toEqual({ name, found: seenBy.includes(name) });
    }
    expect(await node(await as(zheng, 'b'), id())).toEqual(
      id() === zheng.id ? { __typename: 'Customer', id: zheng.id } : null,
    );
    // The control: staff see it.
    if (id() !== zheng.id) expect(await node(admin, id())).toMatchObject({ id: id() });
  });

  it.each([
    ['remarks', '{ me { remarks } }', 'Customer.remarks'],
    ['notes of staff', '{ me { notes { nodes { body } } } }', 'Customer.notes'],
    ['who else lives there', '{ homes { nodes { unit { occupancies { nodes { id } } } } } }', 'Unit.occupancies'],
    ['the owners of the unit', '{ homes { nodes { unit { owners { name } } } } }', 'Unit.owners'],
    ['what became of the unit', '{ homes { nodes { unit { state } } } }', 'Unit.state'],
    [
      'other units of the building',
      '{ homes { nodes { unit { building { units { nodes { id } } } } } } }',
      'Building.units',
    ],
    ['counts of the community', '{ homes { nodes { unit { community { unitCount } } } } }', 'Community.unitCount'],
    ['what it was merged from', '{ me { aliases { id } } }', 'Customer.aliases'],
    ['sensitive profiles', '{ me { sensitiveProfiles { kind } } }', 'Customer.sensitiveProfiles'],
    ['the company’s plan', '{ viewer { tenant { status } } }', 'Tenant.status'],
  ])('%s: FORBIDDEN, by name', async (_what, query, field) => {
    const { extensions, message } = await (await as(liu)).fails(query);
    expect(extensions).toMatchObject({ code: 'FORBIDDEN', messageKey: 'common.staffOnly' });
    expect(message).toContain(field);
  });

  it.each([
    '{ customers { nodes { id } } }',
    '{ searchCustomers(query: "刘") { nodes { id } } }',
    '{ units { nodes { id } } }',
    '{ communities { nodes { id } } }',
    '{ auditEntries { nodes { id } } }',
    '{ staff { nodes { id } } }',
    '{ sessions { nodes { id } } }',
    '{ permissions { name } }',
    'mutation { createCommunity(input: { name: "x" }) { community { id } } }',
    'mutation { signOut { signedOut } }',
  ])('operation of staff: %s', async (document) => {
    const answer = await (await as(liu)).query(document);
    const codes = answer.errors?.map(({ extensions }) => extensions.code) ?? [];
    expect(codes).toEqual(['FORBIDDEN']);
  });

  it('operations of customers are closed to staff and to nobody', async () => {
    expect((await admin.fails('{ me { id } }')).extensions).toMatchObject({
      code: 'FORBIDDEN',
      messageKey: 'common.customersOnly',
    });
    expect((await platform.client().fails('{ me { id } }')).extensions.code).toBe('UNAUTHENTICATED');
  });
});

describe('the database, whatever the application asks', () => {
  const actorOf = (...ids: string[]): Actor => ({
    ...anonymousActor,
    kind: 'CUSTOMER',
    id: ids[0] ?? null,
    name: 'probe',
    customerIds: ids,
  });
  const uuid = (customer: { id: string }): string => platform.uuid(customer.id);
  const tables = (): Promise<{ name: string }[]> =>
    inTenant(platform, () =>
      db().query<{ name: string }>(
        `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'atrium' AND c.relkind IN ('r', 'p') AND c.relname <> 'migration'
           AND has_table_privilege(c.oid, 'SELECT') ORDER BY 1`,
      ),
    );
  const countIn = async (name: string, actor: Actor): Promise<number> =>
    Number(
      (
        await inTenant(platform, () => db().query<{ count: string }>(`SELECT count(*) FROM atrium.${name}`), { actor })
      )[0]!.count,
    );

  /** Rows of each table that a customer sees; tables that are not named show none. */
  const SEEN: Record<string, number> = {
    tenant: 1,
    customer: 1,
    customer_contact: 2,
    customer_session: 1,
    identity_document: 1,
    occupancy: 1,
    unit: 1,
    section: 1,
    building: 1,
    community: 1,
    counter: 1,
    // Their tickets take category and promise from these.
    ticket_category: 8,
    sla_policy: 4,
    sla_calendar: 1,
  };
  const SETTINGS = ['tenant', 'counter', 'ticket_category', 'sla_policy', 'sla_calendar'];

  it('shows no row of a table whose author did not say so', async () => {
    const fresh = await enterCustomer(admin, '钱新', {
      contacts: [contact('PHONE', '13800000009'), contact('EMAIL', 'qian@example.com')],
      identityDocument: identity('440308199901101512'),
    });
    await startOccupancy(admin, fresh, register.unit1201, 'OWNER', { startsOn: day(-10) });
    await as(fresh);
    const actor = actorOf(uuid(fresh));
    const seen: Record<string, number> = {};
    const all: Record<string, number> = {};
    for (const { name } of await tables()) {
      seen[name] = await countIn(name, actor);
      all[name] = await countIn(name, systemActor('control'));
    }
    expect(Object.fromEntries(Object.entries(seen).filter(([, count]) => count > 0))).toEqual(SEEN);
    // The control: there is more to see.
    expect(all.customer).toBeGreaterThan(SEEN.customer!);
    expect(all.audit_log).toBeGreaterThan(0);
    expect(all.customer_note).toBeGreaterThan(0);
    expect(all.staff).toBeGreaterThan(0);
    const nobody = actorOf();
    for (const { name } of await tables()) {
      if (!SETTINGS.includes(name)) expect([name, await countIn(name, nobody)]).toEqual([name, 0]);
    }
  });

  it.each([
    [
      'app.search_customers',
      `SELECT id FROM app.search_customers('${nameKey('刘主')}', ARRAY[]::tsquery[], NULL, NULL, -1, NULL, NULL, 10)`,
    ],
    [
      'app.search_units',
      `SELECT id FROM app.search_units(ARRAY[$q$ 'x' | !'x' $q$]::tsquery[], ARRAY[$q$ 'x' | !'x' $q$]::tsquery[], 10)`,
    ],
    [
      'app.search_buildings',
      `SELECT id FROM app.search_buildings($q$ 'x' | !'x' $q$::tsquery, $q$ 'x' | !'x' $q$::tsquery, 10)`,
    ],
  ])('%s, which reads past row-level security, finds nothing for a customer', async (_name, text) => {
    const found = (actor: Actor) => inTenant(platform, () => db().query(text), { actor });
    expect(await found(actorOf(uuid(liu)))).toEqual([]);
    expect((await found(systemActor('control'))).length).toBeGreaterThan(0);
  });

  it('lets functions of the owner write what a customer does not see, such as events and totals', async () => {
    const id = uuid(liu);
    const emit = `SELECT app.emit_events('spec.happened', 1, 'customer', ARRAY['spec.handler'],
      jsonb_build_array(jsonb_build_object('a', $1::text, 'p', jsonb_build_object('by', 'customer'))))`;
    const happened = (actor: Actor) =>
      inTenant(
        platform,
        () => db().query<{ cause: { kind: string } }>(`SELECT cause FROM atrium.event WHERE name = 'spec.happened'`),
        { actor },
      );
    await inTenant(platform, () => db().query(emit, [id]), { actor: actorOf(id) });
    expect(await happened(systemActor('control'))).toMatchObject([{ cause: { kind: 'CUSTOMER' } }]);
    expect(await happened(actorOf(id))).toEqual([]);
  });

  it.each([
    ['another’s contact', `UPDATE atrium.customer_contact SET label = 'x' WHERE customer_id = $1`],
    ['another’s profile', `UPDATE atrium.customer SET remarks = 'x' WHERE id = $1`],
    ['another’s session', `UPDATE atrium.customer_session SET client = 'x' WHERE customer_id = $1`],
    ['a contact, by deleting it', `DELETE FROM atrium.customer_contact WHERE customer_id = $2`],
    ['the register', `DELETE FROM atrium.unit WHERE $1::uuid IS NOT NULL AND $2::uuid IS NOT NULL`],
  ])('does not let a customer change %s', async (_what, text) => {
    const values = [uuid(wu), uuid(liu)].slice(0, text.includes('$2') ? 2 : 1);
    const given = text.includes('$2') && !text.includes('$1') ? text.replace('$2', '$1') : text;
    const used = text.includes('$2') && !text.includes('$1') ? [uuid(liu)] : values;
    const changed = await inTenant(platform, () => db().execute(given, used), { actor: actorOf(uuid(liu)) });
    expect(changed).toBe(0);
  });

  it.each([
    ['its own occupancy', `UPDATE atrium.occupancy SET pays_fees = true WHERE customer_id = $1`],
    ['its own unit', `UPDATE atrium.unit SET floor = 3 WHERE $1::uuid IS NOT NULL`],
    ['the company', `UPDATE atrium.tenant SET name = 'x' WHERE $1::uuid IS NOT NULL`],
    [
      'a consent of somebody else',
      `INSERT INTO atrium.customer_consent (id, customer_id, channel, purpose, status, decided_at, source)
       SELECT gen_random_uuid(), c, 'SMS', 'MARKETING', 'GRANTED', now(), 'ONLINE' FROM (VALUES ('%wu%'::uuid)) v(c)
       WHERE $1::uuid IS NOT NULL`,
    ],
  ])('refuses a customer’s change of %s, which it may not write', async (_what, text) => {
    const given = text.replace('%wu%', uuid(wu));
    await expect(
      inTenant(platform, () => db().execute(given, [uuid(liu)]), { actor: actorOf(uuid(liu)) }),
    ).rejects.toThrow(/row-level security/);
  });
});

describe('customers merged into one', () => {
  it('sign in as the survivor, see what was entered under either, and lose it when the merge is undone', async () => {
    const twin = await enterCustomer(admin, '刘主', { contacts: [contact('PHONE', '13800000007')] });
    await startOccupancy(admin, twin, register.unit101, 'OWNER', { startsOn: day(-100) });
    const client = await as(twin);
    expect((await homes(client)).map(({ unit }) => unit.code)).toEqual(['101']);
    const { mergeCustomers } = await admin.ok<{ mergeCustomers: { merge: { id: string } } }>(
      `mutation ($input: MergeCustomersInput!) { mergeCustomers(input: $input) { merge { id } } }`,
      { input: { survivorId: liu.id, duplicateId: twin.id, reason: '同一人' } },
    );
    const again = await as(twin);
    expect((await homes(again)).map(({ unit }) => unit.code).sort()).toEqual(['101', '2-1101']);
    expect(await again.ok('{ me { id contacts { value } } }')).toMatchObject({ me: { id: liu.id } });
    const survivor = await as(liu);
    expect((await homes(survivor)).length).toBe(2);
    await admin.ok(`mutation ($input: UndoMergeInput!) { undoMerge(input: $input) { __typename } }`, {
      input: { id: mergeCustomers.merge.id },
    });
    expect((await homes(await as(twin))).map(({ unit }) => unit.code)).toEqual(['101']);
    expect((await homes(await as(liu))).map(({ unit }) => unit.code)).toEqual(['2-1101']);
  });
});
