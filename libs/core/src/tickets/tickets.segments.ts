import {
  defineSegmentField,
  defineSegmentRecord,
  type Localised,
  registerSegmentFields,
  type SegmentField,
} from '@atrium/sdk';
import { ticketPermissions } from './tickets.permissions';

const permission = ticketPermissions['ticket:read'];
const zone = '(SELECT z.time_zone FROM atrium.tenant z)';

const field = (leaf: string, rest: Omit<SegmentField, 'name' | 'of' | 'permission'>): SegmentField =>
  defineSegmentField({ ...rest, name: `ticket.${leaf}`, of: 'ticket', permission });

const KINDS: Readonly<Record<string, Localised>> = {
  COMPLAINT: { en: 'complaint', 'zh-CN': '投诉' },
  REPAIR: { en: 'repair', 'zh-CN': '报修' },
  SERVICE: { en: 'paid service', 'zh-CN': '特约有偿服务' },
  INQUIRY: { en: 'inquiry', 'zh-CN': '咨询' },
  SUGGESTION: { en: 'suggestion', 'zh-CN': '建议' },
  PRAISE: { en: 'praise', 'zh-CN': '表扬' },
  VIOLATION: { en: 'violation', 'zh-CN': '业主违规' },
  MEDIATION: { en: 'mediation', 'zh-CN': '邻里纠纷' },
  EMERGENCY: { en: 'emergency', 'zh-CN': '应急' },
};
const SEVERITIES: Readonly<Record<string, Localised>> = {
  CRITICAL: { en: 'critical', 'zh-CN': '特别重大' },
  MAJOR: { en: 'major', 'zh-CN': '重大' },
  GENERAL: { en: 'general', 'zh-CN': '一般' },
  MINOR: { en: 'minor', 'zh-CN': '轻微' },
};
const STATES: Readonly<Record<string, Localised>> = {
  NEW: { en: 'new', 'zh-CN': '新建' },
  TRIAGED: { en: 'triaged', 'zh-CN': '已分诊' },
  ASSIGNED: { en: 'assigned', 'zh-CN': '已派单' },
  IN_PROGRESS: { en: 'in progress', 'zh-CN': '处理中' },
  ON_HOLD: { en: 'on hold', 'zh-CN': '挂起' },
  RESOLVED: { en: 'resolved', 'zh-CN': '已办结' },
  CLOSED: { en: 'closed', 'zh-CN': '已关闭' },
  REOPENED: { en: 'reopened', 'zh-CN': '重新打开' },
  CANCELLED: { en: 'cancelled', 'zh-CN': '已取消' },
  MERGED: { en: 'merged', 'zh-CN': '已合并' },
};
const day = (column: string) => (row: string) => `(${row}.${column} AT TIME ZONE ${zone})::date`;

registerSegmentFields(
  { owner: 'tickets', plugin: null },
  {
    records: [
      defineSegmentRecord({
        name: 'ticket',
        table: 'atrium.ticket',
        customer: 'customer_id',
        permission,
        label: { en: 'ticket', 'zh-CN': '工单' },
        description: { en: 'Something the customer wanted done or told.', 'zh-CN': '客户提出的工单。' },
      }),
    ],
    fields: [
      field('kind', {
        type: 'CHOICE',
        choices: KINDS,
        label: { en: 'kind of ticket', 'zh-CN': '工单类型' },
        description: { en: 'What the ticket is about.', 'zh-CN': '工单的类型。' },
        sql: (row) => `${row}.kind`,
      }),
      field('severity', {
        type: 'CHOICE',
        choices: SEVERITIES,
        label: { en: 'severity', 'zh-CN': '严重程度' },
        description: { en: 'How much is at stake.', 'zh-CN': '工单的严重程度。' },
        sql: (row) => `${row}.severity`,
      }),
      field('state', {
        type: 'CHOICE',
        choices: STATES,
        label: { en: 'state', 'zh-CN': '状态' },
        description: { en: 'Where the ticket stands.', 'zh-CN': '工单当前状态。' },
        sql: (row) => `${row}.state`,
      }),
      field('openedOn', {
        type: 'DATE',
        label: { en: 'day of opening', 'zh-CN': '登记日期' },
        description: { en: 'Day on which the ticket was taken down.', 'zh-CN': '工单登记的日期。' },
        sql: day('opened_at'),
      }),
      field('resolvedOn', {
        type: 'DATE',
        label: { en: 'day of resolution', 'zh-CN': '办结日期' },
        description: {
          en: 'Day on which the ticket was resolved; empty while it is not.',
          'zh-CN': '工单办结的日期，未办结时为空。',
        },
        sql: day('resolved_at'),
      }),
      field('reopenCount', {
        type: 'NUMBER',
        label: { en: 'times reopened', 'zh-CN': '重开次数' },
        description: { en: 'How often the ticket was reopened.', 'zh-CN': '工单被重新打开的次数。' },
        unit: { en: 'times', 'zh-CN': '次' },
        sql: (row) => `${row}.reopen_count`,
      }),
    ],
  },
);
