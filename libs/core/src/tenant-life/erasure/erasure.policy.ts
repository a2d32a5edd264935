import type { TenantStatus } from '@atrium/sdk';

/** A company's own wish to be erased. */
export interface ErasureWish {
  readonly immediately: boolean;
  readonly dueAt: Date;
}

export interface ErasureCase {
  readonly status: TenantStatus;
  /** Null when the company has not asked for it. */
  readonly wish: ErasureWish | null;
  /** When the platform closed it; null while it is open. */
  readonly closedAt: Date | null;
  readonly graceDays: number;
  /** Does the operator ask for it before its time? */
  readonly early: boolean;
  readonly now: Date;
}

const DAY_MS = 86_400_000;

/**
 * Why a company must not be erased now; null when it may. Two have to want it: the company, by its administrator, and
 * the platform. Where the company has not asked, the platform must have closed it and the time of grace be over.
 */
export function erasureProblem({ status, wish, closedAt, graceDays, early, now }: ErasureCase): string | null {
  if (wish) {
    if (wish.dueAt <= now) return null;
    if (early && wish.immediately) return null;
    return early
      ? `Its administrator asked for the erasure at its time, ${wish.dueAt.toISOString()}, not at once.`
      : `The erasure is due at ${wish.dueAt.toISOString()}; before that it takes --now and an administrator who asked for it at once.`;
  }
  if (status !== 'CLOSED' || closedAt === null) return 'Its administrator has not asked for it, and it is not closed.';
  const due = new Date(closedAt.getTime() + graceDays * DAY_MS);
  return due <= now
    ? null
    : `It was closed at ${closedAt.toISOString()}; it can be erased from ${due.toISOString()} on.`;
}
