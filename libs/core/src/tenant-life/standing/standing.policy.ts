import type { TenantStatus } from '@atrium/sdk';

/** What the platform's operators do with a company's standing. */
export const STANDING_ACTIONS = ['SUSPEND', 'RESUME', 'CLOSE'] as const;
export type StandingAction = (typeof STANDING_ACTIONS)[number];

const MOVES: Readonly<Record<TenantStatus, readonly StandingAction[]>> = {
  TRIAL: ['SUSPEND', 'CLOSE'],
  ACTIVE: ['SUSPEND', 'CLOSE'],
  SUSPENDED: ['RESUME', 'CLOSE'],
  // Until it is erased, whoever closed it may have erred.
  CLOSED: ['RESUME'],
};

export const allowedActions = (status: TenantStatus): readonly StandingAction[] => MOVES[status];

/**
 * Where an action leads; null when it is not allowed. Resuming gives back the standing before, one step: a company that
 * was suspended when it was closed is suspended again.
 */
export function standingAfter(
  action: StandingAction,
  status: TenantStatus,
  before: TenantStatus | null,
): TenantStatus | null {
  if (!MOVES[status].includes(action)) return null;
  if (action === 'SUSPEND') return 'SUSPENDED';
  if (action === 'CLOSE') return 'CLOSED';
  return before === null || before === status ? 'ACTIVE' : before;
}
