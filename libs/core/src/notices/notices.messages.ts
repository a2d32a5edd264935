import { defineMessages } from '@atrium/sdk';
import { declareContents } from '../properties';

export const noticeMessages = defineMessages('notice', {
  noTarget: {
    en: 'Say to whom: a community, a building or a segment.',
    'zh-CN': '请选择公告范围：项目、楼栋或客户分群。',
  },
  noText: { en: 'A notice needs a title and a text in {locale}.', 'zh-CN': '公告须有 {locale} 的标题和正文。' },
  twice: { en: 'Each language may stand once.', 'zh-CN': '每种语言只能填写一次。' },
  notDraft: { en: 'It has been published: it can be changed and withdrawn.', 'zh-CN': '公告已发布，只能修改或撤回。' },
  withdrawn: { en: 'It has been withdrawn.', 'zh-CN': '公告已撤回。' },
  notPublished: { en: 'It has not been published.', 'zh-CN': '公告尚未发布。' },
  inThePast: { en: 'Must lie in the future.', 'zh-CN': '须为将来的时间。' },
  tooSoon: { en: 'It would be over before it is published.', 'zh-CN': '到期时间早于发布时间。' },
  fileTwice: { en: 'A file may be attached once.', 'zh-CN': '附件不能重复。' },
  tooManyFiles: { en: 'At most {max} files.', 'zh-CN': '最多 {max} 个附件。' },
  plural: { en: 'notices', 'zh-CN': '公告' },
  noConfirmation: { en: 'This notice asks for no confirmation.', 'zh-CN': '该公告无需确认。' },
});

declareContents('community', { table: 'atrium.notice', column: 'community_id', name: noticeMessages.plural });
declareContents('building', { table: 'atrium.notice', column: 'building_id', name: noticeMessages.plural });
