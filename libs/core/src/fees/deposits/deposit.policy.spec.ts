import { type DepositKind, type DepositState, type DepositStep, depositSteps } from './deposit.policy';

describe('what can be done with a deposit', () => {
  it.each<[DepositKind, DepositState, DepositStep[]]>([
    ['RENOVATION', 'APPLIED', ['RECEIVE', 'CANCEL']],
    ['RENOVATION', 'HELD', ['INSPECT']],
    ['RENOVATION', 'INSPECTED', ['INSPECT', 'DEDUCT', 'REFUND']],
    ['KEYS', 'HELD', ['INSPECT', 'DEDUCT', 'REFUND']],
    ['KEYS', 'SETTLED', []],
    ['RENOVATION', 'SETTLED', []],
    ['OTHER', 'CANCELLED', []],
  ])('%s that is %s', (kind, state, steps) => {
    expect(depositSteps(kind, state)).toEqual(steps);
  });
});
