import { defineMessages, registerConstraint } from '@atrium/sdk';
import { declareContents } from '../properties';

export const ticketMessages = defineMessages('ticket', {
  plural: { en: 'tickets', 'zh-CN': '工单' },
  lowScore: { en: 'Low score: {survey}', 'zh-CN': '低分评价：{survey}' },
  lowScoreLine: { en: '{question}: {score}', 'zh-CN': '{question}：{score}' },
  badMove: {
    en: 'A ticket does not go from {from} to {to}. From here it goes to: {allowed}.',
    'zh-CN': '工单不能从 {from} 变为 {to}，当前可变为：{allowed}。',
  },
  noMove: { en: 'A ticket that is {from} goes nowhere any more.', 'zh-CN': '处于 {from} 的工单不能再变更状态。' },
  reasonNeeded: { en: 'Say why.', 'zh-CN': '请说明原因。' },
  holdReasonNeeded: { en: 'Say what it waits for.', 'zh-CN': '请说明挂起原因。' },
  assigneeNeeded: { en: 'Name a team or a person.', 'zh-CN': '请指定班组或人员。' },
  byMerge: { en: 'Tickets are merged by mergeTickets.', 'zh-CN': '合并工单请使用 mergeTickets。' },
  graveNeeds: {
    en: 'A ticket of this severity is resolved with investigation, cause and emergency measure told.',
    'zh-CN': '此严重程度的工单须填写现场调查、原因分析和应急措施后方可办结。',
  },
  wrongSubState: { en: 'This sub-state does not stand under {state}.', 'zh-CN': '该子状态不属于 {state}。' },
  over: {
    en: 'This ticket is {state}: nothing about it is changed any more.',
    'zh-CN': '工单已 {state}，不能再修改。',
  },
  taken: { en: 'Somebody else has taken it.', 'zh-CN': '工单已被他人接单。' },
  notInPool: { en: 'This ticket is not in the pool.', 'zh-CN': '该工单不在抢单池中。' },
  notYours: { en: 'This ticket is for members of another team.', 'zh-CN': '该工单属于其他班组。' },
  notMember: { en: 'This person is no member of the team.', 'zh-CN': '该人员不是班组成员。' },
  notActive: { en: 'This person cannot sign in at present.', 'zh-CN': '该人员当前不可用。' },
  nobody: { en: 'There is nobody whom this could be given to.', 'zh-CN': '没有符合条件的可派人员。' },
  teamNeeded: { en: 'Name the team to choose from.', 'zh-CN': '请指定候选班组。' },
  dispatched: {
    en: 'The service centre has given this ticket to somebody: only the centre changes that.',
    'zh-CN': '该工单由客服中心指派，只能由客服中心调整。',
  },
  notAPhone: { en: 'Must be a telephone number.', 'zh-CN': '必须为有效的电话号码。' },
  anonymous: {
    en: 'A caller who stays anonymous has neither name, telephone nor customer.',
    'zh-CN': '匿名来电不能填写姓名、电话或客户。',
  },
  elsewhere: { en: 'This does not lie where the ticket is.', 'zh-CN': '与工单所在位置不一致。' },
  communityNeeded: { en: 'Say which community it is about.', 'zh-CN': '请指定所属项目。' },
  noCombination: {
    en: 'There is no category of this place, subject and problem.',
    'zh-CN': '不存在该位置、对象与问题组合的分类。',
  },
  categoryInactive: { en: 'This category is no longer used.', 'zh-CN': '该分类已停用。' },
  categoryTooDeep: { en: 'Categories nest at most {max} levels.', 'zh-CN': '分类最多 {max} 级。' },
  workOpen: {
    en: 'Work orders {numbers} are still open.',
    'zh-CN': '派工单 {numbers} 尚未完成。',
  },
  badWorkMove: {
    en: 'A work order does not go from {from} to {to}. From here it goes to: {allowed}.',
    'zh-CN': '派工单不能从 {from} 变为 {to}，当前可变为：{allowed}。',
  },
  visitPast: { en: 'An appointment lies in the future.', 'zh-CN': '预约时间必须晚于当前时间。' },
  visitLength: {
    en: 'An appointment lasts from 10 minutes to 8 hours.',
    'zh-CN': '预约时长须在 10 分钟至 8 小时之间。',
  },
  offDuty: { en: 'This person does not work then.', 'zh-CN': '该人员此时段不在班。' },
  visitTaken: { en: 'Somebody has an appointment then already.', 'zh-CN': '该时段已被预约。' },
  visitEnded: { en: 'This appointment is over: it is {state}.', 'zh-CN': '该预约已结束，状态为 {state}。' },
  visitOutcome: { en: 'Say what became of it.', 'zh-CN': '请填写预约结果。' },
  otherTicket: { en: 'This belongs to another ticket.', 'zh-CN': '不属于同一工单。' },
  spanTooLong: { en: 'At most {days} days.', 'zh-CN': '时间范围最长 {days} 天。' },
  callBackOpen: {
    en: 'Somebody is to call the customer first.',
    'zh-CN': '尚有回访任务未完成，不能关闭。',
  },
  notDone: { en: 'This ticket is not done.', 'zh-CN': '工单尚未办结。' },
  nobodyToCall: { en: 'Nobody is to be called about this.', 'zh-CN': '没有待回访任务。' },
  ownCallBack: {
    en: 'Whoever had the ticket does not make the call.',
    'zh-CN': '工单处理人不能自行回访。',
  },
  emptySpan: { en: 'Must end after it begins.', 'zh-CN': '结束时间必须晚于开始时间。' },
  yearsTooMany: { en: 'At most {years} years.', 'zh-CN': '时间范围最长 {years} 年。' },
  checked: { en: 'This has been checked.', 'zh-CN': '该质检已完成。' },
  ownWork: { en: 'Nobody checks their own work.', 'zh-CN': '不能质检自己处理的工单。' },
  findingNeeded: { en: 'Say what was wrong.', 'zh-CN': '请说明存在的问题。' },
  notOffered: { en: 'This is no longer offered.', 'zh-CN': '该服务项目已停用。' },
  lineNeeds: { en: 'Needed, or an entry of the price list.', 'zh-CN': '必填，或选择价目表项目。' },
  moreThanOffered: {
    en: 'More than was accepted: that takes another quotation.',
    'zh-CN': '超出已接受的报价数量，请另行报价。',
  },
  nobodyPays: {
    en: 'A quotation is for a ticket with a customer and a community.',
    'zh-CN': '报价须针对有客户和项目的工单。',
  },
  nothingToPay: { en: 'There is nothing to pay.', 'zh-CN': '报价金额不能为零。' },
  quotationOver: { en: 'This quotation is no longer good.', 'zh-CN': '报价已过有效期。' },
  proofNeeded: { en: 'Say how the customer’s word is proven.', 'zh-CN': '请说明客户确认的凭据。' },
  badQuotationMove: {
    en: 'A quotation does not go from {from} to {to}. From here it goes to: {allowed}.',
    'zh-CN': '报价不能从 {from} 变为 {to}，当前可变为：{allowed}。',
  },
  serviceOpen: { en: 'Paid services {numbers} are still to be done.', 'zh-CN': '有偿服务 {numbers} 尚未完成。' },
  ownRequest: { en: 'Nobody approves what they ask for.', 'zh-CN': '不能审批自己的申请。' },
  compensationOnly: {
    en: 'Something is given with a compensation, and with nothing else.',
    'zh-CN': '仅补偿须填写补偿内容。',
  },
  nobodyToCompensate: {
    en: 'Something is given to the customer of a ticket about a community.',
    'zh-CN': '补偿须针对有客户和项目的工单。',
  },
  pointsOnly: { en: 'Points are given as points, and as nothing else.', 'zh-CN': '仅积分补偿须填写积分数。' },
  waiverOnly: {
    en: 'A charge is named for a fee waiver, and for nothing else.',
    'zh-CN': '仅费用减免须指定应收。',
  },
  noPoints: { en: 'No loyalty programme keeps points.', 'zh-CN': '未启用积分计划。' },
  amendsDecided: { en: 'These amends are {state}.', 'zh-CN': '该补救状态为 {state}。' },
  isPublished: { en: 'This version is published and never changes.', 'zh-CN': '该版本已发布，不能再修改。' },
  notPublished: { en: 'No version of it is published.', 'zh-CN': '尚无已发布的版本。' },
  noPromotion: {
    en: 'A version is promoted once it is published, up to STANDARD.',
    'zh-CN': '版本发布后方可升级，最高为 STANDARD。',
  },
  usedTooLittle: {
    en: 'Only {resolved} tickets were resolved by it; it takes {needed}.',
    'zh-CN': '仅有 {resolved} 个工单按其办结，至少需要 {needed} 个。',
  },
  hasPlaybook: { en: 'The ticket has this playbook already.', 'zh-CN': '工单已在使用该处理模块。' },
  playbookOver: { en: 'This playbook is over.', 'zh-CN': '该处理模块已结束。' },
  playbookOpen: { en: 'Steps of a playbook are still open: {titles}.', 'zh-CN': '处理模块步骤尚未完成：{titles}。' },
  checksOf: { en: 'This step has {count} checks.', 'zh-CN': '该步骤共有 {count} 个检查项。' },
  past: { en: 'Must lie in the future.', 'zh-CN': '必须晚于当前时间。' },
  future: { en: 'Must not lie in the future.', 'zh-CN': '不能晚于当前时间。' },
  mergedAway: { en: 'The other ticket is {state} and takes no more.', 'zh-CN': '目标工单处于 {state}，不能再并入。' },
  itself: { en: 'A ticket has nothing to do with itself.', 'zh-CN': '不能与自身关联或合并。' },
  noFiles: { en: 'Name a file.', 'zh-CN': '请选择文件。' },
  fileTwice: { en: 'The same file is attached twice.', 'zh-CN': '同一文件不能重复添加。' },
  tooManyFiles: { en: 'A ticket has at most {max} files.', 'zh-CN': '每张工单最多 {max} 个文件。' },
  oneChange: { en: 'Say one thing to be done to them.', 'zh-CN': '请指定且只指定一项操作。' },
  ticketTwice: { en: 'The same ticket is named twice.', 'zh-CN': '同一工单重复选择。' },
  tooManyTickets: { en: 'At most {max} tickets at once.', 'zh-CN': '一次最多 {max} 张工单。' },
  noIncident: { en: 'This ticket is under no incident.', 'zh-CN': '该工单未归入群诉事件。' },
  incidentClosed: { en: 'This incident is closed.', 'zh-CN': '该群诉事件已关闭。' },
  notClosed: { en: 'Only a closed ticket becomes a case.', 'zh-CN': '仅已关闭的工单可收入案例库。' },
  caseTaken: { en: 'This ticket is in the case library already.', 'zh-CN': '该工单已收入案例库。' },
  noLesson: { en: 'Only a case teaches a lesson.', 'zh-CN': '仅案例可填写经验教训。' },
  notPublished: { en: 'This article is not published.', 'zh-CN': '该文章未发布。' },
  noNotice: { en: 'Serve a notice first.', 'zh-CN': '请先送达整改通知。' },
  notReinspected: { en: 'Only what a re-inspection found unchanged is reported.', 'zh-CN': '复查仍未整改的方可上报。' },
  notRemedied: {
    en: 'A violation is resolved once it was remedied or reported.',
    'zh-CN': '违规须整改或上报后方可办结。',
  },
  otherKind: { en: 'This is for tickets of kind {kind}.', 'zh-CN': '仅适用于 {kind} 类工单。' },
  partyNeeded: { en: 'Name a customer or a person.', 'zh-CN': '请指定客户或填写姓名。' },
  partyTaken: { en: 'This customer is a party already.', 'zh-CN': '该客户已是当事人。' },
  twoParties: { en: 'It takes two to be at odds: name the parties first.', 'zh-CN': '请先登记至少两方当事人。' },
  zoneUnknown: {
    en: '"{given}" is no time zone such as Asia/Shanghai.',
    'zh-CN': '“{given}”不是有效时区，例如 Asia/Shanghai。',
  },
  noHours: { en: 'Name hours that are worked.', 'zh-CN': '请至少设置一段工作时间。' },
  dayTwice: { en: 'This day stands there twice.', 'zh-CN': '该日期重复。' },
  combinationTaken: {
    en: 'There is a category of this place, subject and problem already.',
    'zh-CN': '已存在该位置、对象与问题组合的分类。',
  },
  nameTaken: { en: 'This name is taken.', 'zh-CN': '名称已存在。' },
  policyTaken: {
    en: 'There is a policy for this kind, severity and profile already.',
    'zh-CN': '已存在针对该类型、严重程度和服务类型的策略。',
  },
  externalIdTaken: { en: 'There is a ticket with this external id already.', 'zh-CN': '已存在该外部编号的工单。' },
});

registerConstraint('ticket_appointment_no_overlap', ticketMessages.visitTaken, 'input.startsAt');
registerConstraint('ticket_external_id_key', ticketMessages.externalIdTaken, 'input.externalId');
registerConstraint('ticket_category_combination', ticketMessages.combinationTaken, 'input.problem');
registerConstraint('ticket_sub_state_name_key', ticketMessages.nameTaken, 'input.name');
registerConstraint('sla_calendar_name_key', ticketMessages.nameTaken, 'input.name');
registerConstraint('sla_policy_name_key', ticketMessages.nameTaken, 'input.name');
registerConstraint('knowledge_article_source_key', ticketMessages.caseTaken, 'input.ticketId');
registerConstraint('mediation_party_customer_key', ticketMessages.partyTaken, 'input.customerId');
registerConstraint('ticket_filter_name_key', ticketMessages.nameTaken, 'input.name');
registerConstraint('sla_policy_once', ticketMessages.policyTaken);

for (const place of ['community', 'building', 'unit', 'equipment'] as const) {
  declareContents(place, { table: 'atrium.ticket', column: `${place}_id`, name: ticketMessages.plural });
}
