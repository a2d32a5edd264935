import { context } from '../context/context';
import { forbidden } from '../errors/atrium-error';

/** Does the caller hold the permission? The platform itself (jobs, provisioning) is not limited by permissions. */
export function holds(permission: string): boolean {
  const { kind, permissions } = context().actor;
  return kind === 'SYSTEM' || permissions.has(permission);
}

/** `FORBIDDEN` unless the caller holds the permission: for what an operation needs besides its own. */
export function requirePermission(permission: string): void {
  if (!holds(permission)) throw forbidden(permission);
}
