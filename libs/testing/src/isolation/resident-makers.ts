import { change } from './core-makers';
import type { World } from './world';

/** Somebody at home in a world's community. */
export interface Resident {
  readonly customerId: string;
  readonly unitId: string;
  readonly email: string;
}

/** A new customer who can be reached, and lives in a new unit of the world's first building. */
export async function newResident(world: World): Promise<Resident> {
  world.nextStep();
  const { client } = world.owner;
  const email = world.text('email');
  const person = { kind: 'PERSON', name: world.text('words'), contacts: [{ kind: 'EMAIL', value: email }] };
  type Customer = { customer: { id: string } };
  type Unit = { unit: { id: string } };
  const made = await change<Customer>(client, 'createCustomer', 'CreateCustomerInput', person, 'customer { id }');
  const place = { buildingId: world.id('building'), code: world.text('words') };
  const { unit } = await change<Unit>(client, 'createUnit', 'CreateUnitInput', place, 'unit { id }');
  const tenure = { customerId: made.customer.id, unitId: unit.id, kind: 'OWNER', startsOn: '2024-01-01' };
  await change(client, 'startOccupancy', 'StartOccupancyInput', tenure, '__typename');
  return { customerId: made.customer.id, unitId: unit.id, email };
}
