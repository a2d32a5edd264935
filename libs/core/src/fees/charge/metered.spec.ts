import { amountsOf, charge, flat, item, owes } from '../../../../../test/support/fee-samples';
import { Ratio } from '../exact/ratio';
import type { FeeItemDefinition, TierSpan } from '../item/fee-item';
import type { Consumption } from './assignment';
import type { Computed } from './charge';

const tiers = [
  { upTo: '15', price: '3.45' },
  { upTo: '25', price: '4.83' },
  { upTo: null, price: '5.83' },
];
const water = (tierSpan: TierSpan = 'PERIOD', changes: Partial<FeeItemDefinition> = {}) =>
  item({ formula: 'METERED', tierSpan, timing: 'ARREARS', prices: [{ from: '2020-01-01', tiers }], ...changes });
const read = (from: string, to: string, quantity: string): Consumption => ({
  from,
  to,
  quantity: Ratio.from(quantity),
});
const skipsOf = ({ skips }: Computed): string[] => skips.map(({ reason, from, to }) => `${reason} ${from} ${to}`);

describe('a metered item', () => {
  it('is charged by readings, whose days need not be those of months', () => {
    const consumptions = [read('2026-04-25', '2026-05-25', '20'), read('2026-05-25', '2026-06-25', '10')];
    const facts = { consumptions, chargedUntil: '2026-04-25' };
    const may = charge(water(), '2026-05', facts);
    expect(amountsOf(may, water())).toEqual(['owner 75.90']);
    expect(may.charges.map(({ from, to }) => [from, to])).toEqual([['2026-04-25', '2026-05-25']]);
    const again = charge(water(), '2026-05', { consumptions, chargedUntil: '2026-05-25' });
    expect([again.charges, skipsOf(again)]).toEqual([[], ['ALREADY_CHARGED 2026-04-25 2026-05-25']]);
  });

  it('counts a year’s tiers on from what was used before, and anew with the new year', () => {
    const yearly = water('YEAR', { cycleMonths: 2, firstMonth: 12 });
    const consumptions = [read('2025-12-01', '2026-01-01', '4'), read('2026-01-01', '2026-02-01', '4')];
    const facts = {
      consumptions,
      chargedUntil: '2025-12-01',
      usedBefore: { year: '2025', quantity: Ratio.from('23') },
    };
    const computed = charge(yearly, '2026-01', facts);
    // December: 2 × 4.83 + 2 × 5.83; January: 4 × 3.45.
    expect(computed.charges[0]!.lines.map(({ month, amount }) => [month, amount])).toEqual([
      ['2025-12', 2132n],
      ['2026-01', 1380n],
    ]);
  });

  it('counts a period’s tiers over all its readings and payers; a month is rounded once', () => {
    const consumptions = [read('2026-05-01', '2026-05-11', '10'), read('2026-05-11', '2026-06-01', '10')];
    const liabilities = [owes('seller', '2020-01-01', '2026-05-11'), owes('buyer', '2026-05-11')];
    expect(amountsOf(charge(water(), '2026-05', { consumptions, liabilities }), water())).toEqual([
      'seller 34.50',
      'buyer 41.40',
    ]);
    expect(charge(water(), '2026-05', { consumptions }).charges[0]!.lines).toHaveLength(1);
  });

  it('divides what was counted by days where payer or price changed without a reading', () => {
    const liabilities = [owes('seller', '2020-01-01', '2026-05-11'), owes('buyer', '2026-05-11')];
    const consumptions = [read('2026-05-01', '2026-06-01', '31')];
    const single = water('PERIOD', { prices: [flat('3.00'), flat('4.00', '2026-05-21')] });
    const computed = charge(single, '2026-05', { consumptions, liabilities });
    // Seller 10 × 3; buyer 10 × 3 + 11 × 4.
    expect(amountsOf(computed, single)).toEqual(['seller 30.00', 'buyer 74.00']);
  });

  it('says where a reading is missing', () => {
    const none = charge(water(), '2026-05', { consumptions: [] });
    expect(skipsOf(none)).toEqual(['NO_READING 2026-05-01 2026-06-01']);
    const gap = charge(water(), '2026-05', {
      consumptions: [read('2026-05-01', '2026-06-01', '5')],
      chargedUntil: '2026-04-01',
    });
    expect(skipsOf(gap)).toEqual(['EARLIER_NOT_CHARGED 2026-04-01 2026-05-01']);
    expect(gap.charges).toHaveLength(1);
  });

  it('that counted nothing owes nothing', () => {
    const nothing = charge(water(), '2026-05', { consumptions: [read('2026-05-01', '2026-06-01', '0')] });
    expect([nothing.charges, skipsOf(nothing)]).toEqual([[], ['NOTHING_OWED 2026-05-01 2026-06-01']]);
  });

  it('gives its consumption to a formula', () => {
    const sewage = item({
      formula: 'EXPRESSION',
      prices: [flat('0.95')],
      expression: { text: 'price * min(consumption, 20 units)', priceUnit: 'MONEY_PER_CONSUMPTION' },
    });
    const consumptions = [read('2026-05-01', '2026-06-01', '27.4')];
    expect(amountsOf(charge(sewage, '2026-05', { consumptions }), sewage)).toEqual(['owner 19.00']);
    expect(charge(sewage, '2026-05', { consumptions: [] }).faults.map(({ code }) => code)).toEqual(['MISSING']);
  });
});
