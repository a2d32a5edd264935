import { Audiences, segmentProblems } from '@atrium/sdk';
import { Global, Module } from '@nestjs/common';
import './audiences.permissions';
import { SegmentFieldsResolver } from './field/fields.resolver';
import { MembershipResolver } from './membership/membership.resolver';
import { PreparedAudiences } from './membership/prepared-audience';
import { SegmentAudiences } from './membership/segment-audiences';
import { SegmentRules } from './rule/segment-rules';
import { SegmentsResolver } from './segment/segments.resolver';
import { SegmentsService } from './segment/segments.service';
import { SnapshotRunner } from './snapshot/snapshot-runner';
import { SnapshotsService } from './snapshot/snapshots.service';

/** Segments; whoever uses them as audiences is given {@link Audiences}. */
@Global()
@Module({
  providers: [
    MembershipResolver,
    PreparedAudiences,
    SegmentFieldsResolver,
    SegmentRules,
    SegmentsResolver,
    SegmentsService,
    SnapshotRunner,
    SnapshotsService,
    SegmentAudiences,
    { provide: Audiences, useExisting: SegmentAudiences },
  ],
  exports: [Audiences],
})
export class AudiencesModule {
  /** By now every context and plugin of the process has declared its fields. */
  constructor() {
    const problems = segmentProblems();
    if (problems.length > 0) throw new Error(problems.join('\n'));
  }
}
