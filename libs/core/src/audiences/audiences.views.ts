import { context, defineList, defineView, f, filter, type ListTypes, type View } from '@atrium/sdk';
import { segmentPermissions } from './audiences.permissions';
import { isCompanyWide } from './segment/stored-segment';
import { Segment, SegmentMembership } from './segment/segment.type';

export const SEGMENT_READ = [segmentPermissions['segment:read'], segmentPermissions['segment:manage']] as const;

export const segmentView: View = defineView({
  type: 'Segment',
  idType: 'segment',
  table: 'atrium.segment',
  nodeAccess: SEGMENT_READ,
  fields: {
    id: f.id('segment'),
    name: f.column('name'),
    description: f.column('description'),
    membership: f.column('membership'),
    rule: f.sql((t) => `(${t}.rule -> 'rule')`),
    isCompanyWide: f.sql(isCompanyWide),
    snapshots: f.array(
      () => segmentSnapshotView,
      'segment_id',
      (t) => `${t}.id DESC`,
    ),
    version: f.column('version'),
    createdAt: f.instant('created_at'),
    updatedAt: f.instant('updated_at'),
  },
});

export const segmentSnapshotView: View = defineView({
  type: 'SegmentSnapshot',
  idType: 'segment_snapshot',
  table: 'atrium.segment_snapshot',
  nodeAccess: SEGMENT_READ,
  fields: {
    id: f.id('segment_snapshot'),
    state: f.column('state'),
    takenAt: f.instant('taken_at'),
    // A number of customers in communities that somebody does not see is not theirs to know.
    memberCount: f.sql((t) => (context().actor.communityScope === null ? `${t}.member_count` : 'NULL::int')),
    isOfCurrentRule: f.sql(
      (t) =>
        `(SELECT s.rule = ${t}.rule FROM atrium.segment s WHERE s.tenant_id = ${t}.tenant_id AND s.id = ${t}.segment_id)`,
    ),
    failure: f.column('failure'),
    createdAt: f.instant('created_at'),
  },
});

export const SegmentList: ListTypes = defineList({
  view: segmentView,
  node: Segment,
  filters: {
    membership: filter.enum(
      'SegmentMembershipKind',
      SegmentMembership,
      'membership',
      'By when it is decided who is in it.',
    ),
  },
  orders: {
    NAME: { columns: [{ column: 'sort_key', type: 'text' }], description: 'As people sort names.' },
    CREATED: { columns: [{ column: 'created_at', type: 'timestamptz' }], description: 'By the time of making.' },
  },
  defaultOrder: { field: 'NAME' },
});
