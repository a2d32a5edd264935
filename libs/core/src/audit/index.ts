export { auditContext } from './audit.context';
export { auditPermissions } from './audit.permissions';
export { AuditAction, AuditEntry } from './audit.type';
export { AuditEntryList, auditView } from './audit.view';
