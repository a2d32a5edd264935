import { defineMessages, registerConstraint } from '@atrium/sdk';

export const segmentMessages = defineMessages('segment', {
  nameTaken: { en: 'There is a segment of this name already.', 'zh-CN': '已存在同名分群。' },
  copyName: { en: '{name} (copy {number})', 'zh-CN': '{name}（副本 {number}）' },
  companys: {
    en: 'This segment is the whole company’s; you are limited to some communities. Make a copy of it to change.',
    'zh-CN': '该分群属于全公司，您仅限于部分项目。请复制后再修改。',
  },
  beyondWithin: {
    en: 'This segment is of some communities only, and the rule names another one.',
    'zh-CN': '该分群仅属于部分项目，规则引用了其他项目。',
  },
  inUse: {
    en: 'This segment is in use and cannot be deleted: {uses}.',
    'zh-CN': '该分群正在使用，不能删除：{uses}。',
  },
  broken: {
    en: 'The rule of this segment cannot be evaluated: {problem}',
    'zh-CN': '该分群的规则无法计算：{problem}',
  },
  pluginDisabled: {
    en: 'The rule uses "{field}" of the plugin {plugin}, which is not enabled: nobody is in the segment until it is.',
    'zh-CN': '规则使用了插件 {plugin} 的字段“{field}”，该插件尚未启用；启用前该分群不含任何客户。',
  },
  notTaken: {
    en: 'The members of this segment are frozen, and none have been taken yet.',
    'zh-CN': '该分群的成员为固化名单，尚未生成。',
  },
  notFrozen: {
    en: 'This segment is evaluated whenever it is used; only frozen ones are taken.',
    'zh-CN': '该分群为动态分群，使用时实时计算；只有固化分群可以生成名单。',
  },
  underWay: { en: 'Its members are being taken already.', 'zh-CN': '正在生成成员名单。' },
  takingFailed: {
    en: 'The members could not be taken. Try again; the log names the reason.',
    'zh-CN': '生成成员名单失败，请重试；原因见系统日志。',
  },
  deletedReference: { en: '(deleted)', 'zh-CN': '（已删除）' },
});

/** What can be wrong with a rule. */
export const ruleMessages = defineMessages('segmentRule', {
  unknownField: { en: 'There is no field "{field}".', 'zh-CN': '没有字段“{field}”。' },
  pluginDisabled: {
    en: '"{field}" belongs to the plugin {plugin}, which is not enabled.',
    'zh-CN': '字段“{field}”属于插件 {plugin}，该插件尚未启用。',
  },
  wrongType: {
    en: '"{field}" is of the type {type}: compare it with "{expected}".',
    'zh-CN': '字段“{field}”的类型为 {type}，请使用“{expected}”比较。',
  },
  wrongOperator: {
    en: '"{field}" cannot be asked for "{operator}"; it knows {allowed}.',
    'zh-CN': '字段“{field}”不支持“{operator}”，可用：{allowed}。',
  },
  noOperator: { en: 'Give at least one operator.', 'zh-CN': '请至少指定一个条件。' },
  notOne: {
    en: 'A rule is exactly one thing; {count} are given.',
    'zh-CN': '一条规则只能包含一项，当前为 {count} 项。',
  },
  emptyGroup: { en: 'Must have at least one rule.', 'zh-CN': '至少需要一条规则。' },
  tooDeep: { en: 'Rules nest at most {max} levels.', 'zh-CN': '规则最多嵌套 {max} 层。' },
  tooLarge: { en: 'A rule has at most {max} parts.', 'zh-CN': '规则最多包含 {max} 个部分。' },
  emptyList: { en: 'Must name at least one value.', 'zh-CN': '至少需要一个值。' },
  tooMany: { en: 'At most {max} values are allowed here.', 'zh-CN': '此处最多允许 {max} 个值。' },
  badText: {
    en: 'Must be 1 to {max} characters without control characters.',
    'zh-CN': '长度须为 1 到 {max} 个字符，且不含控制字符。',
  },
  badDays: { en: 'Must be a number of days from 0 to {max}.', 'zh-CN': '须为 0 到 {max} 之间的天数。' },
  badCount: { en: 'Must be 1 to {max}.', 'zh-CN': '须为 1 到 {max}。' },
  unknownChoice: {
    en: '"{given}" cannot be chosen here; choose from {allowed}.',
    'zh-CN': '“{given}”不可选，可选：{allowed}。',
  },
  otherCurrency: { en: 'The company reckons in {currency}.', 'zh-CN': '公司使用的币种为 {currency}。' },
  tooFine: { en: 'The smallest amount of {currency} is {smallest}.', 'zh-CN': '{currency} 的最小金额为 {smallest}。' },
  emptyRange: { en: 'Nothing lies from {from} to {to}.', 'zh-CN': '从 {from} 到 {to} 之间没有任何值。' },
  unknownRecord: {
    en: 'A customer has no "{record}"; there are {allowed}.',
    'zh-CN': '客户没有“{record}”，可用：{allowed}。',
  },
  otherRecord: {
    en: '"{field}" is not about "{record}": it stands outside of this "some".',
    'zh-CN': '字段“{field}”与“{record}”无关，不能写在此“some”之内。',
  },
  nestedSome: { en: '"some" cannot stand within "some".', 'zh-CN': '“some” 不能嵌套在 “some” 之内。' },
  mixed: {
    en: 'Two rules side by side about "{record}" could be met by different ones: put them into one "some".',
    'zh-CN': '关于“{record}”的两条并列规则可能由不同的记录满足，请合并到同一个 “some” 中。',
  },
});

registerConstraint('segment_name_key', segmentMessages.nameTaken, 'input.name');
