import {
  defineMessages,
  type Expression,
  type Locale,
  type Message,
  registerTimelineSource,
  renderMessage,
  type TimelineFacts,
} from '@atrium/sdk';
import { TENANT_ZONE, TODAY } from '../customers.sql';

const words = defineMessages('timeline.word', {
  OWNER: { en: 'owner', 'zh-CN': '业主' },
  CO_OWNER: { en: 'co-owner', 'zh-CN': '共有人' },
  LESSEE: { en: 'lessee', 'zh-CN': '租户' },
  FAMILY: { en: 'family member', 'zh-CN': '家属' },
  STAFF: { en: 'employee', 'zh-CN': '雇员' },
  CALL: { en: 'Call', 'zh-CN': '通话记录' },
  VISIT: { en: 'Visit', 'zh-CN': '拜访记录' },
  NOTE: { en: 'Note', 'zh-CN': '备注' },
  PHONE: { en: 'phone', 'zh-CN': '电话' },
  SMS: { en: 'SMS', 'zh-CN': '短信' },
  EMAIL: { en: 'e-mail', 'zh-CN': '邮件' },
  APP: { en: 'app', 'zh-CN': 'APP' },
  WECHAT: { en: 'WeChat', 'zh-CN': '微信' },
  POST: { en: 'post', 'zh-CN': '信函' },
  CONTRACT: { en: 'contract messages', 'zh-CN': '合同通知' },
  MARKETING: { en: 'marketing', 'zh-CN': '营销信息' },
  SURVEY: { en: 'surveys', 'zh-CN': '满意度调查' },
});
const sentences = defineMessages('timeline.entry', {
  started: { en: 'Became {kind} of {unit}', 'zh-CN': '成为 {unit} 的{kind}' },
  ended: { en: 'Ceased to be {kind} of {unit}', 'zh-CN': '不再是 {unit} 的{kind}' },
  transferred: { en: 'The unit changed hands.', 'zh-CN': '房屋过户。' },
  granted: { en: 'Agreed to {purpose} by {channel}', 'zh-CN': '同意通过{channel}接收{purpose}' },
  withdrawn: { en: 'Declined {purpose} by {channel}', 'zh-CN': '拒绝通过{channel}接收{purpose}' },
  merged: { en: '{name} ({code}) was merged into this customer', 'zh-CN': '{name}（{code}）已并入该客户' },
  undone: { en: 'The merge of {name} ({code}) was undone', 'zh-CN': '已撤销 {name}（{code}）的合并' },
});

const word = (key: unknown, locale: Locale): string => {
  const known = (words as Readonly<Record<string, Message>>)[String(key)];
  return known ? renderMessage(known, locale) : String(key);
};
const said = (message: Message, facts: TimelineFacts, locale: Locale, ...worded: string[]): string =>
  renderMessage(message, locale, {
    ...facts,
    ...Object.fromEntries(worded.map((name) => [name, word(facts[name], locale)])),
  });

/** Where a unit is, as people say it: 和园 3栋-2-1101. */
const unit: Expression = (s) => `(SELECT co.name || ' ' || concat_ws('-', b.code, u.code)
  FROM atrium.unit u
  JOIN atrium.building b ON b.tenant_id = u.tenant_id AND b.id = u.building_id
  JOIN atrium.community co ON co.tenant_id = u.tenant_id AND co.id = u.community_id
  WHERE u.tenant_id = ${s}.tenant_id AND u.id = ${s}.unit_id)`;
/** A day begins at midnight where the tenant is. */
const midnight =
  (day: string): Expression =>
  (s) =>
    `(${s}.${day}::timestamp AT TIME ZONE ${TENANT_ZONE})`;
const duplicate =
  (column: string): Expression =>
  (s) =>
    `(SELECT d.${column} FROM atrium.customer d WHERE d.tenant_id = ${s}.tenant_id AND d.id = ${s}.duplicate_id)`;

const common = { source: 'customers', customer: 'customer_id' };

for (const [kind, day, transfer, message] of [
  ['OCCUPANCY_STARTED', 'starts_on', 'started_by_transfer_id', sentences.started],
  ['OCCUPANCY_ENDED', 'ends_on', 'ended_by_transfer_id', sentences.ended],
] as const) {
  registerTimelineSource({
    ...common,
    kind,
    permission: 'property:read',
    forCustomers: true,
    table: 'atrium.occupancy',
    at: midnight(day),
    where: (s) => `isfinite(${s}.${day}) AND ${s}.${day} <= ${TODAY}`,
    facts: { unit, kind: (s) => `${s}.kind`, transferred: (s) => `${s}.${transfer} IS NOT NULL` },
    link: { idType: 'occupancy', id: (s) => `${s}.id` },
    title: (facts, locale) => said(message, facts, locale, 'kind'),
    summary: ({ transferred }, locale) => (transferred ? renderMessage(sentences.transferred, locale) : null),
  });
}

registerTimelineSource({
  ...common,
  kind: 'NOTE',
  table: 'atrium.customer_note',
  at: (s) => `${s}.occurred_at`,
  facts: { kind: (s) => `${s}.kind`, body: (s) => `${s}.body`, author: (s) => `${s}.author_name` },
  link: { idType: 'customer_note', id: (s) => `${s}.id` },
  title: ({ kind, author }, locale) => `${word(kind, locale)} · ${String(author)}`,
  summary: ({ body }) => String(body),
});

registerTimelineSource({
  ...common,
  kind: 'CONSENT_DECIDED',
  forCustomers: true,
  table: 'atrium.customer_consent',
  at: (s) => `${s}.decided_at`,
  facts: {
    channel: (s) => `${s}.channel`,
    purpose: (s) => `${s}.purpose`,
    status: (s) => `${s}.status`,
    evidence: (s) => `${s}.evidence`,
  },
  link: { idType: 'customer_consent', id: (s) => `${s}.id` },
  title: (facts, locale) =>
    said(facts.status === 'GRANTED' ? sentences.granted : sentences.withdrawn, facts, locale, 'channel', 'purpose'),
  summary: ({ evidence }) => (evidence === null ? null : String(evidence)),
});

for (const [kind, at, message] of [
  ['CUSTOMER_MERGED', 'created_at', sentences.merged],
  ['MERGE_UNDONE', 'undone_at', sentences.undone],
] as const) {
  registerTimelineSource({
    ...common,
    kind,
    table: 'atrium.customer_merge',
    at: (s) => `${s}.${at}`,
    where: (s) => `${s}.${at} IS NOT NULL`,
    facts: { name: duplicate('name'), code: duplicate('code'), reason: (s) => `${s}.reason` },
    link: { idType: 'customer_merge', id: (s) => `${s}.id` },
    title: (facts, locale) => said(message, facts, locale),
    summary: ({ reason }) => (reason === null ? null : String(reason)),
  });
}
