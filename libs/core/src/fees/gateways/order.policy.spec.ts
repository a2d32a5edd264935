import fc from 'fast-check';
import { afterReport, type OrderReport, type OrderState } from './order.policy';

const NEW: OrderState = { state: 'CREATED', paid: 0n, refunded: 0n };

const all = (reports: readonly OrderReport[]) =>
  reports.reduce(
    (sum, report) => {
      const step = afterReport(sum.order, report);
      return { order: step, pay: sum.pay + step.pay, giveBack: sum.giveBack + step.giveBack };
    },
    { order: NEW, pay: 0n, giveBack: 0n },
  );

describe('what a gateway reports of an order', () => {
  it.each<[string, OrderReport[], [string, bigint, bigint]]>([
    ['paid', [{ state: 'PAID', amount: 100n }], ['PAID', 100n, 0n]],
    [
      'paid twice',
      [
        { state: 'PAID', amount: 100n },
        { state: 'PAID', amount: 100n },
      ],
      ['PAID', 100n, 0n],
    ],
    [
      'failed and then paid',
      [
        { state: 'FAILED', amount: 0n },
        { state: 'PAID', amount: 100n },
      ],
      ['PAID', 100n, 0n],
    ],
    [
      'paid and then failed, late',
      [
        { state: 'PAID', amount: 100n },
        { state: 'FAILED', amount: 0n },
      ],
      ['PAID', 100n, 0n],
    ],
    [
      'a refund before its payment',
      [
        { state: 'REFUNDED', amount: 40n },
        { state: 'PAID', amount: 100n },
      ],
      ['PAID', 100n, 40n],
    ],
    [
      'refunds above what was paid',
      [
        { state: 'REFUNDED', amount: 80n },
        { state: 'PAID', amount: 100n },
        { state: 'REFUNDED', amount: 80n },
      ],
      ['PAID', 100n, 100n],
    ],
  ])('%s', (_name, reports, [state, pay, giveBack]) => {
    const sum = all(reports);
    expect([sum.order.state, sum.pay, sum.giveBack]).toEqual([state, pay, giveBack]);
  });

  it('comes to the same in any order', () => {
    const refund = fc.bigInt({ min: 1n, max: 60n }).map((amount): OrderReport => ({ state: 'REFUNDED', amount }));
    fc.assert(
      fc.property(fc.array(refund, { maxLength: 5 }), fc.infiniteStream(fc.nat()), (refunds, keys) => {
        const reports: OrderReport[] = [{ state: 'PAID', amount: 100n }, { state: 'FAILED', amount: 0n }, ...refunds];
        const shuffled = reports
          .map((report) => [keys.next().value as number, report] as const)
          .sort(([a], [b]) => a - b)
          .map(([, report]) => report);
        const [one, other] = [all(reports), all(shuffled)];
        expect([other.order.state, other.pay, other.giveBack]).toEqual([one.order.state, one.pay, one.giveBack]);
      }),
    );
  });
});
