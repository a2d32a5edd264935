import {
  defineSegmentField,
  defineSegmentRecord,
  registerSegmentFields,
  type Localised,
  type SegmentField,
  type SegmentReference,
} from '@atrium/sdk';
import { isCurrent, TENANT_ZONE, TODAY } from './customers.sql';

const field = defineSegmentField;
const named = (of: string, leaf: string): Pick<SegmentField, 'name' | 'of'> => ({ name: `${of}.${leaf}`, of });

const community: SegmentReference = {
  idType: 'community',
  table: 'atrium.community',
  title: (row) => `${row}.name`,
  community: (row) => `${row}.id`,
};
const CHANNELS: Readonly<Record<string, Localised>> = {
  PHONE: { en: 'telephone', 'zh-CN': '电话' },
  SMS: { en: 'SMS', 'zh-CN': '短信' },
  EMAIL: { en: 'e-mail', 'zh-CN': '电子邮件' },
  APP: { en: 'app', 'zh-CN': 'APP' },
  WECHAT: { en: 'WeChat', 'zh-CN': '微信' },
  POST: { en: 'post', 'zh-CN': '信函' },
};
/** "Not known" and "not yet" are infinite dates: to a rule, no value. */
const finite = (sql: string): string => `CASE WHEN isfinite(${sql}) THEN ${sql} END`;

registerSegmentFields(
  { owner: 'customers', plugin: null },
  {
    records: [
      defineSegmentRecord({
        name: 'occupancy',
        table: 'atrium.occupancy',
        customer: 'customer_id',
        label: { en: 'occupancy', 'zh-CN': '房屋关系' },
        description: {
          en: 'What a customer is or was to a unit; its unit and community are asked with it.',
          'zh-CN': '客户与房屋的关系（含历史），可同时限定其房屋和项目。',
        },
      }),
      defineSegmentRecord({
        name: 'contact',
        table: 'atrium.customer_contact',
        customer: 'customer_id',
        where: (row) => `${row}.removed_at IS NULL`,
        label: { en: 'contact', 'zh-CN': '联系方式' },
        description: { en: 'A telephone number or e-mail address.', 'zh-CN': '电话号码或电子邮箱。' },
      }),
      defineSegmentRecord({
        name: 'consent',
        table: 'atrium.customer_consent',
        customer: 'customer_id',
        // Of a customer with aliases the latest decision counts, whichever of them it was entered under.
        where: (row, customers) =>
          `${row}.superseded_at IS NULL${
            customers
              ? ` AND NOT EXISTS (SELECT FROM atrium.customer_consent later WHERE later.tenant_id = ${row}.tenant_id
                  AND later.customer_id = ANY (${customers}) AND later.superseded_at IS NULL
                  AND (later.channel, later.purpose) = (${row}.channel, ${row}.purpose)
                  AND (later.decided_at, later.id) > (${row}.decided_at, ${row}.id))`
              : ''
          }`,
        label: { en: 'decision about messages', 'zh-CN': '消息授权' },
        description: {
          en: 'A decision in force about messages, at most one for a channel and purpose.',
          'zh-CN': '当前有效的消息授权决定，每个渠道和用途至多一条。',
        },
      }),
      defineSegmentRecord({
        name: 'sensitiveProfile',
        table: 'atrium.sensitive_profile',
        customer: 'customer_id',
        permission: 'customer:read-sensitive',
        sensitive: true,
        label: { en: 'sensitive profile', 'zh-CN': '敏感信息档案' },
        description: {
          en: 'Something sensitive about a person, kept with a consent of its own.',
          'zh-CN': '经单独同意登记的敏感个人信息。',
        },
      }),
    ],
    fields: [
      field({
        ...named('customer', 'kind'),
        type: 'CHOICE',
        label: { en: 'kind of customer', 'zh-CN': '客户类型' },
        description: { en: 'Person or organisation.', 'zh-CN': '个人或单位。' },
        sql: (c) => `${c}.kind`,
        choices: { PERSON: { en: 'person', 'zh-CN': '个人' }, ORGANISATION: { en: 'organisation', 'zh-CN': '单位' } },
      }),
      field({
        ...named('customer', 'name'),
        type: 'TEXT',
        label: { en: 'name', 'zh-CN': '姓名' },
        description: { en: 'Full name.', 'zh-CN': '客户全名。' },
        sql: (c) => `${c}.name`,
      }),
      field({
        ...named('customer', 'code'),
        type: 'TEXT',
        label: { en: 'customer number', 'zh-CN': '客户号' },
        description: { en: 'Number for people.', 'zh-CN': '客户编号。' },
        sql: (c) => `${c}.code`,
      }),
      field({
        ...named('customer', 'community'),
        type: 'REFERENCE',
        permission: 'property:read',
        label: { en: 'community that entered the customer', 'zh-CN': '登记项目' },
        description: {
          en: 'The community whose staff entered the customer; where somebody lives is asked by `occupancy.community`.',
          'zh-CN': '登记该客户的项目；居住所在项目请使用 occupancy.community。',
        },
        sql: (c) => `${c}.community_id`,
        reference: community,
      }),
      field({
        ...named('customer', 'age'),
        type: 'NUMBER',
        label: { en: 'age', 'zh-CN': '年龄' },
        description: { en: 'Whole years today.', 'zh-CN': '截至今日的周岁。' },
        unit: { en: 'years', 'zh-CN': '岁' },
        sql: (c) => `extract(year FROM age(${TODAY}, ${c}.birthday))`,
      }),
      field({
        ...named('customer', 'birthMonth'),
        type: 'NUMBER',
        label: { en: 'month of birth', 'zh-CN': '出生月份' },
        description: { en: 'Month of the birthday, 1 to 12.', 'zh-CN': '生日所在月份，1 至 12。' },
        unit: { en: '', 'zh-CN': '月' },
        sql: (c) => `extract(month FROM ${c}.birthday)`,
      }),
      field({
        ...named('customer', 'preferredLanguage'),
        type: 'TEXT',
        label: { en: 'preferred language', 'zh-CN': '首选语言' },
        description: { en: 'BCP 47, e.g. `zh-CN`.', 'zh-CN': '语言代码，例如 zh-CN。' },
        sql: (c) => `${c}.preferred_language`,
      }),
      field({
        ...named('customer', 'preferredChannel'),
        type: 'CHOICE',
        label: { en: 'preferred channel', 'zh-CN': '首选联系渠道' },
        description: { en: 'Preferred way to be reached.', 'zh-CN': '客户首选的联系渠道。' },
        sql: (c) => `${c}.preferred_channel`,
        choices: CHANNELS,
      }),
      field({
        ...named('customer', 'enteredOn'),
        type: 'DATE',
        label: { en: 'day of entry', 'zh-CN': '登记日期' },
        description: { en: 'Day on which the customer was entered.', 'zh-CN': '客户登记的日期。' },
        sql: (c) => `(${c}.created_at AT TIME ZONE ${TENANT_ZONE})::date`,
      }),

      field({
        ...named('occupancy', 'kind'),
        type: 'CHOICE',
        label: { en: 'relation', 'zh-CN': '关系' },
        description: { en: 'What the customer is to the unit.', 'zh-CN': '客户与房屋的关系。' },
        sql: (o) => `${o}.kind`,
        choices: {
          OWNER: { en: 'owner', 'zh-CN': '业主' },
          CO_OWNER: { en: 'co-owner', 'zh-CN': '共有人' },
          LESSEE: { en: 'lessee', 'zh-CN': '租户' },
          FAMILY: { en: 'family', 'zh-CN': '家属' },
          STAFF: { en: 'staff', 'zh-CN': '雇员' },
        },
      }),
      field({
        ...named('occupancy', 'isCurrent'),
        type: 'BOOLEAN',
        label: { en: 'holding today', 'zh-CN': '当前有效' },
        description: { en: 'Has begun and not ended.', 'zh-CN': '已开始且未结束。' },
        sql: isCurrent,
      }),
      field({
        ...named('occupancy', 'startsOn'),
        type: 'DATE',
        label: { en: 'first day', 'zh-CN': '开始日期' },
        description: { en: 'First day; empty where it is not known.', 'zh-CN': '首日；未知时为空。' },
        sql: (o) => finite(`${o}.starts_on`),
      }),
      field({
        ...named('occupancy', 'endsOn'),
        type: 'DATE',
        label: { en: 'end', 'zh-CN': '结束日期' },
        description: {
          en: 'First day on which it no longer holds; empty while none is set.',
          'zh-CN': '不再有效的首日；未设定时为空。',
        },
        sql: (o) => finite(`${o}.ends_on`),
      }),
      field({
        ...named('occupancy', 'paysFees'),
        type: 'BOOLEAN',
        label: { en: 'pays the fees', 'zh-CN': '缴费人' },
        description: { en: 'Does the customer pay the fees of the unit?', 'zh-CN': '是否为该房屋的缴费人。' },
        sql: (o) => `${o}.pays_fees`,
      }),
      field({
        ...named('occupancy', 'isPrimaryContact'),
        type: 'BOOLEAN',
        label: { en: 'first contact', 'zh-CN': '首要联系人' },
        description: {
          en: 'Is this the first person to turn to about the unit?',
          'zh-CN': '是否为该房屋的首要联系人。',
        },
        sql: (o) => `${o}.is_primary_contact`,
      }),
      field({
        ...named('occupancy', 'community'),
        type: 'REFERENCE',
        permission: 'property:read',
        label: { en: 'community', 'zh-CN': '项目' },
        description: { en: 'Community the unit lies in.', 'zh-CN': '房屋所在的项目。' },
        sql: (o) => `${o}.community_id`,
        reference: community,
      }),

      field({
        ...named('contact', 'kind'),
        type: 'CHOICE',
        label: { en: 'kind', 'zh-CN': '类型' },
        description: { en: 'Telephone or e-mail.', 'zh-CN': '电话或电子邮箱。' },
        sql: (k) => `${k}.kind`,
        choices: { PHONE: { en: 'telephone', 'zh-CN': '电话' }, EMAIL: { en: 'e-mail', 'zh-CN': '电子邮箱' } },
      }),
      field({
        ...named('contact', 'isVerified'),
        type: 'BOOLEAN',
        label: { en: 'verified', 'zh-CN': '已验证' },
        description: { en: 'Has the customer proved that it is theirs?', 'zh-CN': '客户是否已验证该联系方式。' },
        sql: (k) => `(${k}.verified_at IS NOT NULL)`,
      }),
      field({
        ...named('consent', 'channel'),
        type: 'CHOICE',
        label: { en: 'channel', 'zh-CN': '渠道' },
        description: { en: 'Way of the messages.', 'zh-CN': '消息渠道。' },
        sql: (d) => `${d}.channel`,
        choices: CHANNELS,
      }),
      field({
        ...named('consent', 'purpose'),
        type: 'CHOICE',
        label: { en: 'purpose', 'zh-CN': '用途' },
        description: { en: 'What the messages are for.', 'zh-CN': '消息用途。' },
        sql: (d) => `${d}.purpose`,
        choices: {
          CONTRACT: { en: 'contract', 'zh-CN': '合同服务' },
          MARKETING: { en: 'marketing', 'zh-CN': '营销' },
          SURVEY: { en: 'surveys', 'zh-CN': '调查' },
        },
      }),
      field({
        ...named('consent', 'status'),
        type: 'CHOICE',
        label: { en: 'decision', 'zh-CN': '决定' },
        description: { en: 'Granted or withdrawn.', 'zh-CN': '同意或撤回。' },
        sql: (d) => `${d}.status`,
        choices: { GRANTED: { en: 'granted', 'zh-CN': '同意' }, WITHDRAWN: { en: 'withdrawn', 'zh-CN': '撤回' } },
      }),
      field({
        ...named('sensitiveProfile', 'kind'),
        type: 'CHOICE',
        permission: 'customer:read-sensitive',
        sensitive: true,
        label: { en: 'kind', 'zh-CN': '类型' },
        description: { en: 'What is sensitive about the person.', 'zh-CN': '敏感信息的类型。' },
        sql: (p) => `${p}.kind`,
        choices: {
          ELDERLY_LIVING_ALONE: { en: 'elderly living alone', 'zh-CN': '独居老人' },
          MINOR: { en: 'minor', 'zh-CN': '未成年人' },
        },
      }),
    ],
  },
);
