import { fieldType, importChoices, importFieldsOf, type ParsedValue } from '@atrium/sdk';
import { TicketState } from '../state/ticket-state';
import { TicketChannel, TicketKind, TicketSeverity } from '../ticket/ticket.enums';
import { importMessages } from './import.messages';

const field = importFieldsOf('ticketImport');

const KINDS = importChoices<TicketKind>({
  COMPLAINT: ['complaint', '投诉', '客户投诉'],
  REPAIR: ['repair', '报修', '维修', 'maintenance', 'fault', 'defect', 'emergency repair'],
  SERVICE: ['paid service', '特约有偿服务', '有偿服务', 'service'],
  INQUIRY: ['inquiry', '咨询', 'question', 'request for information', 'enquiry'],
  SUGGESTION: ['suggestion', '建议', 'idea'],
  PRAISE: ['praise', '表扬', 'compliment'],
  VIOLATION: ['violation', '业主违规', '违规', '违章'],
  MEDIATION: ['mediation', '邻里纠纷', '纠纷', 'dispute'],
  EMERGENCY: ['emergency', '应急', '紧急'],
});
const CHANNELS = importChoices<TicketChannel>({
  PHONE: ['phone', '电话', 'telephone', 'call'],
  WEB: ['web', '网站', '网页', 'website', 'portal'],
  APP: ['app', 'APP', '手机应用', 'mobile app'],
  WECHAT: ['WeChat', '微信', '公众号', '小程序'],
  EMAIL: ['e-mail', '邮件', 'email', 'mail'],
  WALK_IN: ['walk-in', '来访', '前台', 'in person', 'front desk'],
  COMMENT_CARD: ['comment card', '意见卡', '意见箱'],
  HOTLINE_12345: ['12345 hotline', '12345热线', '12345', '市民热线'],
  SURVEY: ['survey', '问卷', '满意度调查'],
  INSPECTION: ['inspection', '巡检', '巡查'],
});
const SEVERITIES = importChoices<TicketSeverity>({
  CRITICAL: ['critical', '特别重大', '特急', 'urgent'],
  MAJOR: ['major', '重大', '紧急', 'high'],
  GENERAL: ['general', '一般', '普通', 'normal', 'medium'],
  MINOR: ['minor', '轻微', '低', 'low'],
});
/** Nobody has it to do where it comes from: what was assigned there is to be assigned here. */
export type ImportedState = Exclude<TicketState, TicketState.ASSIGNED | TicketState.REOPENED | TicketState.MERGED>;
const STATES = importChoices<ImportedState>({
  NEW: ['new', '新建', '待受理', 'submitted', 'created'],
  TRIAGED: ['triaged', '已分诊', '待派单', '已派单', 'open', 'assigned', 'reopened'],
  IN_PROGRESS: ['in progress', '处理中', '进行中', 'processing', 'started'],
  ON_HOLD: ['on hold', '挂起', '暂停', 'deferred', 'waiting'],
  RESOLVED: ['resolved', '已办结', '已解决', 'done', 'completed'],
  CLOSED: ['closed', '已关闭', '已完成', '关闭'],
  CANCELLED: ['cancelled', '已取消', '取消', 'canceled', 'withdrawn'],
});
export enum ImportedUsage {
  RESIDENTIAL = 'RESIDENTIAL',
  OFFICE = 'OFFICE',
  RETAIL = 'RETAIL',
  PARKING = 'PARKING',
  STORAGE = 'STORAGE',
  OTHER = 'OTHER',
}
const USAGES = importChoices<ImportedUsage>({
  RESIDENTIAL: ['residential', '住宅', 'flat', 'apartment', 'home'],
  OFFICE: ['office', '办公', '写字楼'],
  RETAIL: ['retail', '商铺', '商业', 'shop', 'commercial', 'store'],
  PARKING: ['parking', '车位', '停车位', 'parking space'],
  STORAGE: ['storage', '储藏室', '仓库', 'warehouse', 'storage room'],
  OTHER: ['other', '其他', '其它'],
});

const day = fieldType.date();
const WITH_TIME = /^(.*?)[T\s]+(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)$/;
/**
 * A day, or a day and a time of it on the company's clock, answered as `2026-03-11T14:05`; or an instant as our own files
 * have it, answered in UTC.
 */
const moment = fieldType.other<string>((text, context): ParsedValue<string> => {
  if (INSTANT.test(text) && !isNaN(Date.parse(text))) return { ok: true, value: new Date(text).toISOString() };
  const [, date, hour, minute] = WITH_TIME.exec(text) ?? [null, text, '0', '00'];
  const read = day.parse(date!.trim(), context);
  if (!read.ok) return read;
  if (Number(hour) > 23 || Number(minute) > 59)
    return { ok: false, code: 'NOT_A_TIME', message: importMessages.notATime };
  return { ok: true, value: `${read.value}T${hour!.padStart(2, '0')}:${minute}` };
});

/** What a row of tickets can say, in the order in which our own files have it. */
export const ticketFields = {
  title: field(
    'title',
    { en: 'Title', 'zh-CN': '标题' },
    {
      en: 'What it is, in a line; the beginning of the details when not given.',
      'zh-CN': '一句话说明；未填写时取详情的开头。',
    },
    fieldType.text({ max: 200 }),
    ['主题', '工单标题', '事项', 'subject', 'summary', 'complaint type'],
  ),
  details: field(
    'details',
    { en: 'Details', 'zh-CN': '详情' },
    { en: 'What happened.', 'zh-CN': '具体情况。' },
    fieldType.text({ max: 8000, multiline: true }),
    ['描述', '内容', '问题描述', '工单内容', 'description', 'text', 'descriptor'],
  ),
  wants: field(
    'wants',
    { en: 'Wants', 'zh-CN': '诉求' },
    { en: 'What the customer wants.', 'zh-CN': '客户的诉求。' },
    fieldType.text({ max: 1000, multiline: true }),
    ['客户诉求', 'demand', 'request'],
  ),
  kind: field(
    'kind',
    { en: 'Kind', 'zh-CN': '类型' },
    { en: 'What it is about; repair when not given.', 'zh-CN': '工单类型；未填写时为报修。' },
    fieldType.choice<TicketKind>(KINDS),
    ['工单类型', '业务类型', 'ticket kind', 'ticket type', 'type'],
  ),
  severity: field(
    'severity',
    { en: 'Severity', 'zh-CN': '严重程度' },
    { en: 'How much was at stake; general when not given.', 'zh-CN': '严重程度；未填写时为一般。' },
    fieldType.choice<TicketSeverity>(SEVERITIES),
    ['紧急程度', '优先级', 'priority', 'urgency'],
  ),
  channel: field(
    'channel',
    { en: 'Channel', 'zh-CN': '渠道' },
    { en: 'How it came in; telephone when not given.', 'zh-CN': '受理渠道；未填写时为电话。' },
    fieldType.choice<TicketChannel>(CHANNELS),
    ['来源', '受理渠道', '工单来源', 'source', 'origin'],
  ),
  state: field(
    'state',
    { en: 'State', 'zh-CN': '状态' },
    { en: 'Where it stands; closed when not given.', 'zh-CN': '当前状态；未填写时为已关闭。' },
    fieldType.choice<ImportedState>(STATES),
    ['工单状态', '处理状态', 'status', 'ticket status'],
  ),
  category: field(
    'category',
    { en: 'Category', 'zh-CN': '分类' },
    { en: 'Name of a category of the company.', 'zh-CN': '公司工单分类的名称。' },
    fieldType.text({ max: 100 }),
    ['工单分类', '问题分类', 'classifier', 'ticket category'],
  ),
  openedAt: field(
    'openedAt',
    { en: 'Opened', 'zh-CN': '登记时间' },
    {
      en: 'Day, or day and time, at which it was taken down; now when not given.',
      'zh-CN': '登记的日期或日期时间；未填写时为当前时间。',
    },
    moment,
    ['创建时间', '登记日期', '报修时间', '受理时间', 'date of creation', 'created', 'created at', 'opened at', 'date'],
  ),
  resolvedAt: field(
    'resolvedAt',
    { en: 'Resolved', 'zh-CN': '办结时间' },
    { en: 'Day, or day and time, at which it was done.', 'zh-CN': '办结的日期或日期时间。' },
    moment,
    ['完成时间', '解决时间', 'resolved at', 'completed at', 'resolution date', 'closed date'],
  ),
  community: field(
    'community',
    { en: 'Community', 'zh-CN': '项目' },
    { en: 'Code or name of the community.', 'zh-CN': '项目（小区）的编码或名称。' },
    fieldType.text({ max: 100 }),
    ['小区', '小区名称', '项目名称', '楼盘', 'estate', 'compound', 'complex', 'community name', 'borough'],
  ),
  building: field(
    'building',
    { en: 'Building', 'zh-CN': '楼栋' },
    { en: 'Code of the building; its address does as well.', 'zh-CN': '楼栋编码，也可用地址代替。' },
    fieldType.text({ max: 100 }),
    ['楼号', '楼栋号', '栋号', '幢', '栋', 'building code', 'building no', 'block', 'tower'],
  ),
  address: field(
    'address',
    { en: 'Address', 'zh-CN': '地址' },
    { en: 'Address of the building.', 'zh-CN': '楼栋地址。' },
    fieldType.text({ max: 200 }),
    ['楼栋地址', '详细地址', 'building address', 'incident_address', 'street address'],
  ),
  postcode: field(
    'postcode',
    { en: 'Postcode', 'zh-CN': '邮编' },
    { en: 'Postcode of the building.', 'zh-CN': '楼栋邮编。' },
    fieldType.text({ max: 20 }),
    ['邮政编码', 'zip', 'zip code', 'postal code', 'incident_zip'],
  ),
  section: field(
    'section',
    { en: 'Section', 'zh-CN': '单元' },
    { en: 'Section (entrance) of the building.', 'zh-CN': '楼栋内的单元。' },
    fieldType.text({ max: 50 }),
    ['单元号', 'entrance', 'staircase'],
  ),
  unit: field(
    'unit',
    { en: 'Unit', 'zh-CN': '房号' },
    { en: 'Number on the door.', 'zh-CN': '房号。' },
    fieldType.text({ max: 50 }),
    ['房间号', '房屋编号', '门牌号', '室号', '房屋', 'unit no', 'unit name', 'unit code', 'apartment', 'flat', 'room'],
  ),
  unitUsage: field(
    'unitUsage',
    { en: 'Unit usage', 'zh-CN': '房屋用途' },
    { en: 'What the unit is used for, where it has to be made.', 'zh-CN': '房屋用途，用于新建的房屋。' },
    fieldType.choice<ImportedUsage>(USAGES),
    ['房屋性质', '物业类型', 'unit type', 'usage', 'property type'],
  ),
  reporterName: field(
    'reporterName',
    { en: 'Name', 'zh-CN': '姓名' },
    { en: 'Who reported it.', 'zh-CN': '报事人姓名。' },
    fieldType.text({ max: 100 }),
    ['报修人', '报事人', '联系人', '客户姓名', '业主姓名', 'full name', 'reporter', 'customer', 'caller', 'contact'],
  ),
  phone: field(
    'phone',
    { en: 'Phone', 'zh-CN': '电话' },
    {
      en: 'Telephone of who reported it: the one customer with that number is taken.',
      'zh-CN': '报事人电话，用于匹配唯一客户。',
    },
    fieldType.text({ max: 40 }),
    ['手机', '手机号', '联系电话', '电话号码', '报修电话', 'mobile', 'telephone', 'tel', 'phone number'],
  ),
  formerNumber: field(
    'formerNumber',
    { en: 'Number', 'zh-CN': '工单编号' },
    {
      en: 'Its number where it comes from; it gets one of its own besides.',
      'zh-CN': '在原系统中的编号；导入后另有本系统编号。',
    },
    fieldType.text({ max: 60 }),
    ['编号', '单号', '工单号', '原编号', 'ticket number', 'ticket no', 'no', 'former number'],
  ),
  externalId: field(
    'externalId',
    { en: 'External id', 'zh-CN': '外部编号' },
    {
      en: 'Its key in another system: importing it again updates. Without it a row is known by what it says.',
      'zh-CN': '在其他系统中的唯一标识，再次导入时更新；未填写时按整行内容识别。',
    },
    fieldType.text({ max: 100 }),
    ['外部id', 'unique key', 'ticket id', 'id', 'external id'],
  ),
} as const;

export type TicketFields = typeof ticketFields;
export type TicketFieldName = keyof TicketFields;
