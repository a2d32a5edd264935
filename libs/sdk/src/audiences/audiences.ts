/** A keyset batch of members. */
export interface MemberBatch {
  /** UUIDs of customers, ascending. None is an alias or erased. */
  readonly ids: readonly string[];
  /** Where the next batch begins, for `after`; null behind the last. */
  readonly next: string | null;
}

/**
 * Segments as audiences: who is to get a notice, a survey, a reminder. Every call works as the running operation: its
 * tenant, its data scope and its permissions; the platform itself (a SYSTEM actor) reaches the whole company. Whoever
 * sends something in a job on behalf of somebody runs the job's transactions as that actor.
 *
 * Errors of all: `NOT_FOUND` for a segment the caller does not see; `FORBIDDEN` where its rule uses a field that the
 * caller has no permission for; `PLUGIN_DISABLED` where it uses a field of a plugin that the company has disabled;
 * `CONFLICT` where it uses a field that is gone, or is frozen and was never taken. A rule that cannot be evaluated
 * matches nobody.
 */
export abstract class Audiences {
  /** Nothing where the caller may use the segment as an audience now; otherwise one of the errors above. */
  abstract require(segmentId: string): Promise<void>;
  abstract count(segmentId: string): Promise<number>;
  /** Is the customer a member? One that was merged counts as its survivor. */
  abstract contains(segmentId: string, customerId: string): Promise<boolean>;
  /**
   * One batch in the order of ids: cheap at any depth, and each may have a transaction of its own.
   *
   * @param options.size 1 to 10,000; default 5,000: a batch costs a look at the whole rule
   */
  abstract batch(segmentId: string, options?: { after?: string | null; size?: number }): Promise<MemberBatch>;
  /** All batches, within the running transaction. */
  abstract members(segmentId: string, options?: { size?: number }): AsyncIterable<readonly string[]>;
}
