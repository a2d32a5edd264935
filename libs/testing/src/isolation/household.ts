import { encodeId } from '@atrium/sdk';
import type { Client } from 'pg';
import { change } from './core-makers';
import { contactChallenge } from './portal-makers';
import type { Samples } from './samples';
import type { Surface } from './surface';
import type { Tools } from './tools';
import { World } from './world';

/** What somebody is to a unit. */
export interface Tie {
  readonly kind: 'OWNER' | 'CO_OWNER' | 'LESSEE' | 'FAMILY';
  readonly endsOn?: string;
  readonly share?: string;
}

export interface HouseholdOptions {
  readonly name: string;
  readonly token: string;
  readonly tie: Tie;
  /** Id of the unit; left out: a new one in the first building. */
  readonly unitId?: string;
}

export interface Household {
  readonly home: World;
  /** Marks of what is this customer's own. */
  readonly personal: readonly string[];
  /** Marks of what staff wrote about the customer for each other. */
  readonly staffOnly: readonly string[];
}

/**
 * A customer of a world's company with whatever a customer can have, signed in, as a world of its own whose owner is
 * that customer.
 */
export async function makeHousehold(
  world: World,
  tools: Tools,
  surface: Surface,
  belongings: Samples['belongings'],
  { name, token, tie, unitId }: HouseholdOptions,
): Promise<Household> {
  const { platform, admin } = tools;
  const staff = world.owner.client;
  const owner = { name, client: platform.client() };
  const home = new World({ token, tenant: world.tenant, owner });
  home.nextStep();
  const personal = [home.mark];
  const communityId = world.id('community');
  const contact = (): object => ({ kind: 'EMAIL', value: home.text('email') });
  const person = {
    ...{ kind: 'PERSON', name: home.text('words'), communityId, contacts: [contact(), contact()] },
    identityDocument: {
      kind: 'PASSPORT',
      number: `H${home.token.charCodeAt(home.token.length - 1)}${String(1_000_000 + home.number())}`,
    },
  };
  type Made<K extends string> = Record<K, { id: string }>;
  const { customer } = await change<Made<'customer'>>(
    staff,
    'createCustomer',
    'CreateCustomerInput',
    person,
    'customer { id }',
  );
  home.nextStep();
  const unit =
    unitId ??
    (
      await change<Made<'unit'>>(
        staff,
        'createUnit',
        'CreateUnitInput',
        { buildingId: world.id('building'), code: home.text('words') },
        'unit { id }',
      )
    ).unit.id;
  const occupancy = {
    ...tie,
    unitId: unit,
    customerId: customer.id,
    startsOn: tie.endsOn ? '2020-01-01' : '2024-01-01',
  };
  await change(staff, 'startOccupancy', 'StartOccupancyInput', occupancy, '__typename');
  home.nextStep();
  const staffOnly = [home.mark];
  const note = { customerId: customer.id, kind: 'NOTE', body: home.text('words') };
  await change(staff, 'addCustomerNote', 'AddCustomerNoteInput', note, '__typename');
  home.nextStep();
  const tenant = world.tenant === platform.tenants.a ? 'a' : 'b';
  // Two sessions: one of them can be ended.
  await platform.as('CUSTOMER', { tenant, customer: customer.id });
  owner.client = await platform.as('CUSTOMER', { tenant, customer: customer.id });
  const consent = { channel: 'EMAIL', purpose: 'MARKETING', agree: true };
  await change(owner.client, 'decideMyConsent', 'DecideMyConsentInput', consent, '__typename');
  await contactChallenge(home, tools);
  const resident = { id: customer.id, name: person.name, company: world };
  for (const [idType, makers] of Object.entries(belongings)) {
    for (const make of makers) home.take(idType, await make(home, resident, tools));
  }
  for (const [idType, id] of await rowsOf(admin, surface, platform.uuid(customer.id), platform.uuid(unit))) {
    if (!home.has(id)) home.take(idType, id);
  }
  return { home, personal, staffOnly };
}

/** What is a customer's own, by what the rows say: entered under the customer, or the place of the unit. */
async function rowsOf(
  admin: Client,
  { tables }: Surface,
  customer: string,
  unit: string,
): Promise<[idType: string, id: string][]> {
  const found: [string, string][] = [];
  const read = async (idType: string, where: string, value: string): Promise<void> => {
    const { rows } = await admin.query<{ id: string }>(
      `SELECT id FROM ${tables.get(idType)!} WHERE ${where} ORDER BY created_at, id`,
      [value],
    );
    for (const { id } of rows) found.push([idType, encodeId(idType, id)]);
  };
  for (const [idType, table] of tables) {
    const { rows } = await admin.query(
      `SELECT FROM pg_attribute WHERE attrelid = to_regclass($1) AND attname = 'customer_id' AND NOT attisdropped`,
      [table],
    );
    // What staff write about a customer is not the customer's.
    if (rows.length > 0 && idType !== 'customer_note') await read(idType, 'customer_id = $1', customer);
  }
  await read('customer', 'id = $1', customer);
  await read('unit', 'id = $1', unit);
  await read('building', 'id = (SELECT building_id FROM atrium.unit WHERE id = $1)', unit);
  await read('community', 'id = (SELECT community_id FROM atrium.unit WHERE id = $1)', unit);
  await read('tenant', 'id = (SELECT tenant_id FROM atrium.unit WHERE id = $1)', unit);
  return found;
}
