import type { Actor, TenantRef } from '../context/context';
import type { Locale } from '../errors/messages';

export interface TransactionOptions {
  /** UUID of the tenant the work is done for; null for platform work that touches no tenant's rows. */
  tenantId: string | null;
  /** The tenant that this very transaction founds: no look-up finds it before the commit. Its id is `tenantId`. */
  founding?: TenantRef;
  /** Also for a tenant that is CLOSED. Otherwise none is in the context then, so that nothing is done for it. */
  whileClosed?: boolean;
  actor: Actor;
  readOnly?: boolean;
  /** Default: the tenant's. */
  locale?: Locale;
  /** What the audit log names as the cause, e.g. `signIn` or the job's name. */
  operation: string;
  /** Default: the running operation's, else a new one. A job passes on its cause's, so that the log shows one thread. */
  requestId?: string;
}

/**
 * Work in a transaction of its own, apart from the one of a running operation: jobs, sign-in, counters that must
 * outlive a roll-back. Commits when `task` resolves, rolls back when it rejects.
 */
export abstract class Transactions {
  abstract run<T>(options: TransactionOptions, task: () => Promise<T>): Promise<T>;
  /** Platform look-up of a tenant that is not CLOSED, by its slug or UUID; null when there is none. */
  abstract findTenant(by: { slug: string } | { id: string }): Promise<TenantRef | null>;
}
