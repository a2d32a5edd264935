import { defineMessages, registerConstraint } from '@atrium/sdk';

/** What can be wrong with the content of a template. */
export const contentMessages = defineMessages('surveyContent', {
  noTexts: { en: 'Give the words in at least one language.', 'zh-CN': '请至少填写一种语言的文字。' },
  badText: {
    en: 'Must be 1 to {max} characters without control characters.',
    'zh-CN': '长度须为 1 到 {max} 个字符，且不含控制字符。',
  },
  missingLanguage: {
    en: 'The survey has a title in {locale}, so this needs words in it too.',
    'zh-CN': '问卷标题包含语言 {locale}，此处也须填写该语言。',
  },
  twiceLanguage: { en: 'The language {locale} is given twice.', 'zh-CN': '语言 {locale} 重复。' },
  badCode: {
    en: 'A code is a small letter and up to 39 small letters, digits or underscores, such as repair_quality.',
    'zh-CN': '代码须以小写字母开头，最多 40 个小写字母、数字或下划线，例如 repair_quality。',
  },
  twiceCode: { en: 'The code "{code}" is used twice.', 'zh-CN': '代码“{code}”重复。' },
  noQuestions: { en: 'Ask at least one question.', 'zh-CN': '至少需要一个问题。' },
  tooMany: { en: 'At most {max} are allowed here.', 'zh-CN': '此处最多允许 {max} 项。' },
  needsOptions: { en: 'A choice needs two options or more.', 'zh-CN': '选择题至少需要两个选项。' },
  needsRows: { en: 'A matrix needs a row or more.', 'zh-CN': '矩阵题至少需要一行。' },
  notOf: { en: 'A question of the kind {kind} has none.', 'zh-CN': '{kind} 类型的问题不能设置此项。' },
  badNumber: { en: 'Must be a whole number from {min} to {max}.', 'zh-CN': '须为 {min} 到 {max} 之间的整数。' },
  badWeight: {
    en: 'A weight is a number above 0 and at most 1,000.',
    'zh-CN': '权重须大于 0 且不超过 1000。',
  },
  unknownQuestion: { en: 'There is no question "{question}".', 'zh-CN': '没有问题“{question}”。' },
  itself: { en: '"{question}" cannot depend on itself.', 'zh-CN': '“{question}”不能依赖自身。' },
  forward: {
    en: '"{question}" stands later: a question can only depend on those before it.',
    'zh-CN': '“{question}”位于其后：问题只能依赖排在前面的问题。',
  },
  noScore: { en: '"{question}" has no score to compare.', 'zh-CN': '“{question}”没有可比较的分数。' },
  noChoice: { en: '"{question}" has no options to choose from.', 'zh-CN': '“{question}”没有可选项。' },
  unknownOption: {
    en: '"{question}" has no option "{option}"; it has {allowed}.',
    'zh-CN': '“{question}”没有选项“{option}”，可用：{allowed}。',
  },
  unknownRow: { en: '"{question}" has no row "{row}".', 'zh-CN': '“{question}”没有行“{row}”。' },
  needsRow: {
    en: '"{question}" is a matrix: name a row of it, such as {example}.',
    'zh-CN': '“{question}”为矩阵题，请指明其中一行，例如 {example}。',
  },
  notOne: {
    en: 'A rule is exactly one thing; {count} are given.',
    'zh-CN': '一条规则只能包含一项，当前为 {count} 项。',
  },
  emptyGroup: { en: 'Must have at least one rule.', 'zh-CN': '至少需要一条规则。' },
  noBound: { en: 'Give a bound.', 'zh-CN': '请至少给出一个界限。' },
  emptyRange: { en: 'Nothing lies from {from} to {to}.', 'zh-CN': '从 {from} 到 {to} 之间没有任何值。' },
  tooDeep: { en: 'Rules nest at most {max} levels.', 'zh-CN': '规则最多嵌套 {max} 层。' },
  unreachable: {
    en: 'No answers can bring "{question}" up.',
    'zh-CN': '任何回答都不会显示“{question}”。',
  },
  tooComplex: {
    en: 'The rule of "{question}" looks at too many questions to be checked.',
    'zh-CN': '“{question}”的规则涉及的问题过多，无法检查。',
  },
  notPair: {
    en: 'Expectation and perception are asked on one scale: both must be of the kind {kind}.',
    'zh-CN': '期望与感知须使用同一量表：两题都必须为 {kind}。',
  },
  twicePair: {
    en: 'The expectation of "{question}" is asked twice.',
    'zh-CN': '“{question}”的期望被重复询问。',
  },
  kindChanged: {
    en: '"{question}" was of the kind {kind} in an earlier version: figures of both would be mixed. Give it another code.',
    'zh-CN': '“{question}”在先前版本中为 {kind} 类型，混用会使结果失真，请更换代码。',
  },
});

/** What can be wrong with an answer; told beside the question. */
export const answerMessages = defineMessages('surveyAnswer', {
  required: { en: 'Please answer this question.', 'zh-CN': '请回答此题。' },
  outOfRange: { en: 'Choose a number from {min} to {max}.', 'zh-CN': '请选择 {min} 到 {max} 之间的数字。' },
  unknownOption: { en: 'This cannot be chosen here.', 'zh-CN': '该选项不可选。' },
  tooManyChoices: { en: 'Choose at most {max}.', 'zh-CN': '最多选择 {max} 项。' },
  rowMissing: { en: 'Please rate every line.', 'zh-CN': '请为每一行评分。' },
  tooLong: {
    en: 'This text has {length} characters; at most {max} are allowed.',
    'zh-CN': '文字共 {length} 个字符，最多允许 {max} 个。',
  },
  forbidden: {
    en: 'The character {codePoint} at place {position} cannot be used. Please remove it.',
    'zh-CN': '第 {position} 个字符（{codePoint}）不能使用，请删除。',
  },
  unknownQuestion: { en: 'There is no question "{question}".', 'zh-CN': '没有问题“{question}”。' },
});

export const surveyMessages = defineMessages('survey', {
  nameTaken: { en: 'There is a template of this name already.', 'zh-CN': '已存在同名问卷模板。' },
  noDraft: { en: 'There is no draft to publish.', 'zh-CN': '没有可发布的草稿。' },
  notPublished: { en: 'This template has no published version yet.', 'zh-CN': '该模板尚无已发布版本。' },
  published: { en: 'A published version never changes.', 'zh-CN': '已发布的版本不能修改。' },
  notOpen: { en: 'This survey is closed.', 'zh-CN': '该调查已结束。' },
  rated: {
    en: 'This survey rates you or your team: somebody else starts and closes it.',
    'zh-CN': '该调查涉及对您或您所在班组的评价，须由他人发起和结束。',
  },
  companys: {
    en: 'This survey is the whole company’s; you are limited to some communities.',
    'zh-CN': '该调查属于全公司，您仅限于部分项目。',
  },
  needsAudience: { en: 'A campaign to customers needs a segment.', 'zh-CN': '面向客户的调查活动须指定分群。' },
  notOfKind: { en: 'This does not belong to a survey of this kind.', 'zh-CN': '此项不适用于该类调查。' },
  unknownTrigger: {
    en: 'There is no trigger "{given}"; there are {allowed}.',
    'zh-CN': '没有触发器“{given}”，可用：{allowed}。',
  },
  pastEnd: { en: 'This time has passed.', 'zh-CN': '该时间已过。' },
  badMonth: {
    en: 'Must be the first day of a month, such as 2026-03-01.',
    'zh-CN': '须为某月的第一天，例如 2026-03-01。',
  },
  badPeriod: { en: 'Nothing lies from {from} to {to}.', 'zh-CN': '从 {from} 到 {to} 之间没有任何月份。' },
  longPeriod: { en: 'At most {max} months can be looked at.', 'zh-CN': '最多可查看 {max} 个月。' },
  benchmarkTaken: {
    en: 'This source has a figure for this month already.',
    'zh-CN': '该来源在此月份已有数据。',
  },
  invitingFailed: {
    en: 'The invitations could not be sent; the log names the reason.',
    'zh-CN': '邀请发送失败，原因见系统日志。',
  },
  use: { en: 'survey', 'zh-CN': '调查' },
});

registerConstraint('survey_template_name_key', surveyMessages.nameTaken, 'input.name');
registerConstraint('survey_template_version_published', surveyMessages.published);
registerConstraint('survey_benchmark_once', surveyMessages.benchmarkTaken, 'input.source');
