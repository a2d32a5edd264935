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

/** A month's fee for a unit that the world's first customer pays; answers the assignment's id. */
async function payingAssignment(world: World): Promise<string> {
  const { client } = world.owner;
  const feeItemId = await feeItem(world, { formula: 'FIXED' }, [{ price: '100000.00' }]);
  // Items are the whole company's: what hangs on the community has a mark of its own.
  world.nextStep();
  const payers = [{ customerId: world.id('customer'), startsOn: '2026-01-01' }];
  const input = { feeItemId, unitId: world.id('unit'), startsOn: '2026-01-01', payers };
  type Payload = Made<'assignment'>;
  return (await change<Payload>(client, 'assignFee', 'AssignFeeInput', input, 'assignment { id }')).assignment.id;
}

/** A run that waits to be previewed; answers its id. */
async function newRun(world: World, month = '2026-01'): Promise<string> {
  const input = { month, billedOn: '2026-01-01', communityIds: [world.id('community')] };
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

/** A run of a month that nobody else charges, with something to charge; answers its id. */
export async function runWithCharges(world: World, { platform }: Tools): Promise<string> {
  await payingAssignment(world);
  const id = await newRun(world, '2026-02');
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

/** A charge of the world's first customer; answers its id. */
export async function newCharge(world: World, tools: Tools): Promise<string> {
  const assignmentId = await payingAssignment(world);
  await queuedRun(world, tools);
  await tools.platform.runJobs();
  type Answer = { charges: { nodes: readonly { id: string }[] } };
  const { charges } = await world.owner.client.ok<Answer>(
    'query ($id: ID!) { charges(filter: { assignment: { eq: $id } }) { nodes { id } } }',
    { id: assignmentId },
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

/** A customer with money that waits for charges, bound to an item; answers the customer's id. */
export const prepayingCustomer = async (world: World): Promise<string> => (await prepay(world)).customerId;

/** Money that waits for charges. */
export async function prepay(
  world: World,
  method = 'BANK_TRANSFER',
): Promise<{ customerId: string; paymentId: string }> {
  const { client } = world.owner;
  const restForItemId = await feeItem(world, { formula: 'FIXED' }, [{ price: '1' }]);
  world.nextStep();
  const communityId = world.id('community');
  const person = { kind: 'PERSON', name: world.text('words'), communityId };
  const { customer } = await change<Made<'customer'>>(
    client,
    'createCustomer',
    'CreateCustomerInput',
    person,
    'customer { id }',
  );
  const amount = { amount: '5.00', currency: 'CNY' };
  const input = { customerId: customer.id, communityId, method, amount, restForItemId };
  const { payment } = await change<Made<'payment'>>(
    client,
    'recordPayment',
    'RecordPaymentInput',
    input,
    'payment { id }',
  );
  return { customerId: customer.id, paymentId: payment.id };
}

/** An item by a formula of its own, with a late fee. */
export const itemByFormula = (world: World): Promise<string> =>
  feeItem(
    world,
    {
      formula: 'EXPRESSION',
      expression: { text: 'price' },
      lateFee: { dailyRate: '0.0005', graceDays: 10 },
    },
    [{ price: '1' }],
  );

/** Months closed so far, by company: its worlds share its books. */
const months = new Map<string, number>();

/** A month that is later than all that were closed, and over. */
export async function nextMonth(world: World): Promise<string> {
  const { client } = world.owner;
  type Answer = { feePeriods: { nodes: readonly { month: string }[] } };
  const { feePeriods } = await client.ok<Answer>(
    '{ feePeriods(first: 200, filter: { state: { eq: REOPENING } }) { nodes { month } } }',
  );
  for (const { month } of feePeriods.nodes) {
    const input = { month: month.slice(0, 7), approve: false };
    await change(client, 'decideFeeMonth', 'DecideFeeMonthInput', input, '__typename');
  }
  const n = (months.get(world.tenant.id) ?? 0) + 1;
  months.set(world.tenant.id, n);
  return `${String(1000 + Math.floor(n / 12))}-${String((n % 12) + 1).padStart(2, '0')}`;
}

/** A month that was closed. */
export async function closedMonth(world: World): Promise<string> {
  const month = await nextMonth(world);
  await change(world.owner.client, 'closeFeeMonth', 'CloseFeeMonthInput', { month }, '__typename');
  return month;
}

/** A month that somebody wants to be reopened. */
export async function reopeningMonth(world: World): Promise<string> {
  const month = await closedMonth(world);
  const input = { month, reason: world.text('words') };
  await change(world.owner.client, 'askToReopenFeeMonth', 'AskToReopenFeeMonthInput', input, '__typename');
  return month;
}

/** The version that settings of fees are changed from. */
export async function feeSettingsVersion({ owner }: World): Promise<number> {
  type Answer = { feeSettings: { version: number } };
  return (await owner.client.ok<Answer>('{ feeSettings { version } }')).feeSettings.version;
}

/** A deposit that was applied for; answers its id. */
export async function newDeposit(world: World): Promise<string> {
  const input = {
    ...{ customerId: world.id('customer'), communityId: world.id('community'), unitId: world.id('unit') },
    ...{ kind: 'KEYS', purpose: world.text('words'), amount: { amount: '100.00', currency: 'CNY' } },
  };
  const { client } = world.owner;
  type Payload = Made<'deposit'>;
  return (await change<Payload>(client, 'applyForDeposit', 'ApplyForDepositInput', input, 'deposit { id }')).deposit.id;
}

/** One that is held. */
export async function heldDeposit(world: World, method = 'BANK_TRANSFER'): Promise<string> {
  const id = await newDeposit(world);
  const input = { id, method };
  await change(world.owner.client, 'receiveDeposit', 'ReceiveDepositInput', input, '__typename');
  return id;
}

type Shift = { id: string; version: number; cashierId: string; community: { id: string } };

/** The open shift of the world's owner, who has one at a time; other people of the company have theirs. */
async function ownShift(world: World): Promise<Shift | null> {
  const { viewer, cashierShifts } = await world.owner.client.ok<{
    viewer: { actor: { id: string } };
    cashierShifts: { nodes: Shift[] };
  }>(
    `{ viewer { actor { id } }
      cashierShifts(first: 200, filter: { state: { eq: OPEN } }) { nodes { id version cashierId community { id } } } }`,
  );
  return cashierShifts.nodes.find(({ cashierId }) => cashierId === viewer.actor.id) ?? null;
}

/** Closes what is open, so that a shift can be opened; answers the cash in its till. */
export async function tillWithoutShift(world: World): Promise<{ amount: string; currency: string }> {
  const shift = await ownShift(world);
  if (shift) {
    const input = { id: shift.id, version: shift.version, counted: { amount: '0', currency: 'CNY' }, note: '-' };
    await change(world.owner.client, 'closeCashierShift', 'CloseCashierShiftInput', input, '__typename');
  }
  return { amount: '0', currency: 'CNY' };
}

/** An open shift of the world's owner in the world's community; answers its id. */
export async function openShift(world: World): Promise<string> {
  const open = await ownShift(world);
  const communityId = world.id('community');
  if (open?.community.id === communityId) return open.id;
  // The owner of two worlds of one company may have left it in the other's community.
  const input = { communityId, opening: await tillWithoutShift(world) };
  type Payload = Made<'shift'>;
  const { client } = world.owner;
  return (await change<Payload>(client, 'openCashierShift', 'OpenCashierShiftInput', input, 'shift { id }')).shift.id;
}

export const SANDBOX_SECRET = 'a secret of the sandbox';

/** A gateway that the company takes payments by; answers its name. Set once: probes must find nothing changed. */
export async function ownGateway({ owner }: World): Promise<string> {
  const input = { gateway: 'sandbox', secret: SANDBOX_SECRET };
  type Answer = { paymentGateways: { gateway: string; isEnabled: boolean }[] };
  const { paymentGateways } = await owner.client.ok<Answer>('{ paymentGateways { gateway isEnabled } }');
  if (!paymentGateways.some(({ gateway, isEnabled }) => gateway === input.gateway && isEnabled)) {
    await change(owner.client, 'setPaymentGateway', 'SetPaymentGatewayInput', input, '__typename');
  }
  return input.gateway;
}

/** A shift that somebody else closed with an empty till; answers its id. */
export async function closedShift(world: World, { platform }: Tools): Promise<string> {
  const tenant = world.tenant === platform.tenants.a ? 'a' : 'b';
  const cashier = await platform.as('CASHIER', { tenant });
  const nothing = { amount: '0', currency: 'CNY' };
  const { shift } = await change<{ shift: { id: string; version: number } }>(
    cashier,
    'openCashierShift',
    'OpenCashierShiftInput',
    { communityId: world.id('community'), opening: nothing },
    'shift { id version }',
  );
  await change(cashier, 'closeCashierShift', 'CloseCashierShiftInput', { ...shift, counted: nothing }, '__typename');
  return shift.id;
}
