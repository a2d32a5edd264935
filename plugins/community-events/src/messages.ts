import { defineMessages } from '@atrium/sdk';

export const messages = defineMessages('communityEvents', {
  endsBeforeStart: { en: 'It must end after its start.', 'zh-CN': '结束时间须晚于开始时间。' },
  inThePast: { en: 'It must begin in the future.', 'zh-CN': '开始时间须为将来的时间。' },
  windowOrder: {
    en: 'Registration must open before it closes, and close by the end of the event.',
    'zh-CN': '报名开始须早于报名截止，且截止不晚于活动结束。',
  },
  noRegistration: {
    en: 'Nobody registers for a notice: it has no places, limits or waiting list.',
    'zh-CN': '仅通知类活动不接受报名，不能设置名额或限额。',
  },
  moved: {
    en: 'An event that is {state} cannot become {to}. Allowed: {allowed}.',
    'zh-CN': '状态为 {state} 的活动不能变为 {to}。允许：{allowed}。',
  },
  notOpen: { en: 'Registration is not open.', 'zh-CN': '当前不在报名时间内。' },
  notPublished: { en: 'The event takes no registrations.', 'zh-CN': '该活动不接受报名。' },
  full: { en: 'The event is full.', 'zh-CN': '活动名额已满。' },
  tooMany: { en: 'At most {max} people for one registration.', 'zh-CN': '每次报名最多 {max} 人。' },
  household: {
    en: 'At most {max} people of a household; {registered} are registered.',
    'zh-CN': '每户限 {max} 人，已报名 {registered} 人。',
  },
  twice: { en: 'There is a registration already.', 'zh-CN': '已经报过名。' },
  whichUnit: { en: 'Say for which home.', 'zh-CN': '请选择房屋。' },
  notTheirUnit: { en: 'This is no home of the customer here.', 'zh-CN': '该房屋不属于此客户或不在活动范围内。' },
  whoRegisters: { en: 'Say who takes part.', 'zh-CN': '请选择报名客户。' },
  onlySelf: { en: 'Customers register themselves.', 'zh-CN': '客户只能为自己报名。' },
  tooLate: { en: 'It is too late to change this.', 'zh-CN': '活动已开始或结束，无法更改。' },
  unknownCode: { en: 'There is no such code for this event.', 'zh-CN': '签到码无效。' },
  codeOrRegistration: { en: 'Give the code or the registration.', 'zh-CN': '请提供签到码或报名记录。' },
  usedCode: { en: 'They were checked in before, at {at}.', 'zh-CN': '已于 {at} 签到，不能重复使用。' },
  noPlace: { en: 'This registration has no place: it is {state}.', 'zh-CN': '该报名没有名额，状态为 {state}。' },
  notNow: { en: 'The event does not check in at this time.', 'zh-CN': '当前不在签到时间内。' },
  tooManyPhotos: { en: 'At most {max} photos.', 'zh-CN': '最多 {max} 张照片。' },
  capacityTaken: {
    en: '{taken} people have places already.',
    'zh-CN': '已有 {taken} 人占用名额。',
  },
  otherCurrency: { en: 'Must be in {currency}.', 'zh-CN': '币种须为 {currency}。' },
  badMoney: {
    en: 'Must be zero or more, with no more decimals than the currency has.',
    'zh-CN': '金额不能为负，且小数位数不能超过币种允许的位数。',
  },
  plural: { en: 'community events', 'zh-CN': '社区活动' },
});
