export {
  type NewOperator,
  OperatorAccounts,
  OperatorExistsError,
  OperatorUnknownError,
} from './operator/operator-accounts';
export { operatorsContext } from './operators.context';
export { platformPermissions, supportPermissions } from './operators.permissions';
export { PlatformTenant } from './platform/platform-tenant.type';
export { PlatformTenantList, platformTenantView } from './platform/platform-tenant.view';
