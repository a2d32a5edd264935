import type { Locale } from '../errors/messages';

/** Ready-made roles every new tenant gets. */
export const READY_ROLES = [
  'ADMIN',
  'SERVICE_AGENT',
  'DISPATCHER',
  'TECHNICIAN',
  'CASHIER',
  'FINANCE_MANAGER',
  'QUALITY_INSPECTOR',
  'AUDITOR',
] as const;
export type ReadyRole = (typeof READY_ROLES)[number];

export interface PermissionSpec {
  readonly description: Readonly<Record<Locale, string>>;
  /** Ready-made roles that hold it from the start; ADMIN holds everything. */
  readonly roles: readonly Exclude<ReadyRole, 'ADMIN'>[];
  /** Seen in every tenant's API-client scopes? Default true; false for what only people may hold. */
  readonly forApiClients?: boolean;
  /**
   * What is changed by it reaches all of the company: its mutations are `FORBIDDEN` to whoever is limited to some
   * communities, whatever role they hold.
   */
  readonly wholeCompany?: boolean;
}

export interface Permission extends PermissionSpec {
  /** `resource:action`, e.g. `ticket:assign`. */
  readonly name: string;
}

const declared = new Map<string, Permission>();

/** Declares permissions; the same name twice stops the start. Answers the names for use in {@link Allow}. */
export function definePermissions<const N extends `${string}:${string}`>(
  specs: Record<N, PermissionSpec>,
): { readonly [K in N]: K } {
  for (const [name, spec] of Object.entries<PermissionSpec>(specs)) {
    if (declared.has(name)) throw new Error(`Permission ${name} is declared twice`);
    declared.set(name, { ...spec, name });
  }
  return Object.fromEntries(Object.keys(specs).map((name) => [name, name])) as { readonly [K in N]: K };
}

/** Every permission declared by the loaded modules, by name. */
export const allPermissions = (): readonly Permission[] =>
  [...declared.values()].sort((a, b) => a.name.localeCompare(b.name));

/** Does a change by this permission reach all of the company? */
export const reachesWholeCompany = (name: string): boolean => declared.get(name)?.wholeCompany === true;

export const isPermission = (name: string): boolean => declared.has(name);

/** A permission of those who run the installation (平台运营). No role of a tenant and no API client can hold it. */
export interface PlatformPermission {
  /** `platform:action`. */
  readonly name: string;
  readonly description: Readonly<Record<Locale, string>>;
}

const platform = new Map<string, PlatformPermission>();

/**
 * Declares permissions of platform operators, for {@link Allow}. An operation that names one runs without a tenant: to
 * work on a tenant it opens a transaction of that tenant with `Transactions.run`, which its audit log shows as the
 * operator's doing.
 */
export function definePlatformPermissions<const N extends `platform:${string}`>(
  descriptions: Record<N, Readonly<Record<Locale, string>>>,
): { readonly [K in N]: K } {
  for (const [name, description] of Object.entries<Readonly<Record<Locale, string>>>(descriptions)) {
    if (platform.has(name)) throw new Error(`Permission ${name} is declared twice`);
    platform.set(name, { name, description });
  }
  return Object.fromEntries(Object.keys(descriptions).map((name) => [name, name])) as { readonly [K in N]: K };
}

/** Every permission of platform operators declared by the loaded modules, by name. */
export const allPlatformPermissions = (): readonly PlatformPermission[] =>
  [...platform.values()].sort((a, b) => a.name.localeCompare(b.name));

export const isPlatformPermission = (name: string): boolean => platform.has(name);
