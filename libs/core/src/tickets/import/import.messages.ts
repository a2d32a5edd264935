import { defineMessages } from '@atrium/sdk';

export const importMessages = defineMessages('ticketImportRow', {
  title: { en: 'Tickets from before', 'zh-CN': '历史工单' },
  description: {
    en: 'A row is a ticket that was taken down elsewhere: it starts no clock, survey or message.',
    'zh-CN': '每行是一张在其他系统登记的工单，不触发时限、回访和通知。',
  },
  notATime: { en: 'Must be a time such as 14:05.', 'zh-CN': '时间格式应类似 14:05。' },
  wordsNeeded: { en: 'Say what it is: a title or details.', 'zh-CN': '请填写标题或详情。' },
  buildingNeeded: {
    en: 'A unit needs its building, by code or address.',
    'zh-CN': '填写房号时须填写楼栋编码或地址。',
  },
  unknownBuilding: {
    en: 'There is no building "{given}". Import it first, or choose to have missing ones made.',
    'zh-CN': '不存在楼栋“{given}”。请先导入该楼栋，或选择自动新建。',
  },
  ambiguousBuilding: {
    en: 'Several buildings are called "{given}": name the community or the postcode.',
    'zh-CN': '有多栋楼为“{given}”，请填写项目或邮编。',
  },
  unknownUnit: {
    en: 'There is no unit "{given}" in this building. Import it first, or choose to have missing ones made.',
    'zh-CN': '该楼栋中不存在房屋“{given}”。请先导入该房屋，或选择自动新建。',
  },
  unknownCommunity: { en: 'There is no community "{given}".', 'zh-CN': '不存在项目“{given}”。' },
  communityNeeded: { en: 'Say which community it is about.', 'zh-CN': '请填写所属项目。' },
  unknownCategory: {
    en: 'There is no category "{given}"; the ticket was taken without one.',
    'zh-CN': '不存在分类“{given}”，工单已导入但未归类。',
  },
  notAPhone: {
    en: '"{given}" is no telephone number; it was left out.',
    'zh-CN': '“{given}”不是有效电话号码，已略过。',
  },
  future: { en: 'Must not lie in the future.', 'zh-CN': '不能晚于当前时间。' },
  tooEarly: { en: 'Must not lie before {year}.', 'zh-CN': '不能早于 {year} 年。' },
  beforeOpening: { en: 'It cannot be resolved before it was opened.', 'zh-CN': '办结时间不能早于登记时间。' },
  ours: {
    en: 'The ticket with this external id was taken down here: an import does not change it.',
    'zh-CN': '该外部编号的工单由本系统登记，不能通过导入修改。',
  },
});
