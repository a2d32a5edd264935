import { type PublicEvent, publicEvent, publicField } from '@atrium/sdk';
import { noticeEvents as events } from './notices.events';
import { noticePermissions } from './notices.permissions';

const noticeId = publicField.id('notice');
const common = { permission: noticePermissions['notice:read'], place: 'company' } as const;

/** What of notices programs outside may be told. */
export const noticePublicEvents: readonly PublicEvent[] = [
  publicEvent(events.published, {
    description: { en: 'A notice was brought to those it is for.', 'zh-CN': '公告已发布。' },
    ...{ ...common, data: { noticeId, addressed: publicField.count() } },
  }),
  publicEvent(events.withdrawn, {
    description: { en: 'A notice was taken back.', 'zh-CN': '公告已撤回。' },
    ...{ ...common, data: { noticeId } },
  }),
  publicEvent(events.confirmed, {
    description: { en: 'A customer has confirmed a notice.', 'zh-CN': '客户已确认公告。' },
    permission: common.permission,
    place: { customer: 'customerId' },
    data: { noticeId, customerId: publicField.id('customer') },
  }),
];
