import { context, CUSTOMER_IDS, defineList, defineView, f, filter, type ListTypes, type View } from '@atrium/sdk';
import { segmentView } from '../../audiences';
import { customerView } from '../../customers';
import { buildingView, communityView } from '../../properties';
import { NoticeState } from './notice.enums';
import { Notice, NoticeAddressee } from './notice.type';

/** What a customer prefers to what the program asks for. */
const language = (): string => `coalesce((SELECT CASE WHEN c.preferred_language LIKE 'zh%' THEN 'zh-CN'
  WHEN c.preferred_language LIKE 'en%' THEN 'en' END
  FROM atrium.customer c WHERE c.id = (SELECT nullif(current_setting('app.actor_id', true), ''))::uuid), '${context().locale}')`;
/** Of the text in the caller's language, or else in the one it was written in first. */
const ofText =
  (column: string) =>
  (t: string): string => `(SELECT x.${column} FROM atrium.notice_text x
  WHERE x.tenant_id = ${t}.tenant_id AND x.notice_id = ${t}.id
  ORDER BY x.locale <> ${language()}, x.locale <> ${t}.main_locale, x.locale LIMIT 1)`;
const instant = (sql: string): string => `to_char(${sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const own =
  (what: 'read' | 'confirmed') =>
  (t: string): string => `(SELECT ${instant(`max(a.${what}_at)`)}
  FROM atrium.notice_addressee a WHERE a.tenant_id = ${t}.tenant_id AND a.notice_id = ${t}.id
    AND a.customer_id = ANY (${CUSTOMER_IDS}) AND a.${what}_version >= ${t}.asks_from)`;
const counted =
  (condition: (t: string) => string) =>
  (t: string): string => `(SELECT count(*)::int
  FROM atrium.notice_addressee a WHERE a.tenant_id = ${t}.tenant_id AND a.notice_id = ${t}.id AND ${condition(t)})`;

const FOR_CUSTOMERS = [
  ...['id', 'title', 'body', 'locale', 'isPinned', 'needsConfirmation', 'isUrgent', 'publishedAt', 'expiresAt'],
  ...['attachments', 'myReadAt', 'myConfirmedAt', 'version'],
];

export const noticeView: View = defineView({
  type: 'Notice',
  idType: 'notice',
  table: 'atrium.notice',
  nodeAccess: ['notice:read', 'notice:manage'],
  fields: {
    id: f.id('notice'),
    title: f.sql(ofText('title')),
    body: f.sql(ofText('body')),
    locale: f.sql(ofText('locale')),
    texts: f.array(
      () => noticeTextView,
      'notice_id',
      (t) => `${t}.locale DESC`,
    ),
    state: f.column('state'),
    isPinned: f.sql((t) => `(${t}.pin = 1)`),
    needsConfirmation: f.column('needs_confirmation'),
    isUrgent: f.column('is_urgent'),
    notifies: f.column('notifies'),
    publishAt: f.instant('publish_at'),
    publishedAt: f.instant('published_at'),
    expiresAt: f.instant('expires_at'),
    withdrawnAt: f.instant('withdrawn_at'),
    withdrawnReason: f.column('withdrawn_reason'),
    community: f.guarded(
      'property:read',
      f.one(() => communityView, 'community_id'),
      'NULL',
    ),
    building: f.guarded(
      'property:read',
      f.one(() => buildingView, 'building_id'),
      'NULL',
    ),
    segment: f.guarded(
      'segment:read',
      f.one(() => segmentView, 'segment_id'),
      'NULL',
    ),
    attachments: f.array(
      () => noticeFileView,
      'notice_id',
      (t) => `${t}.id`,
    ),
    versions: f.array(
      () => noticeVersionView,
      'notice_id',
      (t) => `${t}.number DESC`,
    ),
    figures: f.object({
      addressed: f.sql(counted(() => 'true')),
      read: f.sql(counted((t) => `a.read_version >= ${t}.asks_from`)),
      confirmed: f.sql(counted((t) => `a.confirmed_version >= ${t}.asks_from`)),
    }),
    myReadAt: f.sql(own('read')),
    myConfirmedAt: f.sql(own('confirmed')),
    version: f.column('version'),
    createdAt: f.instant('created_at'),
  },
  forCustomers: FOR_CUSTOMERS,
});

const noticeTextView: View = defineView({
  type: 'NoticeText',
  idType: 'notice_text',
  table: 'atrium.notice_text',
  fields: { locale: f.column('locale'), title: f.column('title'), body: f.column('body') },
});

const noticeFileView: View = defineView({
  type: 'NoticeAttachment',
  idType: 'notice_file',
  table: 'atrium.notice_file',
  fields: {
    id: f.id('notice_file'),
    name: f.column('name'),
    contentType: f.column('content_type'),
    bytes: f.sql((t) => `least(${t}.bytes, 2147483647)::int`),
  },
  forCustomers: ['id', 'name', 'contentType', 'bytes'],
});

const noticeVersionView: View = defineView({
  type: 'NoticeVersion',
  idType: 'notice_version',
  table: 'atrium.notice_version',
  fields: {
    id: f.id('notice_version'),
    number: f.column('number'),
    texts: f.column('texts'),
    author: f.column('author'),
    createdAt: f.instant('created_at'),
  },
});

export const NoticeList: ListTypes = defineList({
  view: noticeView,
  node: Notice,
  filters: {
    state: filter.enum('NoticeState', NoticeState, 'state', 'By where it stands.'),
    community: filter.id('community', 'community_id', 'To this community or a building of it.'),
    building: filter.id('building', 'building_id', 'To this building.'),
    segment: filter.id('segment', 'segment_id', 'To this segment.'),
    isPinned: filter.flag((t) => `${t}.pin = 1`, 'Pinned.'),
    isUnread: filter.flag(
      (
        t,
      ) => `NOT EXISTS (SELECT FROM atrium.notice_addressee a WHERE a.tenant_id = ${t}.tenant_id AND a.notice_id = ${t}.id
        AND a.customer_id = ANY (${CUSTOMER_IDS}) AND a.read_version >= ${t}.asks_from)`,
      'Not read yet by the calling customer.',
    ),
  },
  orders: {
    PINNED: {
      columns: [
        { column: 'pin', type: 'int' },
        { column: 'sorted_at', type: 'timestamptz' },
      ],
      description: 'Pinned ones apart, then by time.',
    },
    TIME: {
      columns: [{ column: 'sorted_at', type: 'timestamptz' }],
      description: 'By the time of publishing or making.',
    },
  },
  defaultOrder: { field: 'PINNED', direction: 'DESC' },
});

const addresseeView: View = defineView({
  type: 'NoticeAddressee',
  idType: 'notice_addressee',
  table: 'atrium.notice_addressee',
  fields: {
    id: f.id('notice_addressee'),
    customer: f.guarded(
      'customer:read',
      f.one(() => customerView, 'customer_id'),
      'NULL',
    ),
    readAt: f.sql((t) => since(t, 'read')),
    confirmedAt: f.sql((t) => since(t, 'confirmed')),
  },
});
function since(t: string, what: 'read' | 'confirmed'): string {
  return `CASE WHEN ${isSince(t, what)} THEN ${instant(`${t}.${what}_at`)} END`;
}
function isSince(t: string, what: 'read' | 'confirmed'): string {
  return `coalesce(${t}.${what}_version >= (SELECT n.asks_from FROM atrium.notice n WHERE n.tenant_id = ${t}.tenant_id AND n.id = ${t}.notice_id), false)`;
}

export const AddresseeList: ListTypes = defineList({
  view: addresseeView,
  node: NoticeAddressee,
  filters: {
    isRead: filter.flag((t) => isSince(t, 'read'), 'Who has read it.'),
    isConfirmed: filter.flag((t) => isSince(t, 'confirmed'), 'Who has confirmed it.'),
  },
  orders: { ADDED: { columns: [], description: 'In the order in which they were addressed.' } },
  defaultOrder: { field: 'ADDED' },
});
