import { allPermissions, isPermission, type Permission, type ReadyRole } from '@atrium/sdk';

/** What decides about a role's permissions. */
export interface RoleGrant {
  readonly readyKey: ReadyRole | null;
  readonly granted: readonly string[];
  readonly withheld: readonly string[];
}

/** What a ready-made role holds from the start; nothing for a tenant's own. ADMIN holds everything there is. */
export function defaultPermissions(
  readyKey: ReadyRole | null,
  permissions: readonly Permission[] = allPermissions(),
): string[] {
  if (readyKey === null) return [];
  const given = readyKey === 'ADMIN' ? permissions : permissions.filter(({ roles }) => roles.includes(readyKey));
  return given.map(({ name }) => name);
}

/** Permissions a role gives today, sorted. What no loaded module declares any more counts for nothing. */
export function permissionsOf(
  { readyKey, granted, withheld }: RoleGrant,
  permissions: readonly Permission[] = allPermissions(),
): string[] {
  const known = new Set(permissions.map(({ name }) => name));
  const held = new Set([...defaultPermissions(readyKey, permissions), ...granted.filter((name) => known.has(name))]);
  for (const name of withheld) held.delete(name);
  return [...held].sort();
}

/** How a role is stored that shall hold just these permissions. */
export function grantOf(readyKey: ReadyRole | null, wanted: readonly string[]): RoleGrant {
  const defaults = defaultPermissions(readyKey);
  return {
    readyKey,
    granted: [...new Set(wanted)].filter((name) => !defaults.includes(name)).sort(),
    withheld: defaults.filter((name) => !wanted.includes(name)).sort(),
  };
}

/** Those of the names that no loaded module declares. */
export const unknownPermissions = (names: readonly string[]): string[] => names.filter((name) => !isPermission(name));
