import { type PublicEvent, publicEvent, publicField } from '@atrium/sdk';
import { staffEvents as events } from './staff.events';
import { staffPermissions } from './staff.permissions';

const common = {
  permission: staffPermissions['staff:read'],
  place: 'company',
  data: { staffId: publicField.id('staff') },
} as const;

/** What of colleagues programs outside may be told: their ids alone. */
export const staffPublicEvents: readonly PublicEvent[] = [
  publicEvent(events.invited, { description: { en: 'Somebody was invited.', 'zh-CN': '已邀请员工。' }, ...common }),
  publicEvent(events.joined, {
    description: { en: 'An invitation was accepted.', 'zh-CN': '员工已接受邀请。' },
    ...common,
  }),
  publicEvent(events.disabled, {
    description: { en: 'A member of staff may sign in no more.', 'zh-CN': '员工账号已停用。' },
    ...common,
  }),
  publicEvent(events.enabled, {
    description: { en: 'A member of staff may sign in again.', 'zh-CN': '员工账号已恢复。' },
    ...common,
  }),
];
