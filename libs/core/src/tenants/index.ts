export { Tenant, TenantStatusEnum } from './tenant.type';
export { tenantView } from './tenant.view';
export { tenantPermissions } from './tenants.permissions';
export { TenantQuotaUse } from './usage.resolver';
export { SignUpTenant } from './sign-up-tenant';
export { tenantsContext } from './tenants.context';
export { ActorKindEnum, ViewerActor } from './viewer.type';
export { tenantEvents } from './tenant.events';
export { timeZoneName } from './regional.policy';
