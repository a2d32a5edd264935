import { findLedgerProblems } from '@atrium/core';
import { withClient } from '@atrium/platform';
import type { TestClient, TestPlatform } from '@atrium/testing';
import { enterCustomer, startOccupancy } from '../../customers/support/register';
import { change } from '../../identity/support';

/** By area, 2.80 CNY a month in advance, half-up to the fen, by day, due on the 10th. */
export const definition = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  formula: 'AREA',
  rounding: { step: '0.01' },
  cycleMonths: 1,
  timing: 'ADVANCE',
  due: { kind: 'DAY_OF_MONTH', day: 10 },
  proration: 'BY_DAY',
  taxRate: '0',
  ...changes,
});

export const flat = (price: string): object[] => [{ price }];

let made = 0;

/** A fee item; answers its id. */
export async function createFeeItem(
  client: TestClient,
  changes: Record<string, unknown> = {},
  tiers: object[] = flat('2.80'),
  input: Record<string, unknown> = {},
): Promise<string> {
  const code = `F${++made}`;
  const { feeItem } = await change<{ feeItem: { id: string } }>(
    client,
    'createFeeItem',
    'CreateFeeItemInput',
    { code, name: `物业费 ${code}`, startsOn: '2020-01-01', definition: definition(changes), tiers, ...input },
    'feeItem { id }',
  );
  return feeItem.id;
}

export async function assignFee(
  client: TestClient,
  feeItemId: string,
  unitId: string,
  input: Record<string, unknown> = {},
): Promise<{ id: string; version: number }> {
  const { assignment } = await change<{ assignment: { id: string; version: number } }>(
    client,
    'assignFee',
    'AssignFeeInput',
    { feeItemId, unitId, startsOn: '2026-01-01', ...input },
    'assignment { id version }',
  );
  return assignment;
}

/** What must be refused, as `path: code` of each field, or the error's code where it names none. */
export async function refused(
  client: TestClient,
  mutation: string,
  type: string,
  input: Record<string, unknown>,
): Promise<string[]> {
  const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename } }`;
  const { extensions } = await client.fails(document, { input });
  const fields = (extensions.fields ?? []) as { path: string; code: string }[];
  return fields.length > 0 ? fields.map(({ path, code }) => `${path}: ${code}`) : [extensions.code as string];
}

/** A community with the unit of the worked examples: 89.37 m². */
export async function workedUnit(
  client: TestClient,
  input: Record<string, unknown> = {},
): Promise<{ communityId: string; unitId: string }> {
  const n = ++made;
  const { community } = await change<{ community: { id: string } }>(
    client,
    'createCommunity',
    'CreateCommunityInput',
    { name: `和园 ${n}` },
    'community { id }',
  );
  const { building } = await change<{ building: { id: string } }>(
    client,
    'createBuilding',
    'CreateBuildingInput',
    { communityId: community.id, code: '3栋' },
    'building { id }',
  );
  const { unit } = await change<{ unit: { id: string } }>(
    client,
    'createUnit',
    'CreateUnitInput',
    { buildingId: building.id, code: '1101', grossArea: '89.37', ...input },
    'unit { id }',
  );
  return { communityId: community.id, unitId: unit.id };
}

/** Runs `task` with the platform's clock on a day, at noon in Shanghai. */
export async function on<T>(platform: TestPlatform, day: string, task: () => Promise<T>): Promise<T> {
  platform.clock.freeze(new Date(`${day}T04:00:00.000Z`));
  return task();
}

export interface Run {
  id: string;
  state: string;
  charges: number;
  skipped: number;
  faults: number;
  amount: { amount: string };
  failure: string | null;
}
const RUN = 'id state charges skipped faults amount { amount } failure';

/** Previews a run of a month; answers it with its figures. */
export async function preview(
  platform: TestPlatform,
  client: TestClient,
  month: string,
  input: Record<string, unknown> = {},
): Promise<Run> {
  const { run } = await change<{ run: Run }>(
    client,
    'previewBillingRun',
    'PreviewBillingRunInput',
    { month, billedOn: `${month}-01`, ...input },
    `run { ${RUN} }`,
  );
  await platform.runJobs();
  return runOf(client, run.id);
}

export async function runOf(client: TestClient, id: string): Promise<Run> {
  const { billingRun } = await client.ok<{ billingRun: Run }>(`query ($id: ID!) { billingRun(id: $id) { ${RUN} } }`, {
    id,
  });
  return billingRun;
}

export async function commit(platform: TestPlatform, client: TestClient, id: string): Promise<Run> {
  await change(client, 'commitBillingRun', 'BillingRunInput', { id }, 'run { id }');
  await platform.runJobs();
  return runOf(client, id);
}

/** Previews and commits at once. */
export async function bill(
  platform: TestPlatform,
  client: TestClient,
  month: string,
  input: Record<string, unknown> = {},
): Promise<Run> {
  const { id } = await preview(platform, client, month, input);
  return commit(platform, client, id);
}

export interface Charged {
  id: string;
  customer: { name: string };
  startsOn: string;
  endsOn: string;
  dueOn: string;
  amount: { amount: string };
  tax: { amount: string };
  principalDue: { amount: string };
  lateFeeDue: { amount: string };
  outstanding: { amount: string };
  lines: { month: string; amount: { amount: string }; explanation: string[] }[];
  voidedAt: string | null;
}

/** Charges by due day, as staff see them. */
export async function chargesOf(client: TestClient, filter: Record<string, unknown>): Promise<Charged[]> {
  const { charges } = await client.ok<{ charges: { nodes: Charged[] } }>(
    `query ($filter: ChargeFilter) { charges(first: 200, filter: $filter) { nodes { id customer { name } startsOn endsOn dueOn
      amount { amount } tax { amount } principalDue { amount } lateFeeDue { amount } outstanding { amount }
      lines { month amount { amount } explanation } voidedAt } } }`,
    { filter },
  );
  return charges.nodes;
}

/** `who amount`, in the order of the names. */
export const owedBy = (charges: readonly Charged[]): string[] =>
  charges.map(({ customer, amount }) => `${customer.name} ${amount.amount}`).sort();

/** Why a run skipped, sorted. */
export async function skipsOf(client: TestClient, runId: string): Promise<string[]> {
  const { billingSkips } = await client.ok<{ billingSkips: { nodes: { reason: string }[] } }>(
    'query ($id: ID!) { billingSkips(first: 200, filter: { run: { eq: $id } }) { nodes { reason startsOn endsOn message } } }',
    { id: runId },
  );
  return billingSkips.nodes.map(({ reason }) => reason).sort();
}

/** What is wrong with the books of all companies: what `npm run verify:ledger` prints. */
export const ledgerProblems = (platform: TestPlatform): Promise<object[]> =>
  withClient(platform.database.adminUrl, (client) =>
    findLedgerProblems(async (sql) => (await client.query<Record<string, unknown>>(sql)).rows),
  );

export const cny = (amount: string): { amount: string; currency: string } => ({ amount, currency: 'CNY' });

/** Somebody who owes `tiers` a month from 2026 on, with the late fee of the worked examples. */
export async function newDebtor(
  client: TestClient,
  name: string,
  changes: Record<string, unknown> = {},
  tiers: object[] = flat('2.80'),
  startsOn = '2026-01-01',
): Promise<{ customerId: string; communityId: string; unitId: string; feeItemId: string; assignmentId: string }> {
  const { unitId, communityId } = await workedUnit(client);
  const customer = await enterCustomer(client, name);
  await startOccupancy(client, customer, unitId, 'OWNER', { startsOn: '2020-01-01' });
  const contract = { communityId, number: `HT-${name}`, kind: 'LUMP_SUM', startsOn: '2020-01-01' };
  const input = { ...contract, feeBasis: '合同', hasLateFeeClause: true };
  await change(client, 'createServiceContract', 'CreateServiceContractInput', input, 'contract { id }');
  const lateFee = { dailyRate: '0.0005', graceDays: 10 };
  const feeItemId = await createFeeItem(client, { lateFee, ...changes }, tiers);
  const assignment = await assignFee(client, feeItemId, unitId, { startsOn });
  return { customerId: customer.id, communityId, unitId, feeItemId, assignmentId: assignment.id };
}

/** Asks for a correction and has somebody else approve it; answers its id. */
export async function correct(
  asking: TestClient,
  approving: TestClient,
  input: Record<string, unknown>,
): Promise<string> {
  const { correction } = await change<{ correction: { id: string } }>(
    asking,
    'requestChargeCorrection',
    'RequestChargeCorrectionInput',
    { reason: '核对', ...input },
    'correction { id }',
  );
  await approve(approving, correction.id);
  return correction.id;
}

export const approve = (client: TestClient, id: string): Promise<unknown> =>
  change(
    client,
    'decideChargeCorrection',
    'DecideChargeCorrectionInput',
    { id, approve: true },
    'correction { state }',
  );
