import { AsyncLocalStorage } from 'node:async_hooks';
import type { Locale } from '../errors/messages';
import type { DbSession } from '../db/db-session';

export const ACTOR_KINDS = ['STAFF', 'CUSTOMER', 'API_CLIENT', 'OPERATOR', 'SYSTEM', 'ANONYMOUS'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

/** Who acts. `permissions` and `communityScope` are what the roles of the moment give. */
export interface Actor {
  readonly kind: ActorKind;
  /** UUID of the staff member, customer, API client or platform operator; null for SYSTEM and ANONYMOUS. */
  readonly id: string | null;
  /** Name shown in the audit log, e.g. the staff member's name or the job's. */
  readonly name: string;
  readonly roles: readonly string[];
  readonly permissions: ReadonlySet<string>;
  /** UUIDs of the communities the actor is limited to; null means all. The database enforces it. */
  readonly communityScope: readonly string[] | null;
  readonly sessionId: string | null;
  /**
   * For a customer: the UUIDs that are this customer, its own first, then those of duplicates merged into it. The
   * database shows rows of these alone; a customer without any sees nothing.
   */
  readonly customerIds?: readonly string[];
}

export interface TenantRef {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly locale: Locale;
  readonly timeZone: string;
  readonly currency: string;
  readonly status: TenantStatus;
}
export type TenantStatus = 'TRIAL' | 'ACTIVE' | 'SUSPENDED' | 'CLOSED';

/** Where a call comes from, for the audit log. */
export interface ClientInfo {
  readonly ip: string | null;
  readonly name: string | null;
}

export interface Clock {
  now(): Date;
}

/** Everything one operation (a GraphQL operation, a job, a handler) knows. One lives as long as its transaction. */
export interface OperationContext {
  readonly requestId: string;
  readonly tenant: TenantRef | null;
  readonly actor: Actor;
  readonly locale: Locale;
  readonly client: ClientInfo;
  readonly clock: Clock;
  readonly db: DbSession;
  /** Runs after the commit, never after a roll-back; its failure is logged and does not reach the caller. */
  afterCommit(task: () => void | Promise<void>): void;
}

const storage = new AsyncLocalStorage<OperationContext>();

export class NoContextError extends Error {
  constructor() {
    super('No operation context: tenant data is reached only inside an operation, a job or Transactions.run()');
    this.name = 'NoContextError';
  }
}

/** The running operation. Throws {@link NoContextError} outside of one. */
export function context(): OperationContext {
  const current = storage.getStore();
  if (!current) throw new NoContextError();
  return current;
}

export const maybeContext = (): OperationContext | undefined => storage.getStore();

/** Platform only: runs `task` as part of `ctx`. */
export const runInContext = <T>(ctx: OperationContext, task: () => T): T => storage.run(ctx, task);

/** The database session of the running operation. */
export const db = (): DbSession => context().db;

/** The tenant of the running operation; throws where there is none (a public operation before sign-in). */
export function currentTenant(): TenantRef {
  const { tenant } = context();
  if (!tenant) throw new NoContextError();
  return tenant;
}

export const now = (): Date => context().clock.now();

const NO_PERMISSIONS: ReadonlySet<string> = new Set();

export const anonymousActor: Actor = Object.freeze({
  kind: 'ANONYMOUS',
  id: null,
  name: 'anonymous',
  roles: [],
  permissions: NO_PERMISSIONS,
  communityScope: null,
  sessionId: null,
});

/**
 * Is this a platform operator inside a tenant, by a support grant of it? Such a caller reads and changes nothing. An
 * operator without a tenant works on the platform itself.
 */
export const isSupport = ({ actor, tenant }: Pick<OperationContext, 'actor' | 'tenant'>): boolean =>
  actor.kind === 'OPERATOR' && tenant !== null;

/** The platform itself, e.g. a job or the provisioning; `name` tells which part. */
export const systemActor = (name: string): Actor => ({ ...anonymousActor, kind: 'SYSTEM', name });
