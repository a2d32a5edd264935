/** What a tenant may have. Null means without limit. */
export interface QuotaLimits {
  /** Staff members that are invited or active. */
  readonly staff: number | null;
  /** Units (房屋) in the register. */
  readonly units: number | null;
  /** Calls of the API in a minute, all of the tenant's clients together. */
  readonly callsPerMinute: number | null;
  /** Bytes of files, uploads that are announced included. */
  readonly storageBytes: number | null;
}

/** What is counted row by row; calls are counted by the rate limiter. */
export const COUNTED_QUOTAS = ['staff', 'units', 'storageBytes'] as const;
export type CountedQuota = (typeof COUNTED_QUOTAS)[number];

export interface QuotaUse {
  readonly quota: keyof QuotaLimits;
  /** Null for without limit. */
  readonly limit: number | null;
  /** Null for calls per minute. */
  readonly used: number | null;
}

/**
 * What tenants may have and how much of it they use. Rows count by themselves: a table whose migration calls
 * `countQuota` is counted by the database, in the transaction of the change and exact however many run at once, so
 * nobody has to remember to ask. What is not rows of such a table reserves and gives back here.
 */
export abstract class Quotas {
  /** Plan a company signs up to: a setting of the installation. */
  abstract readonly signUpPlan: string;
  /**
   * What a tenant may have, as of at most two seconds ago: its plan, and what was agreed apart from the plan. Cheap, and
   * also for use outside of an operation. `NOT_FOUND` when there is no such tenant.
   */
  abstract limits(tenantId: string): Promise<QuotaLimits>;
  /** What the current tenant may have and has, as this transaction sees it. */
  abstract usage(): Promise<readonly QuotaUse[]>;
  /**
   * `LIMIT_EXCEEDED` when `by` more would not fit just now. Holds nothing: for telling early what would be refused in the
   * end, e.g. before a long upload.
   */
  abstract check(quota: CountedQuota, by: number): Promise<void>;
  /**
   * Adds `by` to what the current tenant has, in the current transaction; `by` below zero gives back, and always
   * succeeds. `LIMIT_EXCEEDED` when it does not fit. Others who change the same total wait until this transaction ends.
   */
  abstract reserve(quota: CountedQuota, by: number): Promise<void>;
}
