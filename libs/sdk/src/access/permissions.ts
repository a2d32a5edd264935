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

export const isPermission = (name: string): boolean => declared.has(name);
