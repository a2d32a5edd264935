export { audiencesContext } from './audiences.context';
export { segmentEvents } from './audiences.events';
export { segmentPermissions } from './audiences.permissions';
export { SegmentList, segmentSnapshotView, segmentView } from './audiences.views';
export { Segment, SegmentMembership, SegmentSnapshot } from './segment/segment.type';
