import { createTestPlatform, type TestClient, type TestPlatform } from '@atrium/testing';
import { change } from '../identity/support';
import {
  approve,
  bill,
  type Charged,
  chargesOf,
  cny,
  correct,
  definition,
  flat,
  ledgerProblems,
  newDebtor,
  on,
  refused,
} from './support/fees';

let platform: TestPlatform;
let admin: TestClient;
let finance: TestClient;
let agent: TestClient;
let neighbour: TestClient;

beforeAll(async () => {
  platform = await createTestPlatform();
  admin = await platform.as('ADMIN');
  finance = await platform.as('FINANCE_MANAGER');
  agent = await platform.as('SERVICE_AGENT');
  neighbour = await platform.as('ADMIN', { tenant: 'b' });
});
afterAll(() => platform?.close());
afterEach(async () => {
  platform.clock.reset();
  expect(await ledgerProblems(platform)).toEqual([]);
});

const fixed = { formula: 'FIXED', lateFee: null };

/** A debtor with one charge of a month. */
async function charged(name: string, changes: Record<string, unknown> = fixed, price = '100', month = '2026-01') {
  const debtor = await newDebtor(admin, name, changes, flat(price), `${month}-01`);
  await bill(platform, admin, month, { communityIds: [debtor.communityId] });
  const chargeId = (await chargesOf(admin, { unit: { eq: debtor.unitId } }))[0]!.id;
  const charge = async (): Promise<Charged> =>
    (await chargesOf(admin, { unit: { eq: debtor.unitId } })).find(({ id }) => id === chargeId)!;
  return { ...debtor, chargeId, charge };
}

const pay = (customerId: string, amount: string, input: Record<string, unknown> = {}): Promise<unknown> =>
  change(
    finance,
    'recordPayment',
    'RecordPaymentInput',
    { customerId, amount: cny(amount), method: 'CASH', ...input },
    'payment { id }',
  );

const prepaid = async (customerId: string): Promise<string[]> => {
  const { prepaidBalances } = await admin.ok<{ prepaidBalances: { amount: { amount: string } }[] }>(
    'query ($id: ID!) { prepaidBalances(customerId: $id) { amount { amount } } }',
    { id: customerId },
  );
  return prepaidBalances.map(({ amount }) => amount.amount);
};

const request = (client: TestClient, input: Record<string, unknown>): Promise<string[]> =>
  refused(client, 'requestChargeCorrection', 'RequestChargeCorrectionInput', { reason: '核对', ...input });

const asked = async (input: Record<string, unknown>): Promise<string> =>
  (
    await change<{ correction: { id: string } }>(
      agent,
      'requestChargeCorrection',
      'RequestChargeCorrectionInput',
      { reason: '核对', ...input },
      'correction { id }',
    )
  ).correction.id;

/** Credits less debits of accounts of a kind, of all communities, this month. */
async function income(kind: string): Promise<string> {
  const month = new Date().toISOString().slice(0, 7);
  const { accountTotals } = await finance.ok<{
    accountTotals: { kind: string; debit: { amount: string }; credit: { amount: string } }[];
  }>(
    'query ($month: String!) { accountTotals(from: "2026-01", to: $month) { kind debit { amount } credit { amount } } }',
    {
      month,
    },
  );
  const fen = (text: string): bigint => BigInt(text.replace('.', ''));
  return String(
    accountTotals
      .filter((one) => one.kind === kind)
      .reduce((sum, { credit, debit }) => sum + fen(credit.amount) - fen(debit.amount), 0n),
  );
}

describe('a correction', () => {
  it('names its reason, is posted when somebody else approves, and leaves the charge as it was made', async () => {
    const { chargeId, charge } = await charged('改一', { ...fixed, taxRate: '0.06' }, '106');
    const id = await asked({ chargeId, kind: 'CREDIT', amount: cny('53.00') });
    expect((await charge()).outstanding.amount).toBe('106.00');
    expect(await request(agent, { chargeId, kind: 'CREDIT', amount: cny('1.00') })).toEqual(['CONFLICT']);
    const decide = { id, approve: true };
    expect(await refused(agent, 'decideChargeCorrection', 'DecideChargeCorrectionInput', decide)).toEqual([
      'FORBIDDEN',
    ]);
    expect(await refused(neighbour, 'decideChargeCorrection', 'DecideChargeCorrectionInput', decide)).toEqual([
      'NOT_FOUND',
    ]);
    const [tax, revenue] = [await income('TAX'), await income('REVENUE')];
    await approve(finance, id);
    expect(await charge()).toMatchObject({ amount: { amount: '106.00' }, outstanding: { amount: '53.00' } });
    expect([BigInt(await income('TAX')) - BigInt(tax), BigInt(await income('REVENUE')) - BigInt(revenue)]).toEqual([
      -300n,
      -5000n,
    ]);
    expect(await refused(finance, 'decideChargeCorrection', 'DecideChargeCorrectionInput', decide)).toEqual([
      'INVALID_TRANSITION',
    ]);
    const { chargeCorrections } = await admin.ok<{ chargeCorrections: { nodes: object[] } }>(
      `query ($id: ID!) { chargeCorrections(filter: { charge: { eq: $id } }) { nodes { kind state reason amount { amount }
        charge { adjusted { amount } } } } }`,
      { id: chargeId },
    );
    expect(chargeCorrections.nodes).toEqual([
      {
        kind: 'CREDIT',
        state: 'APPROVED',
        reason: '核对',
        amount: { amount: '53.00' },
        charge: { adjusted: { amount: '-53.00' } },
      },
    ]);
  });

  it('is not approved by who asked for it, whatever the role', async () => {
    const { chargeId, charge } = await charged('改二');
    const { correction } = await change<{ correction: { id: string } }>(
      finance,
      'requestChargeCorrection',
      'RequestChargeCorrectionInput',
      { chargeId, kind: 'WRITE_OFF', reason: '无法收回' },
      'correction { id }',
    );
    const input = { id: correction.id, approve: true };
    expect(await refused(finance, 'decideChargeCorrection', 'DecideChargeCorrectionInput', input)).toEqual([
      'CONFLICT',
    ]);
    expect((await charge()).outstanding.amount).toBe('100.00');
    await approve(admin, correction.id);
    expect((await charge()).outstanding.amount).toBe('0.00');
  });

  it('gives back what was paid above the lower amount, as prepaid', async () => {
    const { chargeId, customerId, charge } = await charged('改三');
    await pay(customerId, '80.00');
    await correct(agent, finance, { chargeId, kind: 'CREDIT', amount: cny('50.00') });
    expect([(await charge()).outstanding.amount, await prepaid(customerId)]).toEqual(['0.00', ['30.00']]);
    // Never more than the charge is.
    const id = await asked({ chargeId, kind: 'CREDIT', amount: cny('50.01') });
    const input = { id, approve: true };
    expect(await refused(finance, 'decideChargeCorrection', 'DecideChargeCorrectionInput', input)).toEqual([
      'CONFLICT',
    ]);
    await correct(agent, finance, { chargeId, kind: 'DEBIT', amount: cny('7.50') });
    expect((await charge()).outstanding.amount).toBe('7.50');
  });

  it('voids a charge: everything of it is taken back, its days are charged again', async () => {
    const { chargeId, customerId, communityId, unitId, charge } = await charged(
      '作废',
      { formula: 'FIXED', cycleMonths: 3, taxRate: '0.06' },
      '100',
    );
    await pay(customerId, '120.00', { receivedOn: '2026-03-01' });
    await correct(agent, finance, { chargeId, kind: 'VOID' });
    expect(await charge()).toMatchObject({ outstanding: { amount: '0.00' }, voidedAt: expect.any(String) });
    expect(await prepaid(customerId)).toEqual(['120.00']);
    expect(await request(agent, { chargeId, kind: 'CREDIT', amount: cny('1.00') })).toEqual(['CONFLICT']);
    await bill(platform, admin, '2026-01', { communityIds: [communityId] });
    const again = (await chargesOf(admin, { unit: { eq: unitId } })).filter(({ voidedAt }) => voidedAt === null);
    expect(again.map(({ outstanding }) => outstanding.amount)).toEqual(['180.00']);
  });

  it('writes off a bad debt, which is owed again when it is paid after all', async () => {
    const { chargeId, customerId, charge } = await charged('核销');
    const before = await income('BAD_DEBT');
    await correct(agent, finance, { chargeId, kind: 'WRITE_OFF' });
    expect((await charge()).outstanding.amount).toBe('0.00');
    expect(BigInt(await income('BAD_DEBT')) - BigInt(before)).toBe(-10_000n);
    const { chargeCorrections } = await admin.ok<{ chargeCorrections: { nodes: object[] } }>(
      'query ($id: ID!) { chargeCorrections(filter: { charge: { eq: $id } }) { nodes { kind amount { amount } } } }',
      { id: chargeId },
    );
    // All that was due.
    expect(chargeCorrections.nodes).toEqual([{ kind: 'WRITE_OFF', amount: null }]);
    await correct(agent, finance, { chargeId, kind: 'RECOVERY', amount: cny('60.00') });
    expect((await charge()).outstanding.amount).toBe('60.00');
    await pay(customerId, '60.00');
    expect((await charge()).outstanding.amount).toBe('0.00');
    const id = await asked({ chargeId, kind: 'RECOVERY', amount: cny('40.01') });
    const input = { id, approve: true };
    expect(await refused(finance, 'decideChargeCorrection', 'DecideChargeCorrectionInput', input)).toEqual([
      'CONFLICT',
    ]);
  });

  it('charges costs of collecting on, and waives them', async () => {
    const { chargeId, charge } = await charged('费用');
    await correct(agent, finance, { chargeId, kind: 'COSTS', amount: cny('12.00') });
    expect((await charge()).outstanding.amount).toBe('112.00');
    await correct(agent, finance, { chargeId, kind: 'WAIVER', component: 'COSTS', amount: cny('5.00') });
    expect((await charge()).outstanding.amount).toBe('107.00');
  });

  it('is refused with the field where it cannot be', async () => {
    const { chargeId } = await charged('拒绝');
    expect(await request(agent, { chargeId, kind: 'CREDIT' })).toEqual(['input.amount: REQUIRED']);
    expect(await request(agent, { chargeId, kind: 'CREDIT', amount: cny('-1') })).toEqual([
      'input.amount.amount: NOT_POSITIVE',
    ]);
    expect(await request(agent, { chargeId, kind: 'VOID', amount: cny('1') })).toEqual(['input.amount: NOT_ALLOWED']);
    expect(await request(agent, { chargeId, kind: 'WAIVER', component: 'PRINCIPAL' })).toEqual([
      'input.component: NOT_ALLOWED',
    ]);
    expect(await request(neighbour, { chargeId, kind: 'VOID' })).toEqual(['NOT_FOUND']);
    expect(await request(await platform.as('AUDITOR'), { chargeId, kind: 'VOID' })).toEqual(['FORBIDDEN']);
  });
});

describe('a charge computed again', () => {
  const recompute = async (input: Record<string, unknown>): Promise<string> => {
    const { correction } = await change<{ correction: { id: string; kind: string } }>(
      agent,
      'recomputeCharge',
      'RecomputeChargeInput',
      { reason: '复测', ...input },
      'correction { id kind }',
    );
    await approve(finance, correction.id);
    return correction.kind;
  };

  it('with a re-measured area gives the difference, one correction after another', async () => {
    const { chargeId, charge } = await charged('复测', { lateFee: null, cycleMonths: 3 }, '2.80');
    // 3 × (90.00 × 2.80 − 250.24) = 3 × 1.76
    expect(await recompute({ chargeId, kind: 'AREA', from: '2026-01-01', area: '90.00' })).toBe('DEBIT');
    expect((await charge()).outstanding.amount).toBe('756.00');
    // Vacant from 16 March on: 252.00 × 16/31 × 0.30 less
    expect(await recompute({ chargeId, kind: 'FACTOR', from: '2026-03-16', factor: '0.70', reason: '空置' })).toBe(
      'CREDIT',
    );
    expect((await charge()).outstanding.amount).toBe('716.98');
    expect(
      await refused(agent, 'recomputeCharge', 'RecomputeChargeInput', {
        ...{ chargeId, kind: 'AREA', from: '2026-01-01', area: '90.00', reason: '复测' },
      }),
    ).toEqual(['CONFLICT']);
    expect(
      await refused(agent, 'recomputeCharge', 'RecomputeChargeInput', {
        ...{ chargeId, kind: 'AREA', from: '2026-01-01', reason: '复测' },
      }),
    ).toEqual(['input.area: REQUIRED']);
  });

  it('with an earlier end is the cut-off bill of who sold', async () => {
    const { chargeId, customerId, charge } = await charged('过户', { lateFee: null, cycleMonths: 3 }, '2.80');
    await pay(customerId, '750.72');
    expect(await recompute({ chargeId, kind: 'END', from: '2026-02-15', reason: '过户' })).toBe('CREDIT');
    // January 250.24, half of February 125.12 (125.118).
    expect(await prepaid(customerId)).toEqual(['375.36']);
    expect((await charge()).outstanding.amount).toBe('0.00');
  });
});

describe('late fees by schedule', () => {
  const lateFee = { formula: 'FIXED', taxRate: '0.06', lateFee: { dailyRate: '0.0005', graceDays: 10 } };
  /** The nightly tick of a day; the clock of the schedules goes on from test to test. */
  const night = (day: string): Promise<void> =>
    on(platform, day, async () => {
      await platform.runSchedules();
      await platform.runJobs((name) => name === 'schedule.fees.accrueLateFees');
    });

  it('come to the same whether they were posted daily or were down for a month, with the tax in them', async () => {
    const daily = await charged('每日', lateFee, '1234.56', '2022-01');
    await night('2022-01-20');
    for (const day of [21, 22, 23]) await night(`2022-01-${String(day)}`);
    const once = await charged('一次', lateFee, '1234.56', '2022-01');
    await night('2022-03-05');
    await night('2022-03-06');
    const [a, b] = [await daily.charge(), await once.charge()];
    // Due 10 January, 10 days of grace: 21 January to 5 March are 44 days: 27.16032.
    expect(a.lateFeeDue.amount).toBe('27.16');
    expect(b.lateFeeDue.amount).toBe('27.16');
    const { rows } = await sqlTax([daily.chargeId, once.chargeId]);
    // 27.16 × 6/106 = 1.54 in each.
    expect(rows).toEqual(['154', '154']);
  });

  it('stand still in a dispute, are taken back when it is entered late, and accrue again after it', async () => {
    const { chargeId, charge } = await charged('争议', lateFee, '1000', '2023-01');
    await night('2023-02-10');
    // 21 January to 9 February: 20 days.
    await night('2023-02-11');
    expect((await charge()).lateFeeDue.amount).toBe('10.50');
    await on(platform, '2023-02-11', async () => {
      const open = { chargeId, startsOn: '2023-02-01', reason: '电梯停运' };
      expect(
        await refused(agent, 'openFeeDispute', 'OpenFeeDisputeInput', { ...open, startsOn: '2023-02-12' }),
      ).toEqual(['input.startsOn: IN_THE_FUTURE']);
      expect(await refused(neighbour, 'openFeeDispute', 'OpenFeeDisputeInput', open)).toEqual(['NOT_FOUND']);
      await change(agent, 'openFeeDispute', 'OpenFeeDisputeInput', open, 'dispute { id }');
      expect(await refused(agent, 'openFeeDispute', 'OpenFeeDisputeInput', open)).toEqual(['CONFLICT']);
    });
    // 21 to 31 January.
    expect((await charge()).lateFeeDue.amount).toBe('5.50');
    await night('2023-03-01');
    expect((await charge()).lateFeeDue.amount).toBe('5.50');
    const { feeDisputes } = await agent.ok<{ feeDisputes: { nodes: { id: string }[] } }>(
      'query ($id: ID!) { feeDisputes(filter: { charge: { eq: $id }, isOpen: true }) { nodes { id endsOn } } }',
      { id: chargeId },
    );
    const id = feeDisputes.nodes[0]!.id;
    await on(platform, '2023-03-01', async () => {
      const end = { id, endsOn: '2023-03-01', outcome: '已修复' };
      await change(agent, 'endFeeDispute', 'EndFeeDisputeInput', end, 'dispute { endsOn outcome }');
      expect(await refused(agent, 'endFeeDispute', 'EndFeeDisputeInput', end)).toEqual(['CONFLICT']);
    });
    await night('2023-03-11');
    // And 1 to 10 March.
    expect((await charge()).lateFeeDue.amount).toBe('10.50');
  });

  it('are waived with approval, and what is waived is not posted again', async () => {
    const { chargeId, charge } = await charged('减免', lateFee, '1000', '2025-01');
    await on(platform, '2025-03-01', () => correct(agent, finance, { chargeId, kind: 'WAIVER' }));
    // 40 days were due: 20.00.
    expect(await charge()).toMatchObject({ lateFeeDue: { amount: '0.00' }, outstanding: { amount: '1000.00' } });
    await night('2025-03-12');
    // 2 to 11 March.
    expect((await charge()).lateFeeDue.amount).toBe('5.00');
    const id = await on(platform, '2025-03-12', () => asked({ chargeId, kind: 'WAIVER', amount: cny('50.00') }));
    await on(platform, '2025-03-12', async () =>
      expect(
        await refused(finance, 'decideChargeCorrection', 'DecideChargeCorrectionInput', { id, approve: true }),
      ).toEqual(['CONFLICT']),
    );
  });

  it('follow a correction of the amount from the beginning', async () => {
    const { chargeId, charge } = await charged('更正', lateFee, '1000', '2026-01');
    await night('2026-03-02');
    expect((await charge()).lateFeeDue.amount).toBe('20.00');
    await on(platform, '2026-03-01', () =>
      correct(agent, finance, { chargeId, kind: 'CREDIT', amount: cny('500.00') }),
    );
    expect(await charge()).toMatchObject({ lateFeeDue: { amount: '10.00' }, outstanding: { amount: '510.00' } });
  });

  it('are warned of above a ceiling of the company', async () => {
    const input = {
      code: 'W1',
      name: '物业费',
      startsOn: '2026-01-01',
      definition: definition({ lateFee: { dailyRate: '0.003', graceDays: 0 } }),
      tiers: flat('1'),
    };
    type Made = { warnings: string[] };
    const { warnings } = await change<Made>(admin, 'createFeeItem', 'CreateFeeItemInput', input, 'warnings');
    expect(warnings).toEqual([expect.stringContaining('109.5')]);
  });

  async function sqlTax(chargeIds: string[]): Promise<{ rows: string[] }> {
    const { withClient } = await import('@atrium/platform');
    return withClient(platform.database.adminUrl, async (client) => {
      const found = await client.query<{ tax: string }>(
        `SELECT sum(tax)::text AS tax FROM atrium.fee_posting WHERE kind = 'LATE_FEE' AND charge_id = ANY ($1::uuid[]) GROUP BY charge_id`,
        [chargeIds.map((id) => platform.uuid(id))],
      );
      return { rows: found.rows.map(({ tax }) => tax) };
    });
  }
});

describe('settings of fees', () => {
  it('say in which order a charge is paid; they are read by all and set by who manages fees', async () => {
    const { feeSettings } = await finance.ok<{ feeSettings: object }>(
      '{ feeSettings { allocationOrder lateFeesTaxed lateFeeCeiling limitationYears limitationAlertDays cashNeedsShift version } }',
    );
    expect(feeSettings).toEqual({
      allocationOrder: 'PRINCIPAL_FIRST',
      lateFeesTaxed: true,
      lateFeeCeiling: '0.24',
      limitationYears: 3,
      limitationAlertDays: 90,
      cashNeedsShift: false,
      version: 0,
    });
    const set = (input: Record<string, unknown>): Promise<string[]> =>
      refused(admin, 'setFeeSettings', 'SetFeeSettingsInput', { version: 0, ...input });
    expect(await set({ lateFeeCeiling: '0' })).toEqual(['input.lateFeeCeiling: OUT_OF_RANGE']);
    expect(await refused(agent, 'setFeeSettings', 'SetFeeSettingsInput', { version: 0 })).toEqual(['FORBIDDEN']);
    await change(
      admin,
      'setFeeSettings',
      'SetFeeSettingsInput',
      { version: 0, allocationOrder: 'COSTS_FIRST' },
      'settings { version }',
    );
    expect(await set({})).toEqual(['CONFLICT']);
    const { customerId, chargeId, charge } = await charged(
      '顺序',
      {
        formula: 'FIXED',
        lateFee: { dailyRate: '0.0005', graceDays: 10 },
      },
      '1000',
    );
    await pay(customerId, '100.00', { receivedOn: '2026-03-01' });
    // 20.00 of late fee first.
    expect(await charge()).toMatchObject({
      id: chargeId,
      principalDue: { amount: '920.00' },
      lateFeeDue: { amount: '0.00' },
    });
    const other = await neighbour.ok<{ feeSettings: object }>('{ feeSettings { allocationOrder version } }');
    expect(other.feeSettings).toEqual({ allocationOrder: 'PRINCIPAL_FIRST', version: 0 });
  });
});
