import { defineMessages } from '@atrium/sdk';

export const importMessages = defineMessages('feeImport', {
  itemsTitle: { en: 'Fee items', 'zh-CN': '收费项目' },
  items: {
    en: 'Fee items by external id or code, with the price and the rules that begin on a day.',
    'zh-CN': '收费项目，按外部编号或编码匹配；含自某日起的单价和计费规则。',
  },
  assignmentsTitle: { en: 'Fee assignments', 'zh-CN': '收费分配' },
  assignments: {
    en: 'Which fee item is charged for which unit, from which day on.',
    'zh-CN': '房屋与收费项目的对应关系及起收日期。',
  },
  readingsTitle: { en: 'Meter readings', 'zh-CN': '抄表读数' },
  readings: {
    en: 'Readings of meters. The first of an unknown meter makes it, where missing things are created.',
    'zh-CN': '仪表读数。选择自动新建时，未登记仪表的首个读数将建立该仪表。',
  },
  openingTitle: { en: 'Opening balances', 'zh-CN': '期初余额' },
  opening: {
    en: 'What customers owed and had prepaid in another system on the day the company moved in.',
    'zh-CN': '启用日客户在原系统中的欠费和预存余额。',
  },
  paymentsTitle: { en: 'Payments', 'zh-CN': '收款' },
  payments: {
    en: 'Payments, such as those of a bank’s direct debits; each by its reference.',
    'zh-CN': '收款记录，例如银行代扣结果；按流水号识别。',
  },
  bankTitle: { en: 'Bank statements', 'zh-CN': '银行流水' },
  bank: {
    en: 'Money that came in by the bank: matched where it is certain whose it is, else in a queue.',
    'zh-CN': '银行到账流水：能确定客户的自动入账，其余进入待处理队列。',
  },
  outgoing: { en: 'Money that went out is passed over.', 'zh-CN': '支出流水已跳过。' },
  unknownItem: {
    en: 'There is no fee item "{given}"; there are {allowed}.',
    'zh-CN': '没有收费项目“{given}”，现有：{allowed}。',
  },
  severalItems: {
    en: 'Several fee items are called "{given}": give the code.',
    'zh-CN': '有多个名为“{given}”的收费项目，请填写编码。',
  },
  unitNeeded: { en: 'Give the unit.', 'zh-CN': '请填写房屋。' },
  notATier: {
    en: 'Tiers look like 15:3.45; 25:4.83; :5.83, each with its upper end before the price, none for the last.',
    'zh-CN': '阶梯应形如 15:3.45; 25:4.83; :5.83，冒号前为上限，最后一档不填上限。',
  },
  notAPart: { en: 'Must be a part such as 6%, 0.5‰ or 0.06.', 'zh-CN': '须为比例，例如 6%、0.5‰ 或 0.06。' },
  priceNeeded: { en: 'Give the price, or tiers.', 'zh-CN': '请填写单价或阶梯价。' },
  dueNeeded: { en: 'Give the due day, or the days after billing.', 'zh-CN': '请填写缴费日，或出账后天数。' },
  assigned: {
    en: 'The item is assigned to this unit already, from {from}.',
    'zh-CN': '该房屋自 {from} 起已分配此收费项目。',
  },
  itemStays: { en: 'This key belongs to another unit or fee item.', 'zh-CN': '该外部编号属于其他房屋或收费项目。' },
  unknownMeter: {
    en: 'There is no meter "{given}" here. Enter it first, or import with missing ones created.',
    'zh-CN': '没有仪表“{given}”。请先登记，或在导入时选择自动新建。',
  },
  severalMeters: {
    en: 'Several communities have a meter "{given}": give the unit.',
    'zh-CN': '多个项目有仪表“{given}”，请填写房屋。',
  },
  otherReading: {
    en: 'There is a reading of this day already: {value}.',
    'zh-CN': '该日已有读数：{value}。',
  },
  bothValues: {
    en: 'A replacement has what the old meter showed and what the new one began with.',
    'zh-CN': '换表须同时填写旧表止数和新表起数。',
  },
  itemNeeded: { en: 'A debt is of a fee item.', 'zh-CN': '欠费须填写收费项目。' },
  dueOnNeeded: { en: 'A debt has the day it was due on.', 'zh-CN': '欠费须填写应缴日期。' },
  dueOnPrepaid: { en: 'Money that was prepaid is not due.', 'zh-CN': '预存没有应缴日期。' },
  booked: {
    en: 'It is in the books already with another amount or day: correct the charge, or reverse the payment.',
    'zh-CN': '已按其他金额或日期入账，请更正应收或冲销收款。',
  },
  lastDayBefore: { en: 'The last day lies before the first.', 'zh-CN': '最后一天早于第一天。' },
  future: { en: 'Must not be after today, {today}.', 'zh-CN': '不能晚于今天（{today}）。' },
  monthClosed: { en: 'The month of {day} is closed.', 'zh-CN': '{day} 所在月份已结账。' },
});
