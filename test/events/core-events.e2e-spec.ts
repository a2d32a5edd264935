import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ContextDefinition, encodeId, type EventDefinition, type EventDelivery, EventHandler } from '@atrium/sdk';
import {
  customerEvents,
  feeEvents,
  noticeEvents,
  notificationEvents,
  propertyEvents,
  segmentEvents,
  staffEvents,
  surveyEvents,
  tenantEvents,
  callEvents,
  incidentEvents,
  ticketEvents,
  webhookEvents,
} from '@atrium/core';
import { createTestPlatform, Mailbox, signUpTestTenant, type TestClient, type TestPlatform } from '@atrium/testing';
import { Injectable, Module } from '@nestjs/common';
import type { z } from 'zod';
import { operatorOf } from '../operators/support';

interface Heard {
  event: string;
  payload: Record<string, unknown>;
  delivery: EventDelivery;
}
const heard: Heard[] = [];

const listOf = (...groups: object[]): EventDefinition[] =>
  groups.flatMap((events) => Object.values(events) as unknown as EventDefinition[]);
const all = listOf(propertyEvents, customerEvents, segmentEvents, staffEvents, tenantEvents);
/** Those whose own specs show when they are told. */
const others = listOf(
  ticketEvents,
  callEvents,
  incidentEvents,
  notificationEvents,
  noticeEvents,
  surveyEvents,
  feeEvents,
  webhookEvents,
);

/** Hears everything the core tells: one handler an event. */
@Injectable()
class Listener {}
all.forEach((event) => {
  const name = `on${event.name.replace(/(^|\.)(\w)/g, (_, __, letter: string) => letter.toUpperCase())}`;
  const hear = (payload: object, delivery: EventDelivery): Promise<void> => {
    heard.push({ event: event.name, payload: payload as Record<string, unknown>, delivery });
    return Promise.resolve();
  };
  Object.defineProperty(Listener.prototype, name, { value: hear, configurable: true, writable: true });
  EventHandler(event)(Listener.prototype, name, Object.getOwnPropertyDescriptor(Listener.prototype, name)!);
});

@Module({ providers: [Listener] })
class ListenerModule {}
const context: ContextDefinition = { name: 'listener', module: ListenerModule, entities: [], migrations: [] };

let platform: TestPlatform;
let mailbox: Mailbox;
let admin: TestClient;

const change = async (field: string, type: string, input: object, selection: string): Promise<Record<string, never>> =>
  (
    await admin.ok<Record<string, Record<string, never>>>(
      `mutation ($input: ${type}!) { ${field}(input: $input) { ${selection} } }`,
      { input },
    )
  )[field]!;
const made = async (kind: string, input: object): Promise<{ id: string; version: number }> => {
  const type = kind[0]!.toUpperCase() + kind.slice(1);
  const answer = await change(`create${type}`, `Create${type}Input`, input, `${kind} { id version }`);
  return answer[kind] as unknown as { id: string; version: number };
};
/** What was told since the last call, in order. */
const told = async (): Promise<[string, Record<string, unknown>][]> => {
  heard.length = 0;
  await platform.drainEvents();
  return heard.map(({ event, payload }) => [event, payload]);
};
const uuid = (id: string): string => platform.uuid(id);

beforeAll(async () => {
  mailbox = await Mailbox.open();
  platform = await createTestPlatform({ SMTP_URL: mailbox.url }, [context]);
  admin = await platform.as('ADMIN');
  await platform.runJobs();
});
afterAll(async () => {
  await platform.close();
  await mailbox.close();
});

it('stand on the page for those who handle them, with what they carry', () => {
  const page = readFileSync(join(__dirname, '../../docs/plugins/events.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `([\w.]+)` +\| (\w+) +\| ([^|]+?) *\|/gm)].map(
    ([, name, aggregate, payload]) => ({
      name,
      aggregate,
      payload: [...payload!.matchAll(/`(\w+)`/g)].map(([, key]) => key),
    }),
  );
  const documented = [...all, ...others].map(({ name, aggregate, schema }) => ({
    name,
    aggregate,
    payload: Object.keys((schema as unknown as z.ZodObject).shape),
  }));
  const byName = (a: { name?: string }, b: { name?: string }): number => (a.name! < b.name! ? -1 : 1);
  const sorted = <T extends { name?: string; payload: unknown[] }>(events: T[]): T[] =>
    events.map((event) => ({ ...event, payload: [...event.payload].sort() })).sort(byName);
  expect(sorted(rows)).toEqual(sorted(documented));
});

it('tells of a company that signs up', async () => {
  const { id } = await signUpTestTenant(platform.client(), 'gamma');
  expect(await told()).toEqual([['tenant.signedUp', { tenantId: id, plan: expect.any(String) as string }]]);
  expect(heard[0]!.delivery).toMatchObject({ tenantId: id, aggregate: 'tenant', aggregateId: id });
});

it('tells of a company whose standing or plan changes, also once it is closed', async () => {
  const b = platform.tenants.b.id;
  const operator = await operatorOf(platform);
  const operate = (mutation: string, input: object, type = 'TenantStandingInput'): Promise<unknown> =>
    operator.ok(`mutation ($input: ${type}!) { ${mutation}(input: $input) { tenant { status } } }`, {
      input: { tenantId: encodeId('tenant', b), ...input },
    });
  const changed = (from: string, to: string): [string, Record<string, unknown>] => [
    'tenant.statusChanged',
    { tenantId: b, from, to },
  ];
  await operate('suspendTenant', { reason: '欠费' });
  await operate('resumeTenant', { reason: '已缴' });
  const before = await told();
  const first = (before[0]![1] as { from: string }).from;
  expect(before).toEqual([changed(first, 'SUSPENDED'), changed('SUSPENDED', first)]);
  expect(heard[0]!.delivery).toMatchObject({ tenantId: b, aggregateId: b, cause: { kind: 'OPERATOR' } });
  await operate('setTenantPlan', { plan: 'TRIAL' }, 'SetTenantPlanInput');
  await operate('setTenantPlan', { plan: 'STANDARD' }, 'SetTenantPlanInput');
  const plans = (await told()).filter(([event]) => event === 'tenant.planChanged').map(([, payload]) => payload);
  expect(plans.at(-1)).toEqual({ tenantId: b, from: 'TRIAL', to: 'STANDARD' });
  await operate('closeTenant', { reason: '合同到期' });
  // Whoever cares for it is told while nothing else is done for it.
  expect(await told()).toEqual([changed('ACTIVE', 'CLOSED')]);
  await operate('resumeTenant', { reason: '续签' });
  expect(await told()).toEqual([changed('CLOSED', 'ACTIVE')]);
});

it('tells of places that are made, changed and deleted', async () => {
  const community = await made('community', { name: '和园', serviceProfile: 'RESIDENTIAL' });
  const communityId = uuid(community.id);
  const building = await made('building', { communityId: community.id, code: '1栋' });
  const buildingId = uuid(building.id);
  const unit = await made('unit', { buildingId: building.id, code: '101' });
  const unitId = uuid(unit.id);
  expect(await told()).toEqual(
    expect.arrayContaining([
      ['community.created', { communityId }],
      ['building.created', { buildingId, communityId }],
      ['unit.created', { unitId, buildingId, communityId }],
    ]),
  );
  await change('updateCommunity', 'UpdateCommunityInput', { ...community, postcode: '200000' }, '__typename');
  await change('updateBuilding', 'UpdateBuildingInput', { ...building, name: '北楼' }, '__typename');
  await change('changeUnitState', 'ChangeUnitStateInput', { ...unit, state: 'OCCUPIED' }, '__typename');
  await change('updateUnit', 'UpdateUnitInput', { id: unit.id, version: unit.version + 1, floor: 1 }, '__typename');
  const changed = await told();
  expect(changed).toHaveLength(4);
  expect(changed).toEqual(
    expect.arrayContaining([
      ['community.updated', { communityId }],
      ['building.updated', { buildingId }],
      ['unit.stateChanged', { unitId, from: 'VACANT', to: 'OCCUPIED' }],
      ['unit.updated', { unitId }],
    ]),
  );
  const gone = `mutation ($id: ID!) { deleteUnit(input: { id: $id }) { __typename } }`;
  await admin.ok(gone, { id: unit.id });
  expect(await told()).toEqual([['unit.deleted', { unitId, communityId }]]);
});

it('says nothing of a change that is refused', async () => {
  const refused = await admin.fails(
    'mutation { createCommunity(input: { name: "和园", serviceProfile: RESIDENTIAL }) { community { id } } }',
  );
  expect(refused.extensions.code).toBe('CONFLICT');
  expect(await told()).toEqual([]);
});

it('tells of customers, of what they are to units, and of a unit that changes hands', async () => {
  const community = await made('community', { name: '梅园', serviceProfile: 'RESIDENTIAL' });
  const building = await made('building', { communityId: community.id, code: '1栋' });
  const unit = await made('unit', { buildingId: building.id, code: '101' });
  const person = (name: string) => made('customer', { kind: 'PERSON', name, communityId: community.id });
  const [wang, li, twin] = [await person('王芳'), await person('李娜'), await person('李娜')];
  await change('updateCustomer', 'UpdateCustomerInput', { ...wang, remarks: '早班' }, '__typename');
  const { customerMerge } = (await change(
    'mergeCustomers',
    'MergeCustomersInput',
    { survivorId: li.id, duplicateId: twin.id },
    'customerMerge: merge { id }',
  )) as unknown as { customerMerge: { id: string } };
  const customers = (await told()).filter(([event]) => event.startsWith('customer.'));
  expect(customers).toHaveLength(5);
  expect(customers).toEqual(
    expect.arrayContaining([
      ['customer.created', { customerId: uuid(wang.id), kind: 'PERSON' }],
      ['customer.created', { customerId: uuid(twin.id), kind: 'PERSON' }],
      ['customer.updated', { customerId: uuid(wang.id) }],
      ['customer.merged', { customerId: uuid(li.id), duplicateId: uuid(twin.id), mergeId: uuid(customerMerge.id) }],
    ]),
  );

  const start = { unitId: unit.id, customerId: wang.id, kind: 'OWNER', startsOn: '2020-01-01' };
  await change('startOccupancy', 'StartOccupancyInput', start, '__typename');
  const transfer = { unitId: unit.id, transferredOn: '2026-03-11', newOwners: [{ customerId: li.id, kind: 'OWNER' }] };
  await change('transferUnit', 'TransferUnitInput', transfer, '__typename');
  const occupancies = await told();
  const unitId = uuid(unit.id);
  const kindOf = { unitId, kind: 'OWNER' };
  expect(occupancies).toHaveLength(4);
  const of = (event: string): Record<string, unknown>[] =>
    occupancies.filter(([name]) => name === event).map(([, payload]) => payload);
  expect(of('occupancy.started')).toMatchObject([
    { ...kindOf, customerId: uuid(wang.id), startsOn: '2020-01-01', endsOn: null, transferId: null },
    { ...kindOf, customerId: uuid(li.id), startsOn: '2026-03-11', endsOn: null },
  ]);
  const [ended] = of('occupancy.ended');
  expect(ended).toMatchObject({ ...kindOf, customerId: uuid(wang.id), endsOn: '2026-03-11' });
  expect(of('unit.transferred')).toEqual([{ unitId, transferredOn: '2026-03-11', transferId: ended!['transferId'] }]);
});

it('tells of staff who come and go', async () => {
  const { roles } = await admin.ok<{ roles: { nodes: { id: string }[] } }>('{ roles(first: 1) { nodes { id } } }');
  const invite = {
    name: '赵敏',
    email: 'zhao@example.com',
    roleIds: roles.nodes.map(({ id }) => id),
    dataScope: { kind: 'ALL' },
  };
  const { staff } = (await change('inviteStaff', 'InviteStaffInput', invite, 'staff { id }')) as unknown as {
    staff: { id: string };
  };
  await platform.runJobs();
  const token = /^atr_i_\S+$/m.exec(mailbox.last('zhao@example.com').text ?? '')![0];
  await platform
    .client()
    .ok('mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { __typename } }', {
      input: { token, password: 'correct horse battery' },
    });
  await change('disableStaff', 'StaffIdInput', { staffId: staff.id }, '__typename');
  await change('enableStaff', 'StaffIdInput', { staffId: staff.id }, '__typename');
  await platform.drainEvents();
  const staffId = uuid(staff.id);
  expect(
    heard
      .filter(({ payload }) => payload['staffId'] === staffId)
      .map(({ event }) => event)
      .sort(),
  ).toEqual(['staff.disabled', 'staff.enabled', 'staff.invited', 'staff.joined']);
});

it('tells of what an import makes and changes, by a handful of statements', async () => {
  const csv = (area: string): string =>
    `小区,楼栋,房号,面积,业主\n${Array.from({ length: 40 }, (_, n) => `兰园,${n % 4}栋,${n},${area},业主${n}\n`).join('')}`;
  const run = async (area: string): Promise<void> => {
    const fileId = await platform.upload(admin, {
      fileName: 'rows.csv',
      content: Buffer.from(csv(area)),
      contentType: 'text/csv',
    });
    const mapping = { community: '小区', building: '楼栋', unit: '房号', grossArea: '面积' };
    const input = { fileId, kind: 'BUILDINGS_AND_UNITS', onMissingParent: 'CREATE', mapping };
    const { job } = (await change('startImport', 'StartImportInput', input, 'job { id }')) as unknown as {
      job: { id: string };
    };
    heard.length = 0;
    await platform.runJobs();
    expect(await platform.finishedJob(admin, job.id, 'state')).toEqual({ state: 'SUCCEEDED' });
  };
  const counts = (): Record<string, number> => {
    const n: Record<string, number> = {};
    for (const { event } of heard) n[event] = (n[event] ?? 0) + 1;
    return n;
  };
  await run('80');
  expect(counts()).toEqual({ 'community.created': 1, 'building.created': 4, 'unit.created': 40 });
  await run('81');
  expect(counts()).toEqual({ 'unit.updated': 40 });
  await run('81');
  expect(counts()).toEqual({});
});
