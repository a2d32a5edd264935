import type { TenantStatus } from '@atrium/sdk';
import { type StandingAction, standingAfter } from './standing.policy';

describe('the standing of a company', () => {
  it.each<[StandingAction, TenantStatus, TenantStatus | null, TenantStatus | null]>([
    ['SUSPEND', 'TRIAL', null, 'SUSPENDED'],
    ['SUSPEND', 'ACTIVE', null, 'SUSPENDED'],
    ['SUSPEND', 'SUSPENDED', 'ACTIVE', null],
    ['SUSPEND', 'CLOSED', 'ACTIVE', null],
    ['RESUME', 'TRIAL', null, null],
    ['RESUME', 'ACTIVE', null, null],
    ['RESUME', 'SUSPENDED', 'TRIAL', 'TRIAL'],
    ['RESUME', 'SUSPENDED', 'ACTIVE', 'ACTIVE'],
    ['RESUME', 'SUSPENDED', null, 'ACTIVE'],
    ['RESUME', 'CLOSED', 'SUSPENDED', 'SUSPENDED'],
    ['CLOSE', 'TRIAL', null, 'CLOSED'],
    ['CLOSE', 'ACTIVE', null, 'CLOSED'],
    ['CLOSE', 'SUSPENDED', 'TRIAL', 'CLOSED'],
    ['CLOSE', 'CLOSED', 'ACTIVE', null],
  ])('%s of one that is %s (before: %s) leads to %s', (action, status, before, expected) => {
    expect(standingAfter(action, status, before)).toBe(expected);
  });
});
