import { db, decodeId } from '@atrium/sdk';
import type { TestClient, TestPlatform } from '@atrium/testing';
import { create, inTenant } from '../../properties/support/properties';

export const uuidOf = (id: string): string => {
  const decoded = decodeId(id);
  if (!decoded.ok) throw new Error(`${id} is no id`);
  return decoded.uuid;
};

/** Two communities with a building each; the first has the units 3-2-1101, 3-2-1102 and 3-2-1201, the second 5-101. */
export interface Register {
  readonly heYuan: string;
  readonly jinGui: string;
  readonly building: string;
  readonly unit1101: string;
  readonly unit1102: string;
  readonly unit1201: string;
  readonly unit101: string;
}

export async function enterRegister(admin: TestClient): Promise<Register> {
  const enter = async (what: string, input: Record<string, unknown>) => (await create(admin, what, input)).id;
  const heYuan = await enter('community', { name: '和园', address: '上海市浦东新区中山路88号' });
  const jinGui = await enter('community', { name: '金桂花园' });
  const building = await enter('building', { communityId: heYuan, code: '3栋' });
  const sectionId = await enter('section', { buildingId: building, code: '2单元' });
  const other = await enter('building', { communityId: jinGui, code: '5栋' });
  const unit = (code: string) => enter('unit', { buildingId: building, sectionId, code });
  return {
    heYuan,
    jinGui,
    building,
    unit1101: await unit('1101'),
    unit1102: await unit('1102'),
    unit1201: await unit('1201'),
    unit101: await enter('unit', { buildingId: other, code: '101' }),
  };
}

export interface Entered {
  id: string;
  version: number;
  code: string;
}

/** Enters a customer, a person unless told otherwise. */
export async function enterCustomer(
  client: TestClient,
  name: string,
  input: Record<string, unknown> = {},
): Promise<Entered> {
  const { createCustomer } = await client.ok<{ createCustomer: { customer: Entered } }>(
    `mutation ($input: CreateCustomerInput!) { createCustomer(input: $input) { customer { id version code } } }`,
    { input: { kind: 'PERSON', name, ...input } },
  );
  return createCustomer.customer;
}

export async function startOccupancy(
  client: TestClient,
  customer: { id: string },
  unitId: string,
  kind: string,
  input: Record<string, unknown> = {},
): Promise<{ id: string; version: number }> {
  const { startOccupancy: made } = await client.ok<{
    startOccupancy: { occupancy: { id: string; version: number } };
  }>(`mutation ($input: StartOccupancyInput!) { startOccupancy(input: $input) { occupancy { id version } } }`, {
    input: { customerId: customer.id, unitId, kind, ...input },
  });
  return made.occupancy;
}

/** What the audit log keeps of a table, oldest first; read below the API. */
export async function auditOf(platform: TestPlatform, entity: string): Promise<AuditRow[]> {
  return inTenant(platform, () =>
    db().query<AuditRow>(
      `SELECT action, entity_id, operation, cause ->> 'name' AS actor, before, after FROM atrium.audit_log
       WHERE entity = $1 ORDER BY created_at, id`,
      [entity],
    ),
  );
}
export interface AuditRow {
  action: string;
  entity_id: string;
  operation: string;
  actor: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}
