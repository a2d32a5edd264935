import { type PublicEvent, publicEvent, publicField } from '@atrium/sdk';
import { segmentEvents as events } from './audiences.events';
import { segmentPermissions } from './audiences.permissions';

const segmentId = publicField.id('segment');
const common = { permission: segmentPermissions['segment:read'], place: 'company' } as const;

/** What of segments programs outside may be told. */
export const segmentPublicEvents: readonly PublicEvent[] = [
  publicEvent(events.segmentChanged, {
    description: { en: 'The rule or kind of a segment was changed.', 'zh-CN': '客户分群规则变更。' },
    ...{ ...common, data: { segmentId } },
  }),
  publicEvent(events.membersTaken, {
    description: { en: 'The members of a frozen segment were taken.', 'zh-CN': '固化分群名单已生成。' },
    ...{ ...common, data: { segmentId, snapshotId: publicField.id('segment_snapshot') } },
  }),
  publicEvent(events.deleted, {
    description: { en: 'A segment was deleted.', 'zh-CN': '客户分群已删除。' },
    ...{ ...common, data: { segmentId } },
  }),
];
