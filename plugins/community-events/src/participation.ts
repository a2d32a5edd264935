import {
  defineMessages,
  defineSegmentField,
  defineTimeline,
  encodeId,
  type PluginSegments,
  renderMessage,
  type TimelineFacts,
  type TimelineRecord,
} from '@atrium/sdk';
import { READ } from './permissions';
import type { Ctx } from './settings';

const words = defineMessages('communityEvents.timeline', {
  attended: { en: 'Came to {title}', 'zh-CN': '参加活动“{title}”' },
  registered: { en: 'Registered for {title}', 'zh-CN': '报名活动“{title}”' },
  people: { en: '{people} people', 'zh-CN': '{people} 人' },
});
const ofPeople = ({ people }: TimelineFacts, locale: Ctx['locale']): string =>
  renderMessage(words.people, locale, { people: String(people) });

/** One kind of entry, by the column that says when it happened. */
const entries = (kind: string, column: 'checked_in_at' | 'created_at', title: (typeof words)['attended']) =>
  defineTimeline<Ctx>({
    kind,
    permission: READ,
    forCustomers: true,
    title: (facts, locale) => renderMessage(title, locale, { title: String(facts['title']) }),
    summary: ofPeople,
    read: async (ctx, customers, before, limit) => {
      const rows = await ctx.db.query<TimelineRecord & { customer: string; event: string }>(
        `SELECT c.id AS customer, x.* FROM unnest($1::uuid[]) AS c (id) CROSS JOIN LATERAL (
           SELECT r.id, to_char(r.${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at,
             json_build_object('title', e.title, 'people', r.people) AS facts, e.id AS event
           FROM plg_community_events.registration r
           JOIN plg_community_events.event e ON e.tenant_id = r.tenant_id AND e.id = r.event_id
           WHERE r.customer_id IN (SELECT k.id FROM core.customer k WHERE k.id = c.id OR k.merged_into_id = c.id)
             AND r.${column} IS NOT NULL
             AND ($2::timestamptz IS NULL OR (r.${column}, r.id) < ($2, $3::uuid) OR ($5 AND (r.${column}, r.id) = ($2, $3)))
           ORDER BY r.${column} DESC, r.id DESC LIMIT $4) x`,
        [customers, before?.at ?? null, before?.id ?? null, limit, before?.orEqual ?? false],
      );
      const found = new Map<string, TimelineRecord[]>();
      for (const { customer, event, id, at, facts } of rows) {
        const record = { id, at, facts, link: encodeId('community_events_event', event) };
        found.set(customer, [...(found.get(customer) ?? []), record]);
      }
      return found;
    },
  });

/** What the timeline of a customer tells of events. */
export const timeline = [
  entries('COMMUNITY_EVENTS_ATTENDED', 'checked_in_at', words.attended),
  entries('COMMUNITY_EVENTS_REGISTERED', 'created_at', words.registered),
];

const RECORD = 'communityEvents.participation';
const kinds = {
  CONFIRMED: { en: 'has a place', 'zh-CN': '已获名额' },
  WAITING: { en: 'waits', 'zh-CN': '候补' },
  CANCELLED: { en: 'took it back', 'zh-CN': '已取消' },
  ATTENDED: { en: 'came', 'zh-CN': '已参加' },
  NO_SHOW: { en: 'did not come', 'zh-CN': '未到场' },
  NOT_PLACED: { en: 'found no place', 'zh-CN': '未获名额' },
};

/** What rules of segments can ask of it, e.g. who came within the last 90 days. */
export const segments: PluginSegments = {
  records: [
    {
      name: RECORD,
      table: 'plg_community_events.registration',
      customer: 'customer_id',
      columns: ['state', 'people', 'checked_in_at'],
      permission: READ,
      label: { en: 'event participation', 'zh-CN': '活动参与' },
      description: { en: 'A registration for a community event.', 'zh-CN': '社区活动的报名记录。' },
    },
  ],
  fields: [
    defineSegmentField({
      name: `${RECORD}.state`,
      of: RECORD,
      type: 'CHOICE',
      choices: kinds,
      label: { en: 'participation', 'zh-CN': '参与情况' },
      description: { en: 'What became of the registration.', 'zh-CN': '报名的结果。' },
      sql: (row) => `${row}.state`,
    }),
    defineSegmentField({
      name: `${RECORD}.attendedOn`,
      of: RECORD,
      type: 'DATE',
      label: { en: 'day of attendance', 'zh-CN': '参加日期' },
      description: { en: 'When they were checked in.', 'zh-CN': '签到日期。' },
      sql: (row) => `${row}.checked_in_at::date`,
    }),
    defineSegmentField({
      name: `${RECORD}.people`,
      of: RECORD,
      type: 'NUMBER',
      label: { en: 'people', 'zh-CN': '人数' },
      description: { en: 'How many people it was for.', 'zh-CN': '报名人数。' },
      sql: (row) => `${row}.people`,
    }),
  ],
  usesOf: async ({ db }: Ctx, segmentId) => {
    const rows = await db.query<{ id: string; title: string }>(
      'SELECT id, title FROM plg_community_events.event WHERE segment_id = $1 ORDER BY id DESC LIMIT 20',
      [segmentId],
    );
    return rows.map(({ id, title }) => ({ title, link: encodeId('community_events_event', id) }));
  },
};
