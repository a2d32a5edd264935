import { amountsOf, charge, definition, flat, item, owes } from '../../../../test/support/fee-samples';
import {
  allocatePayment,
  compileFeeItem,
  currencyOf,
  lateFeeThrough,
  minorOf,
  minorText,
  type OpenCharge,
  Ratio,
  readLateFeeTerms,
} from '.';

const CNY = currencyOf('CNY');
const fen = (text: string): bigint => minorOf(text, CNY)!;

describe('the worked examples of fees', () => {
  it('1. area × price: a month, and a quarter in advance that is rounded by the month', () => {
    const month = charge(item(), '2026-01');
    expect(amountsOf(month, item())).toEqual(['owner 250.24']);
    expect(month.charges[0]!.lines[0]!.trace.unrounded).toBe('250.236');

    const quarter = charge(item({ cycleMonths: 3 }), '2026-01').charges;
    expect(quarter.map(({ amount, from, to, dueOn }) => [minorText(amount, CNY), from, to, dueOn])).toEqual([
      ['750.72', '2026-01-01', '2026-04-01', '2026-01-10'],
    ]);
    expect(quarter[0]!.lines.map(({ month, amount }) => [month, minorText(amount, CNY)])).toEqual([
      ['2026-01', '250.24'],
      ['2026-02', '250.24'],
      ['2026-03', '250.24'],
    ]);
  });

  it('2. handed over on 11 March: the developer pays ten days, the owner the day of the hand-over and the rest', () => {
    const liabilities = [owes('developer', '2020-01-01', '2026-03-11'), owes('owner', '2026-03-11')];
    expect(amountsOf(charge(item(), '2026-03', { liabilities }), item())).toEqual(['developer 80.72', 'owner 169.51']);
    const by30 = item({ proration: 'BY_DAY_30' });
    expect(amountsOf(charge(by30, '2026-03', { liabilities }), by30)).toContain('owner 166.82');
  });

  it('3. a vacant home from 16 April: half the month at 0.70, rounded once', () => {
    const factors = [{ from: '2026-04-16', to: null, kind: 'VACANT', factor: Ratio.from('0.70') }];
    const april = charge(item(), '2026-04', { factors });
    expect(amountsOf(april, item())).toEqual(['owner 212.70']);
    expect(april.charges[0]!.lines).toHaveLength(1);
    expect(april.charges[0]!.lines[0]!.trace.unrounded).toBe('212.7006');
  });

  it('4. water by tiers', () => {
    const water = compileFeeItem(
      definition({
        formula: 'METERED',
        tierSpan: 'PERIOD',
        timing: 'ARREARS',
        prices: [
          {
            from: '2020-01-01',
            tiers: [
              { upTo: '15', price: '3.45' },
              { upTo: '25', price: '4.83' },
              { upTo: null, price: '5.83' },
            ],
          },
        ],
      }),
    );
    const consumptions = [{ from: '2026-05-01', to: '2026-06-01', quantity: Ratio.from('27.4') }];
    const may = charge(water, '2026-05', { consumptions });
    expect(amountsOf(may, water)).toEqual(['owner 114.04']);
    const [part] = may.charges[0]!.lines[0]!.trace.parts;
    expect(part!.basis).toMatchObject({
      tiers: [
        { quantity: '15', price: '3.45' },
        { quantity: '10', price: '4.83' },
        { quantity: '2.4', price: '5.83' },
      ],
    });
    expect(part!.amount).toBe('114.042');
  });

  it('5. the late fee: the due day is not late, the payment day is', () => {
    const overdue = {
      dueOn: '2026-01-10',
      principal: fen('750.72'),
      changes: [],
      frozen: [],
      rule: readLateFeeTerms({ dailyRate: '0.0005', graceDays: 10 }),
    };
    const fee = lateFeeThrough(overdue, '2026-03-01');
    expect(fee.spans.map(({ days, from, to }) => [days, from, to])).toEqual([[40n, '2026-01-21', '2026-03-02']]);
    expect(minorText(fee.cumulative, CNY)).toBe('15.01');
  });

  it('6. a payment on two quarters and a late fee', () => {
    const open = (id: string, dueOn: string, lateFee: string): OpenCharge => ({
      id,
      feeItemId: 'property-fee',
      dueOn,
      owed: { PRINCIPAL: fen('750.72'), LATE_FEE: fen(lateFee), COSTS: 0n },
    });
    const charges = [open('second', '2026-04-10', '0'), open('first', '2026-01-10', '15.01')];
    const payment = { amount: fen('1000.00'), currency: CNY, designated: [], restBoundTo: null };
    const { allocations, prepaid } = allocatePayment(payment, charges, 'PRINCIPAL_FIRST');
    expect(allocations.map((one) => [one.chargeId, one.component, minorText(one.amount, CNY)])).toEqual([
      ['first', 'PRINCIPAL', '750.72'],
      ['first', 'LATE_FEE', '15.01'],
      ['second', 'PRINCIPAL', '234.27'],
    ]);
    expect(prepaid.amount).toBe(0n);
    const owed = fen('750.72') * 2n + fen('15.01') - allocations.reduce((sum, { amount }) => sum + amount, 0n);
    expect(minorText(owed, CNY)).toBe('516.45');
  });

  it('a price that changes in the middle of a month is in force by its days', () => {
    const changed = item({ prices: [flat('2.80'), flat('3.00', '2026-05-11')] });
    // 89.37 × (2.80 × 10/31 + 3.00 × 21/31) = 262.3438…
    expect(amountsOf(charge(changed, '2026-05'), changed)).toEqual(['owner 262.34']);
  });
});
