import type { CustomerKind } from '../customer/customer-kind';

/** What a merge looks at. */
export interface MergeCandidate {
  readonly id: string;
  readonly kind: CustomerKind;
  /** The survivor, where this one was merged already. */
  readonly mergedIntoId: string | null;
  /** Customers that were merged into this one. */
  readonly aliasIds: readonly string[];
}

export type MergeRule = 'SAME' | 'ANOTHER_KIND' | 'SURVIVOR_MERGED' | 'DUPLICATE_MERGED' | 'DUPLICATE_SURVIVES';

/**
 * Why `duplicate` cannot become an alias of `survivor`; null when it can. An alias points at a customer that is none
 * itself, so there are neither chains nor cycles: whoever has aliases becomes none, and who is an alias gets none.
 */
export function mergeProblem(survivor: MergeCandidate, duplicate: MergeCandidate): MergeRule | null {
  if (survivor.id === duplicate.id) return 'SAME';
  if (duplicate.mergedIntoId !== null) return 'DUPLICATE_MERGED';
  if (survivor.mergedIntoId !== null) return 'SURVIVOR_MERGED';
  if (duplicate.aliasIds.length > 0) return 'DUPLICATE_SURVIVES';
  if (survivor.kind !== duplicate.kind) return 'ANOTHER_KIND';
  return null;
}
