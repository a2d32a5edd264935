import { AtriumError, renderMessage } from '@atrium/sdk';
import fc from 'fast-check';
import { currencyOf } from '../exact/money';
import {
  ALLOCATION_ORDERS,
  type Allocated,
  allocatePayment,
  type Designation,
  type OpenCharge,
  type Payment,
  usePrepaid,
} from './allocation.policy';
import { checkRefund } from './refund.policy';

const currency = currencyOf('CNY');
const open = (
  id: string,
  dueOn: string,
  principal: bigint,
  lateFee = 0n,
  costs = 0n,
  feeItemId = 'fee',
): OpenCharge => ({
  id,
  feeItemId,
  dueOn,
  owed: { PRINCIPAL: principal, LATE_FEE: lateFee, COSTS: costs },
});
const payment = (amount: bigint, designated: Designation[] = []): Payment => ({
  amount,
  currency,
  designated,
  restBoundTo: null,
});
const told = ({ allocations, prepaid }: Allocated): string[] => [
  ...allocations.map(({ chargeId, component, amount }) => `${chargeId} ${component} ${amount}`),
  ...(prepaid.amount > 0n ? [`prepaid ${prepaid.amount}`] : []),
];
const problemsOf = (work: () => unknown): string[] => {
  try {
    work();
  } catch (error) {
    if (!(error instanceof AtriumError)) throw error;
    for (const { message, params } of error.fields!)
      expect(renderMessage(message, 'en', params)).not.toMatch(/\{\w+\}/);
    return error.fields!.map(({ path, code }) => `${path} ${code}`);
  }
  return [];
};

const charges = [
  open('b', '2026-04-10', 5000n),
  open('c', '2026-04-10', 700n),
  open('a', '2026-01-10', 8000n, 300n, 50n),
];

describe('a payment', () => {
  it.each<[string, bigint, Designation[], string[]]>([
    ['pays the oldest first', 8200n, [], ['a PRINCIPAL 8000', 'a LATE_FEE 200']],
    [
      'pays all and keeps the rest',
      15000n,
      [],
      ['a PRINCIPAL 8000', 'a LATE_FEE 300', 'a COSTS 50', 'b PRINCIPAL 5000', 'c PRINCIPAL 700', 'prepaid 950'],
    ],
    [
      'pays what the payer names, then the oldest',
      6000n,
      [{ chargeId: 'b' }],
      ['b PRINCIPAL 5000', 'a PRINCIPAL 1000'],
    ],
    [
      'pays a part of what the payer names',
      6000n,
      [{ chargeId: 'c', amount: 200n }],
      ['c PRINCIPAL 200', 'a PRINCIPAL 5800'],
    ],
    [
      'pays no more than it is, of what is named without an amount',
      3000n,
      [{ chargeId: 'b' }, { chargeId: 'c' }],
      ['b PRINCIPAL 3000'],
    ],
    [
      'that pays the named part has one entry with the rest',
      14000n,
      [{ chargeId: 'c', amount: 200n }],
      ['c PRINCIPAL 650', 'a PRINCIPAL 8000', 'a LATE_FEE 300', 'a COSTS 50', 'b PRINCIPAL 5000'],
    ],
  ])('%s', (_name, amount, designated, expected) => {
    expect(told(allocatePayment(payment(amount, designated), charges, 'PRINCIPAL_FIRST'))).toEqual(expected);
  });

  it('pays costs and late fee before the principal where the tenant says so', () => {
    const paid = allocatePayment(payment(400n), charges, 'COSTS_FIRST');
    expect(told(paid)).toEqual(['a COSTS 50', 'a LATE_FEE 300', 'a PRINCIPAL 50']);
  });

  it('pays only the late fee where the payer says so, before the rest goes to the oldest', () => {
    const paid = allocatePayment(payment(400n, [{ chargeId: 'a', component: 'LATE_FEE' }]), charges, 'PRINCIPAL_FIRST');
    expect(told(paid)).toEqual(['a LATE_FEE 300', 'a PRINCIPAL 100']);
    const both: Designation[] = [
      { chargeId: 'a', component: 'COSTS' },
      { chargeId: 'a', component: 'LATE_FEE', amount: 100n },
    ];
    expect(told(allocatePayment(payment(150n, both), charges, 'PRINCIPAL_FIRST'))).toEqual([
      'a COSTS 50',
      'a LATE_FEE 100',
    ]);
  });

  it('without open charges is all prepaid, free or bound to an item', () => {
    expect(told(allocatePayment(payment(400n), [], 'PRINCIPAL_FIRST'))).toEqual(['prepaid 400']);
    const { prepaid } = allocatePayment({ ...payment(400n), restBoundTo: 'water' }, charges.slice(1, 2), 'COSTS_FIRST');
    expect(prepaid).toEqual({ feeItemId: 'water', amount: 0n });
  });

  it.each<[string, bigint, Designation[], string[]]>([
    ['of nothing', 0n, [], ['input.amount NOT_POSITIVE']],
    ['below zero', -5n, [], ['input.amount NOT_POSITIVE']],
    ['for a charge that is not open', 100n, [{ chargeId: 'x' }], ['input.designated.0.chargeId CHARGE_NOT_OPEN']],
    [
      'for a charge and again for a component of it',
      900n,
      [{ chargeId: 'a' }, { chargeId: 'a', component: 'LATE_FEE' }],
      ['input.designated.1.chargeId DUPLICATE'],
    ],
    [
      'for the same charge twice',
      900n,
      [{ chargeId: 'c' }, { chargeId: 'c' }],
      ['input.designated.1.chargeId DUPLICATE'],
    ],
    ['of more than is owed', 9000n, [{ chargeId: 'c', amount: 701n }], ['input.designated.0.amount ABOVE_OWED']],
    [
      'of more than it has',
      500n,
      [
        { chargeId: 'c', amount: 400n },
        { chargeId: 'b', amount: 101n },
      ],
      ['input.designated.1.amount ABOVE_PAYMENT'],
    ],
    ['of a part of nothing', 500n, [{ chargeId: 'c', amount: 0n }], ['input.designated.0.amount NOT_POSITIVE']],
  ])('%s is refused', (_name, amount, designated, problems) => {
    expect(problemsOf(() => allocatePayment(payment(amount, designated), charges, 'PRINCIPAL_FIRST'))).toEqual(
      problems,
    );
  });

  const amount = fc.bigInt({ min: 0n, max: 10_000n });
  const someCharges = fc
    .array(fc.tuple(fc.integer({ min: 10, max: 28 }), amount, amount, amount, fc.constantFrom('fee', 'water')), {
      maxLength: 8,
    })
    .map((all) => all.map(([day, p, l, c, of], index) => open(`c${index}`, `2026-01-${day}`, p, l, c, of)));
  const owedOf = ({ owed }: OpenCharge): bigint => owed.PRINCIPAL + owed.LATE_FEE + owed.COSTS;

  it('goes whole to charges and prepaid, never more to a charge than is owed of it, nor past an older one', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 100_000n }),
        someCharges,
        fc.constantFrom(...ALLOCATION_ORDERS),
        (paid, all, order) => {
          const { allocations, prepaid } = allocatePayment(payment(paid), all, order);
          expect(allocations.reduce((sum, one) => sum + one.amount, prepaid.amount)).toBe(paid);
          const left = new Map(all.map((charge) => [charge.id, owedOf(charge)]));
          for (const one of allocations) {
            const charge = all.find(({ id }) => id === one.chargeId)!;
            expect(one.amount > 0n && one.amount <= charge.owed[one.component]).toBe(true);
            left.set(one.chargeId, left.get(one.chargeId)! - one.amount);
          }
          const paidAny = all.filter((charge) => left.get(charge.id) !== owedOf(charge));
          for (const charge of paidAny) {
            const older = all.filter(({ dueOn }) => dueOn < charge.dueOn);
            expect(older.every(({ id }) => left.get(id) === 0n)).toBe(true);
          }
          if (prepaid.amount > 0n) expect([...left.values()].every((rest) => rest === 0n)).toBe(true);
        },
      ),
    );
  });

  it('from prepaid balances takes what is bound for its own item alone, and first', () => {
    const mixed = [open('w', '2026-01-10', 100n, 0n, 0n, 'water'), open('f', '2026-01-05', 300n)];
    const balances = [
      { feeItemId: null, amount: 250n },
      { feeItemId: 'water', amount: 150n },
    ];
    expect(usePrepaid(balances, mixed, 'PRINCIPAL_FIRST')).toEqual([
      { chargeId: 'w', component: 'PRINCIPAL', amount: 100n, feeItemId: 'water' },
      { chargeId: 'f', component: 'PRINCIPAL', amount: 250n, feeItemId: null },
    ]);
    fc.assert(
      fc.property(amount, amount, someCharges, (free, bound, all) => {
        const from = [
          { feeItemId: null, amount: free },
          { feeItemId: 'water', amount: bound },
        ];
        const uses = usePrepaid(from, all, 'COSTS_FIRST');
        const total = (of: string | null): bigint =>
          uses.filter(({ feeItemId }) => feeItemId === of).reduce((sum, use) => sum + use.amount, 0n);
        expect(total(null) <= free && total('water') <= bound).toBe(true);
        const water = new Set(all.filter(({ feeItemId }) => feeItemId === 'water').map(({ id }) => id));
        expect(uses.every(({ feeItemId, chargeId }) => feeItemId === null || water.has(chargeId))).toBe(true);
        for (const charge of all) {
          const paid = uses.filter(({ chargeId }) => chargeId === charge.id).reduce((sum, use) => sum + use.amount, 0n);
          expect(paid <= owedOf(charge)).toBe(true);
        }
      }),
    );
  });
});

describe('a refund', () => {
  const paid = { paid: 1000n, returned: 400n, currency };
  it.each<[bigint, string[]]>([
    [600n, []],
    [601n, ['input.amount ABOVE_REFUNDABLE']],
    [0n, ['input.amount NOT_POSITIVE']],
    [-1n, ['input.amount NOT_POSITIVE']],
  ])('of %s, where 600 are left of 1000', (refund, problems) => {
    expect(problemsOf(() => checkRefund(refund, paid))).toEqual(problems);
  });
});
