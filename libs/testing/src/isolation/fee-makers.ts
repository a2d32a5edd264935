import { change } from './core-makers';
import type { Tools } from './tools';
import type { World } from './world';

type Made<K extends string> = Record<K, { id: string }>;

const TARIFF = {
  rounding: { step: '0.01' },
  cycleMonths: 1,
  timing: 'ADVANCE',
  due: { kind: 'DAY_OF_MONTH', day: 10 },
  proration: 'BY_DAY',
  taxRate: '0.06',
};

/** A fee item; answers its id. */
async function feeItem(world: World, definition: object, tiers: readonly object[]): Promise<string> {
  const input = {
    ...{ code: world.text('code'), name: world.text('words'), startsOn: '2020-01-01', tiers },
    definition: { ...TARIFF, ...definition },
  };
  const { client } = world.owner;
  return (await change<Made<'feeItem'>>(client, 'createFeeItem', 'CreateFeeItemInput', input, 'feeItem { id }')).feeItem
    .id;
}

/** An item whose cost is shared. */
export const sharedItem = (world: World): Promise<string> =>
  feeItem(world, { formula: 'SHARED', sharedBy: 'HOUSEHOLD' }, []);

/** A meter of the unit that fees are assigned to. */
export async function meterOfUnit(world: World): Promise<string> {
  const input = { unitId: world.id('unit'), code: world.text('code'), kind: 'WATER', installedOn: '2026-01-01' };
  const { client } = world.owner;
  return (await change<Made<'meter'>>(client, 'createMeter', 'CreateMeterInput', input, 'meter { id }')).meter.id;
}

/** A customer who pays 100.00 a month for a unit; answers the customer's id. */
async function payingCustomer(world: World): Promise<string> {
  const { client } = world.owner;
  const feeItemId = await feeItem(world, { formula: 'FIXED' }, [{ price: '100.00' }]);
  // Items are the whole company's: what hangs on the community has a mark of its own.
  world.nextStep();
  const person = { kind: 'PERSON', name: world.text('words'), communityId: world.id('community') };
  const made = await change<Made<'customer'>>(
    client,
    'createCustomer',
    'CreateCustomerInput',
    person,
    'customer { id }',
  );
  const input = {
    ...{ feeItemId, unitId: world.id('unit') },
    ...{ startsOn: '2026-01-01', payers: [{ customerId: made.customer.id, startsOn: '2026-01-01' }] },
  };
  await change(client, 'assignFee', 'AssignFeeInput', input, '__typename');
  return made.customer.id;
}

/** A run that waits to be previewed; answers its id. */
async function newRun(world: World): Promise<string> {
  const input = { month: '2026-01', billedOn: '2026-01-01', communityIds: [world.id('community')] };
  const { client } = world.owner;
  type Payload = Made<'run'>;
  return (await change<Payload>(client, 'previewBillingRun', 'PreviewBillingRunInput', input, 'run { id }')).run.id;
}

/** A run that can be committed. */
export async function previewedRun(world: World, { platform }: Tools): Promise<string> {
  const id = await newRun(world);
  await platform.runJobs();
  return id;
}

const step = (world: World, mutation: string, id: string): Promise<unknown> =>
  change(world.owner.client, mutation, 'BillingRunInput', { id }, '__typename');

/** A run that waits for a worker. */
export async function queuedRun(world: World, tools: Tools): Promise<string> {
  const id = await previewedRun(world, tools);
  await step(world, 'commitBillingRun', id);
  return id;
}

/** A run that was stopped. */
export async function stoppedRun(world: World, tools: Tools): Promise<string> {
  const id = await queuedRun(world, tools);
  await step(world, 'cancelBillingRun', id);
  return id;
}

/** A charge of a new customer; answers its id. */
export async function newCharge(world: World, tools: Tools): Promise<string> {
  const customerId = await payingCustomer(world);
  await queuedRun(world, tools);
  await tools.platform.runJobs();
  type Answer = { charges: { nodes: readonly { id: string }[] } };
  const { charges } = await world.owner.client.ok<Answer>(
    'query ($id: ID!) { charges(filter: { customer: { eq: $id } }) { nodes { id } } }',
    { id: customerId },
  );
  if (!charges.nodes[0]) throw new Error('The run charged nobody');
  return charges.nodes[0].id;
}

/** Days of somebody that a run skipped; answers the id. */
export async function newSkip(world: World, tools: Tools): Promise<string> {
  await newCharge(world, tools);
  const runId = await queuedRun(world, tools);
  await tools.platform.runJobs();
  type Answer = { billingSkips: { nodes: readonly { id: string }[] } };
  const { billingSkips } = await world.owner.client.ok<Answer>(
    'query ($id: ID!) { billingSkips(filter: { run: { eq: $id } }) { nodes { id } } }',
    { id: runId },
  );
  if (!billingSkips.nodes[0]) throw new Error('The run skipped nobody');
  return billingSkips.nodes[0].id;
}
