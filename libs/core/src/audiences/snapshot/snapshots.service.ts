import { conflict, context, db, Jobs, newId, registerConstraint } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { segmentMessages } from '../audiences.messages';
import { SegmentRules } from '../rule/segment-rules';
import { SegmentMembership } from '../segment/segment.type';
import { lockSegment } from '../segment/stored-segment';
import { takeMembersJob } from './snapshot.job';

registerConstraint('segment_snapshot_under_way', segmentMessages.underWay, undefined, { retryable: true });

@Injectable()
export class SnapshotsService {
  constructor(
    private readonly rules: SegmentRules,
    private readonly jobs: Jobs,
  ) {}

  /** Has the members taken with the rights the caller has now. Answers the snapshot's UUID. */
  async start(segmentId: string): Promise<string> {
    const segment = await lockSegment(segmentId);
    if (segment.membership !== SegmentMembership.FROZEN) throw conflict(segmentMessages.notFrozen);
    await this.rules.usable(segment.rule);
    const id = newId();
    const { actor } = context();
    await db().execute(`INSERT INTO atrium.segment_snapshot (id, segment_id, rule, actor) VALUES ($1, $2, $3, $4)`, [
      id,
      segmentId,
      JSON.stringify(segment.rule),
      JSON.stringify({
        ...actor,
        permissions: [...actor.permissions],
        communityScope: segment.within ?? actor.communityScope,
      }),
    ]);
    await this.jobs.enqueue(takeMembersJob, { snapshotId: id });
    return id;
  }
}
