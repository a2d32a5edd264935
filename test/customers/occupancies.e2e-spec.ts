import { db } from '@atrium/sdk';
import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { inTenant } from '../properties/support/properties';
import { enterCustomer, type Entered, enterRegister, type Register, startOccupancy, uuidOf } from './support/register';

const START = `mutation ($input: StartOccupancyInput!) { startOccupancy(input: $input) { occupancy { id } } }`;
const UPDATE = `mutation ($input: UpdateOccupancyInput!) { updateOccupancy(input: $input) { occupancy { startsOn endsOn share version isPrimaryContact } } }`;
const END = `mutation ($input: EndOccupancyInput!) { endOccupancy(input: $input) { occupancy { endsOn isCurrent } } }`;
const TRANSFER = `mutation ($input: TransferUnitInput!) { transferUnit(input: $input) {
  transfer { id transferredOn note ended { customer { name } kind endsOn } started { customer { name } kind startsOn share paysFees } }
  unit { owners { name } }
} }`;

interface Held {
  id: string;
  version: number;
}

describe('occupancies', () => {
  let platform: TestPlatform;
  let agent: TestClient;
  let stranger: TestClient;
  let register: Register;
  const people: Record<string, Entered> = {};

  beforeAll(async () => {
    platform = await createTestPlatform();
    agent = await platform.as('SERVICE_AGENT');
    stranger = await platform.as('ADMIN', { tenant: 'b' });
    register = await enterRegister(await platform.as('ADMIN'));
    for (const name of ['张伟', '王芳', '李娜', '刘洋', '陈静']) people[name] = await enterCustomer(agent, name);
  });
  afterAll(() => platform.close());

  const person = (name: string): Entered => people[name]!;
  /** Who has or had to do with a unit: name, kind and dates. */
  const history = async (unitId: string, client = agent): Promise<string[]> => {
    const { unit } = await client.ok<{
      unit: {
        occupancies: {
          nodes: { kind: string; startsOn: string | null; endsOn: string | null; customer: { name: string } }[];
        };
      };
    }>(
      `query ($id: ID!) { unit(id: $id) { occupancies(first: 50) { nodes { kind startsOn endsOn customer { name } } } } }`,
      { id: unitId },
    );
    return unit.occupancies.nodes.map(
      ({ kind, startsOn, endsOn, customer }) => `${customer.name} ${kind} ${startsOn ?? '…'} ${endsOn ?? '…'}`,
    );
  };
  const owners = async (unitId: string): Promise<string[]> => {
    const { unit } = await agent.ok<{ unit: { owners: { name: string }[] } }>(
      `query ($id: ID!) { unit(id: $id) { owners { name } } }`,
      { id: unitId },
    );
    return unit.owners.map(({ name }) => name);
  };
  const problems = async (document: string, input: Record<string, unknown>): Promise<string[]> => {
    const { extensions } = await agent.fails(document, { input });
    expect(extensions.code).toBe('VALIDATION_FAILED');
    return extensions.fields!.map(({ path, code }) => `${path} ${code}`);
  };

  it('connect customers with units, from a day or since ever', async () => {
    const { unit1101 } = register;
    await startOccupancy(agent, person('张伟'), unit1101, 'OWNER', { share: '60', externalId: 'o-1' });
    await startOccupancy(agent, person('王芳'), unit1101, 'CO_OWNER', { startsOn: '2020-01-01', share: '40' });
    await startOccupancy(agent, person('李娜'), unit1101, 'LESSEE', { startsOn: '2025-01-01', endsOn: '2099-01-01' });
    expect(await history(unit1101)).toEqual([
      '张伟 OWNER … …',
      '王芳 CO_OWNER 2020-01-01 …',
      '李娜 LESSEE 2025-01-01 2099-01-01',
    ]);
    expect(await owners(unit1101)).toEqual(['王芳', '张伟']);
    const { customer } = await agent.ok<{ customer: unknown }>(
      `query ($id: ID!) { customer(id: $id) { occupancies { nodes {
        kind startsOn endsOn isCurrent share paysFees isPrimaryContact externalId unit { code building { code } section { code } }
      } } } }`,
      { id: person('张伟').id },
    );
    expect(customer).toEqual({
      occupancies: {
        nodes: [
          {
            kind: 'OWNER',
            startsOn: null,
            endsOn: null,
            isCurrent: true,
            share: '60.00',
            paysFees: true,
            isPrimaryContact: false,
            externalId: 'o-1',
            unit: { code: '2-1101', building: { code: '3栋' }, section: { code: '2单元' } },
          },
        ],
      },
    });
  });

  it.each([
    ['a second owner', '刘洋', { kind: 'OWNER', startsOn: '2026-01-01' }, 'input.kind SECOND_OWNER'],
    ['the same again', '李娜', { kind: 'LESSEE', startsOn: '2098-12-31' }, 'input.kind SAME_AGAIN'],
    [
      'an end before the start',
      '刘洋',
      { kind: 'FAMILY', startsOn: '2026-02-01', endsOn: '2026-02-01' },
      'input.endsOn ENDS_BEFORE_START',
    ],
    ['the share of a lessee', '刘洋', { kind: 'LESSEE', share: '10' }, 'input.share SHARE_WITHOUT_OWNERSHIP'],
    ['more than the whole', '刘洋', { kind: 'CO_OWNER', share: '0.01' }, 'input.share SHARES_ABOVE_100'],
    ['a share of nothing', '刘洋', { kind: 'CO_OWNER', share: '0' }, 'input.share OUT_OF_RANGE'],
    ['a share with three decimals', '刘洋', { kind: 'CO_OWNER', share: '1.005' }, 'input.share OUT_OF_RANGE'],
    ['a slip of the pen', '刘洋', { kind: 'LESSEE', startsOn: '0202-01-01' }, 'input.startsOn OUT_OF_RANGE'],
  ])('refuse %s', async (_, name, input, problem) => {
    const before = await history(register.unit1101);
    const all = { customerId: person(name).id, unitId: register.unit1101, ...input };
    expect(await problems(START, all)).toEqual([problem]);
    expect(await history(register.unit1101)).toEqual(before);
  });

  it('say who is the owner when there is one', async () => {
    const input = { customerId: person('刘洋').id, unitId: register.unit1101, kind: 'OWNER' };
    const { extensions } = await agent.with({ 'accept-language': 'en' }).fails(START, { input });
    expect(extensions.fields![0]!.message).toBe(
      '张伟 is the owner from open to open: a unit has one owner at a time; the others are co-owners.',
    );
  });

  it('belong to one tenant', async () => {
    const input = { customerId: person('刘洋').id, unitId: register.unit1102, kind: 'FAMILY' };
    expect((await stranger.fails(START, { input })).extensions.code).toBe('NOT_FOUND');
    const foreigner = await enterCustomer(stranger, '外人');
    expect((await agent.fails(START, { input: { ...input, customerId: foreigner.id } })).extensions.code).toBe(
      'NOT_FOUND',
    );
    expect(await history(register.unit1102)).toEqual([]);
    await startOccupancy(agent, person('刘洋'), register.unit1102, 'FAMILY', {});
  });

  it('are changed and ended; the first to turn to is one', async () => {
    const { unit1102 } = register;
    const owner = await startOccupancy(agent, person('陈静'), unit1102, 'OWNER', { isPrimaryContact: true });
    const lessee = await startOccupancy(agent, person('李娜'), unit1102, 'LESSEE', { isPrimaryContact: true });
    const primary = async () => {
      const { unit } = await agent.ok<{
        unit: { occupancies: { nodes: { customer: { name: string }; isPrimaryContact: boolean }[] } };
      }>(`query ($id: ID!) { unit(id: $id) { occupancies { nodes { isPrimaryContact customer { name } } } } }`, {
        id: unit1102,
      });
      return unit.occupancies.nodes.filter((one) => one.isPrimaryContact).map(({ customer }) => customer.name);
    };
    expect(await primary()).toEqual(['李娜']);
    const stale = await agent.fails(UPDATE, { input: { id: owner.id, version: 1, share: '100' } });
    expect(stale.extensions).toMatchObject({ code: 'CONFLICT', currentVersion: 2 });
    const { updateOccupancy } = await agent.ok<{ updateOccupancy: unknown }>(UPDATE, {
      input: { id: owner.id, version: 2, share: '100', startsOn: '2019-05-01', isPrimaryContact: true },
    });
    expect(updateOccupancy).toEqual({
      occupancy: { startsOn: '2019-05-01', endsOn: null, share: '100.00', version: 3, isPrimaryContact: true },
    });
    expect(await primary()).toEqual(['陈静']);

    const held = await heldBy(lessee.id);
    expect(await agent.ok(END, { input: { ...held, endsOn: '2026-03-01' } })).toEqual({
      endOccupancy: { occupancy: { endsOn: '2026-03-01', isCurrent: false } },
    });
    const again = await agent.fails(END, { input: { ...(await heldBy(lessee.id)), endsOn: '2026-04-01' } });
    expect(again.extensions).toMatchObject({ code: 'INVALID_TRANSITION', allowed: [] });
    expect((await stranger.fails(END, { input: { ...held, endsOn: '2026-03-01' } })).extensions.code).toBe('NOT_FOUND');
  });

  const heldBy = async (id: string): Promise<Held> => {
    const { occupancy } = await agent.ok<{ occupancy: Held }>(
      `query ($id: ID!) { occupancy(id: $id) { id version } }`,
      { id },
    );
    return occupancy;
  };

  it('let a unit change hands: one set ends, another starts, nothing is lost', async () => {
    const { unit1101 } = register;
    await startOccupancy(agent, person('陈静'), unit1101, 'FAMILY', { startsOn: '2021-01-01' });
    const { transferUnit } = await agent.ok<{ transferUnit: { transfer: { id: string } } }>(TRANSFER, {
      input: {
        unitId: unit1101,
        transferredOn: '2026-03-11',
        note: '二手房买卖',
        newOwners: [
          { customerId: person('刘洋').id, kind: 'OWNER', share: '70' },
          { customerId: person('陈静').id, kind: 'CO_OWNER', share: '30' },
        ],
      },
    });
    expect(transferUnit).toEqual({
      transfer: {
        id: expect.stringMatching(/^unit_transfer_/) as string,
        transferredOn: '2026-03-11',
        note: '二手房买卖',
        ended: [
          { customer: { name: '张伟' }, kind: 'OWNER', endsOn: '2026-03-11' },
          { customer: { name: '王芳' }, kind: 'CO_OWNER', endsOn: '2026-03-11' },
          { customer: { name: '陈静' }, kind: 'FAMILY', endsOn: '2026-03-11' },
        ],
        started: [
          { customer: { name: '刘洋' }, kind: 'OWNER', startsOn: '2026-03-11', share: '70.00', paysFees: true },
          { customer: { name: '陈静' }, kind: 'CO_OWNER', startsOn: '2026-03-11', share: '30.00', paysFees: false },
        ],
      },
      unit: { owners: [{ name: '陈静' }, { name: '刘洋' }] },
    });
    expect(await history(unit1101)).toEqual([
      '张伟 OWNER … 2026-03-11',
      '王芳 CO_OWNER 2020-01-01 2026-03-11',
      '陈静 FAMILY 2021-01-01 2026-03-11',
      '李娜 LESSEE 2025-01-01 2099-01-01',
      '刘洋 OWNER 2026-03-11 …',
      '陈静 CO_OWNER 2026-03-11 …',
    ]);
    const { customer } = await agent.ok<{ customer: unknown }>(
      `query ($id: ID!) { customer(id: $id) { occupancies(filter: { isCurrent: false }) { nodes { kind endsOn unit { code } } } } }`,
      { id: person('张伟').id },
    );
    expect(customer).toEqual({
      occupancies: { nodes: [{ kind: 'OWNER', endsOn: '2026-03-11', unit: { code: '2-1101' } }] },
    });
  });

  it('keep what belongs to a transfer; what was entered by mistake can go', async () => {
    const REMOVE = `mutation ($input: RemoveOccupancyInput!) { removeOccupancy(input: $input) { removedOccupancyId } }`;
    const { unit } = await agent.ok<{ unit: { occupancies: { nodes: Held[] } } }>(
      `query ($id: ID!) { unit(id: $id) { occupancies(filter: { kind: { eq: OWNER } }) { nodes { id version } } } }`,
      { id: register.unit1101 },
    );
    for (const { id } of unit.occupancies.nodes) {
      expect((await agent.fails(REMOVE, { input: { id } })).extensions.code).toBe('CONFLICT');
    }
    const { id } = await startOccupancy(agent, person('王芳'), register.unit1102, 'STAFF');
    expect((await stranger.fails(REMOVE, { input: { id } })).extensions.code).toBe('NOT_FOUND');
    expect(await agent.ok(REMOVE, { input: { id } })).toEqual({ removeOccupancy: { removedOccupancyId: id } });
    expect((await agent.fails(REMOVE, { input: { id } })).extensions.code).toBe('NOT_FOUND');
  });

  it.each([
    ['nobody', [], 'input.newOwners ONE_OWNER'],
    [
      'two owners',
      [
        ['张伟', 'OWNER'],
        ['王芳', 'OWNER'],
      ],
      'input.newOwners ONE_OWNER',
    ],
    [
      'a lessee',
      [
        ['张伟', 'OWNER'],
        ['王芳', 'LESSEE'],
      ],
      'input.newOwners.1.kind NOT_ALLOWED',
    ],
    [
      'one of them twice',
      [
        ['张伟', 'OWNER'],
        ['张伟', 'CO_OWNER'],
      ],
      'input.newOwners TWICE',
    ],
  ] as [string, [string, string][], string][])('refuse a transfer to %s', async (_, newOwners, problem) => {
    const before = await history(register.unit1101);
    const input = {
      unitId: register.unit1101,
      transferredOn: '2026-06-01',
      newOwners: newOwners.map(([name, kind]) => ({ customerId: person(name).id, kind })),
    };
    expect(await problems(TRANSFER, input)).toEqual([problem]);
    expect(await history(register.unit1101)).toEqual(before);
  });

  it('refuse a transfer before the last one', async () => {
    const input = {
      unitId: register.unit1101,
      transferredOn: '2026-03-11',
      newOwners: [{ customerId: person('张伟').id, kind: 'OWNER' }],
    };
    expect(await problems(TRANSFER, input)).toEqual(['input.transferredOn LATER_OWNER']);
  });

  it('have one owner, however many become it at once', async () => {
    const { unit1201 } = register;
    const answers = await Promise.all(
      ['张伟', '王芳', '李娜', '刘洋'].map((name) =>
        agent.query(START, {
          input: { customerId: person(name).id, unitId: unit1201, kind: 'OWNER', startsOn: '2026-01-01' },
        }),
      ),
    );
    expect(answers.filter(({ errors }) => !errors)).toHaveLength(1);
    for (const { errors } of answers.filter((answer) => answer.errors)) {
      expect(errors![0]!.extensions.fields).toMatchObject([{ code: 'SECOND_OWNER' }]);
    }
    expect(await owners(unit1201)).toHaveLength(1);
    // Below the service the database stands guard over what is open.
    const insert = inTenant(platform, () =>
      db().execute(
        `INSERT INTO atrium.occupancy (id, community_id, unit_id, customer_id, kind)
         SELECT gen_random_uuid(), community_id, unit_id, $2, 'OWNER' FROM atrium.occupancy WHERE unit_id = $1`,
        [uuidOf(unit1201), uuidOf(person('陈静').id)],
      ),
    );
    await expect(insert).rejects.toMatchObject({ code: '23505', constraint: 'occupancy_one_owner' });
  });

  it('lie within the data scope', async () => {
    const local = await platform.as('SERVICE_AGENT', { communities: [uuidOf(register.heYuan)] });
    const elsewhere = await platform.as('SERVICE_AGENT', { communities: [uuidOf(register.jinGui)] });
    const count = async (client: TestClient) =>
      (await client.ok<{ occupancies: { totalCount: number } }>('{ occupancies { totalCount } }')).occupancies
        .totalCount;
    const all = await count(agent);
    expect(all).toBeGreaterThan(5);
    expect(await count(local)).toBe(all);
    expect(await count(elsewhere)).toBe(0);
    await startOccupancy(agent, person('张伟'), register.unit101, 'LESSEE');
    expect(await count(elsewhere)).toBe(1);
    expect(await count(local)).toBe(all);
    // Now both see the customer, and each only its own part of what he occupies.
    const read = `query ($id: ID!) { customer(id: $id) { name occupancies { nodes { unit { code } } } } }`;
    const codes = async (client: TestClient) => {
      const { customer } = await client.ok<{ customer: { occupancies: { nodes: { unit: { code: string } }[] } } }>(
        read,
        {
          id: person('张伟').id,
        },
      );
      return customer.occupancies.nodes.map(({ unit }) => unit.code).sort();
    };
    expect(await codes(elsewhere)).toEqual(['101']);
    expect(await codes(agent)).toContain('101');
    expect(await codes(local)).not.toContain('101');
    const input = { customerId: person('张伟').id, unitId: register.unit1102, kind: 'STAFF' };
    expect((await elsewhere.fails(START, { input })).extensions.code).toBe('NOT_FOUND');
    await local.ok(START, { input });
  });

  it('are listed with their units and customers by one statement', async () => {
    const document = `{ occupancies(first: 50, filter: { kind: { in: [OWNER, CO_OWNER] } }, orderBy: { field: START }) {
      nodes { kind share unit { code building { code community { name } } } customer { name contacts { value } } } } }`;
    await agent.ok(document);
    await platform.expectQueries(1, () => agent.ok(document));
    const units = `{ units(first: 20) { nodes { code owners { name } occupancies(first: 3) { nodes { customer { name } } } } } }`;
    await agent.ok(units);
    const { units: listed } = await platform.expectQueries(1, () =>
      agent.ok<{ units: { nodes: { code: string; owners: unknown[] }[] } }>(units),
    );
    expect(listed.nodes.map(({ code, owners: some }) => [code, some.length])).toEqual([
      ['2-1101', 2],
      ['2-1102', 1],
      ['2-1201', 1],
      ['101', 0],
    ]);
  });
});
