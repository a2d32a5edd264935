/** Where a deposit stands; see `DepositStateEnum`. */
export type DepositState = 'APPLIED' | 'HELD' | 'INSPECTED' | 'SETTLED' | 'CANCELLED';
export type DepositKind = 'RENOVATION' | 'KEYS' | 'LEASE' | 'OTHER';
export type DepositStep = 'RECEIVE' | 'INSPECT' | 'DEDUCT' | 'REFUND' | 'CANCEL';

const STEPS: Readonly<Record<DepositState, readonly DepositStep[]>> = {
  APPLIED: ['RECEIVE', 'CANCEL'],
  HELD: ['INSPECT', 'DEDUCT', 'REFUND'],
  INSPECTED: ['INSPECT', 'DEDUCT', 'REFUND'],
  SETTLED: [],
  CANCELLED: [],
};

/** What can be done now. Of a renovation deposit (装修押金) nothing is deducted or given back before the inspection. */
export const depositSteps = (kind: DepositKind, state: DepositState): readonly DepositStep[] =>
  kind === 'RENOVATION' && state === 'HELD' ? ['INSPECT'] : STEPS[state];
