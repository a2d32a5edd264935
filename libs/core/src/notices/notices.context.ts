import { type ContextDefinition, defineRetention } from '@atrium/sdk';
import { Notices1700000520020 } from './migrations/1700000520020-notices';
import { NoticeFilesGo1700000521010 } from './migrations/1700000521010-notice-files-go';
import { noticePublicEvents } from './notice.public-events';
import { NoticesModule } from './notices.module';

export const noticesContext: ContextDefinition = {
  name: 'notices',
  module: NoticesModule,
  entities: [],
  migrations: [Notices1700000520020, NoticeFilesGo1700000521010],
  publicEvents: noticePublicEvents,
  retention: [
    defineRetention({
      kind: 'NOTICES',
      description: {
        en: 'Notices that were published, with who has read and confirmed them.',
        'zh-CN': '已发布的公告及其已读、确认记录。',
      },
      // They prove that owners were told, for as long as claims go.
      defaultDays: 1_826,
      minimumDays: 365,
    }),
  ],
};
