import { context } from '../context/context';
import { AtriumError, commonMessages, forbidden } from '../errors/atrium-error';

/** Does the caller hold the permission? The platform itself (jobs, provisioning) is not limited by permissions. */
export function holds(permission: string): boolean {
  const { kind, permissions } = context().actor;
  return kind === 'SYSTEM' || permissions.has(permission);
}

/** Is the caller a customer, who sees only what is its own? */
export const isCustomer = (): boolean => context().actor.kind === 'CUSTOMER';

/** `FORBIDDEN` unless the caller holds the permission: for what an operation needs besides its own. */
export function requirePermission(permission: string): void {
  if (!holds(permission)) throw forbidden(permission);
}

/**
 * What a field on another type needs, in the resolver of a field that is open to customers too (`forCustomers` of its
 * type's view): staff hold the permission, customers see what is theirs.
 */
export function requireOfStaff(permission: string): void {
  if (!isCustomer()) requirePermission(permission);
}

/**
 * `FORBIDDEN` for whoever is limited to some communities: for what reaches all of the company whatever its caller sees,
 * or gives somebody else what the caller does not see. For one operation among several of a permission, or one way of it;
 * a permission all of whose changes are such says so itself (`wholeCompany`).
 */
export function requireWholeCompany(): void {
  if (context().actor.communityScope !== null) throw new AtriumError('FORBIDDEN', commonMessages.wholeCompany);
}
