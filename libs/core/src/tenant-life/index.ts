export { erasureProblem, type ErasureWish } from './erasure/erasure.policy';
export { allowedActions, STANDING_ACTIONS, type StandingAction, standingAfter } from './standing/standing.policy';
export { TenantStanding } from './standing/tenant-standing';
export { tenantLifeContext } from './tenant-life.context';
export { lifePermissions } from './tenant-life.permissions';
