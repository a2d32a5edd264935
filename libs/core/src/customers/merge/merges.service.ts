import { conflict, db, Events, invalidField, newId, notFound, now } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { lockCustomers, refuseErased } from '../customer/lock-customers';
import { customerEvents } from '../customer.events';
import { mergeMessages } from '../customers.messages';
import { refreshPlaces } from '../search/refresh-search';
import type { MergeCustomersInput } from './merge.inputs';
import { mergeProblem, type MergeRule } from './merge.policy';

const MESSAGES = {
  SAME: mergeMessages.same,
  ANOTHER_KIND: mergeMessages.anotherKind,
  SURVIVOR_MERGED: mergeMessages.survivorMerged,
  DUPLICATE_MERGED: mergeMessages.duplicateMerged,
  DUPLICATE_SURVIVES: mergeMessages.duplicateSurvives,
} as const satisfies Record<MergeRule, object>;

export interface UndoneMerge {
  readonly survivorId: string;
  readonly duplicateId: string;
}

/**
 * A merge moves nothing: the duplicate becomes an alias that points at its survivor, and whoever reads the survivor
 * reads both. Records that name the duplicate go on doing so, and undoing the merge takes the pointer away.
 */
@Injectable()
export class MergesService {
  constructor(private readonly events: Events) {}

  /** Answers the merge's UUID. `VALIDATION_FAILED` or `CONFLICT` where it cannot be, see {@link mergeProblem}. */
  async merge({ survivorId, duplicateId, reason }: MergeCustomersInput): Promise<string> {
    const customers = await lockCustomers([survivorId, duplicateId]);
    const [survivor, duplicate] = [customers.get(survivorId), customers.get(duplicateId)];
    if (!survivor || !duplicate) throw notFound('Customer');
    refuseErased(survivor);
    refuseErased(duplicate);
    const problem = mergeProblem(survivor, duplicate);
    if (problem === 'SAME' || problem === 'ANOTHER_KIND') {
      throw invalidField('input.duplicateId', problem, MESSAGES[problem]);
    }
    if (problem) throw conflict(MESSAGES[problem], undefined, { rule: problem });
    await db().execute(
      `UPDATE atrium.customer SET merged_into_id = $2, version = version + 1, updated_at = now() WHERE id = $1`,
      [duplicateId, survivorId],
    );
    const communities = duplicate.communityId === null ? [] : [duplicate.communityId];
    await this.setAliases(
      survivorId,
      [...survivor.aliasIds, duplicateId],
      [...survivor.aliasCommunityIds, ...communities],
    );
    const id = newId();
    await db().execute(
      'INSERT INTO atrium.customer_merge (id, customer_id, duplicate_id, reason) VALUES ($1, $2, $3, $4)',
      [id, survivorId, duplicateId, reason || null],
    );
    await refreshPlaces([survivorId, duplicateId]);
    const merged = { customerId: survivorId, duplicateId, mergeId: id };
    await this.events.emit(customerEvents.customerMerged, merged, { aggregateId: survivorId });
    return id;
  }

  /** `CONFLICT` when somebody undid it already. */
  async undo(id: string): Promise<UndoneMerge> {
    const [seen] = await db().query<UndoneMerge>(
      `SELECT customer_id AS "survivorId", duplicate_id AS "duplicateId" FROM atrium.customer_merge WHERE id = $1`,
      [id],
    );
    if (!seen) throw notFound('CustomerMerge');
    const { survivorId, duplicateId } = seen;
    const customers = await lockCustomers([survivorId, duplicateId]);
    const [survivor, duplicate] = [customers.get(survivorId), customers.get(duplicateId)];
    if (!survivor || !duplicate) throw notFound('Customer');
    refuseErased(survivor);
    refuseErased(duplicate);
    const undone = await db().execute(
      'UPDATE atrium.customer_merge SET undone_at = $2 WHERE id = $1 AND undone_at IS NULL',
      [id, now()],
    );
    if (undone === 0) throw conflict(mergeMessages.undone);
    await db().execute(
      `UPDATE atrium.customer SET merged_into_id = NULL, version = version + 1, updated_at = now() WHERE id = $1`,
      [duplicateId],
    );
    const communities = [...survivor.aliasCommunityIds];
    // Each alias brought its own: only this one's goes.
    if (duplicate.communityId !== null) communities.splice(communities.indexOf(duplicate.communityId), 1);
    await this.setAliases(
      survivorId,
      survivor.aliasIds.filter((alias) => alias !== duplicateId),
      communities,
    );
    await refreshPlaces([survivorId, duplicateId]);
    const undoneMerge = { customerId: survivorId, duplicateId, mergeId: id };
    await this.events.emit(customerEvents.customerMergeUndone, undoneMerge, { aggregateId: survivorId });
    return seen;
  }

  private async setAliases(id: string, aliases: readonly string[], communities: readonly string[]): Promise<void> {
    await db().execute(
      `UPDATE atrium.customer SET alias_ids = $2, alias_community_ids = $3, version = version + 1, updated_at = now()
       WHERE id = $1`,
      [id, aliases, communities],
    );
  }
}
