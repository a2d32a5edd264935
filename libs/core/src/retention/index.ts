export { retentionContext } from './retention.context';
export { retentionPermissions } from './retention.permissions';
