import { db, type Locale, newId, Provisions, type ProvisionStep, sortKey, type TenantRef } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { startReadySurvey } from '../../surveys';
import { readySurvey } from '../follow-up/ready-survey';
import { TicketKind, TicketSeverity } from '../ticket/ticket.enums';
import type { StoredHours } from './stored-sla';

type Words = Readonly<Record<Locale, string>>;

const CALENDAR: Words = { en: 'Service hours', 'zh-CN': '服务时间' };
const WEEK: readonly StoredHours[] = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
  weekday,
  startsAt: '08:30',
  endsAt: '17:30',
}));

const HOUR = 60;
/** Minutes to the first response, from update to update, to the resolution. */
const POLICIES: readonly {
  name: Words;
  kind?: TicketKind;
  severity?: TicketSeverity;
  always?: boolean;
  minutes: readonly [number, number, number];
}[] = [
  {
    name: { en: 'Emergency', 'zh-CN': '应急' },
    kind: TicketKind.EMERGENCY,
    always: true,
    minutes: [5, 30, 4 * HOUR],
  },
  {
    name: { en: 'Critical', 'zh-CN': '特别重大' },
    severity: TicketSeverity.CRITICAL,
    always: true,
    minutes: [15, 2 * HOUR, 24 * HOUR],
  },
  { name: { en: 'Major', 'zh-CN': '重大' }, severity: TicketSeverity.MAJOR, minutes: [30, 4 * HOUR, 18 * HOUR] },
  { name: { en: 'Usual', 'zh-CN': '一般' }, minutes: [60, 9 * HOUR, 27 * HOUR] },
];

/** Further words that suggest a category. */
type Keywords = Readonly<Record<Locale, readonly string[]>>;

/** A tree to begin with: branch, place, subject, problem, and words that speak for it. */
const CATEGORIES: readonly { branch: Words; leaves: readonly (readonly [Words, Words, Words, Keywords])[] }[] = [
  {
    branch: { en: 'Repairs at home', 'zh-CN': '户内维修' },
    leaves: [
      [
        { en: 'bathroom', 'zh-CN': '卫生间' },
        { en: 'water pipe', 'zh-CN': '水管' },
        { en: 'leak', 'zh-CN': '漏水' },
        { en: ['dripping', 'burst', 'toilet', 'tap'], 'zh-CN': ['渗水', '滴水', '爆管', '马桶', '水龙头', '厕所'] },
      ],
      [
        { en: 'kitchen', 'zh-CN': '厨房' },
        { en: 'drain', 'zh-CN': '下水道' },
        { en: 'blocked', 'zh-CN': '堵塞' },
        { en: ['clogged', 'sink', 'sewage'], 'zh-CN': ['堵了', '反水', '水槽', '溢水'] },
      ],
      [
        { en: 'home', 'zh-CN': '室内' },
        { en: 'electricity', 'zh-CN': '电路' },
        { en: 'power cut', 'zh-CN': '停电' },
        { en: ['socket', 'fuse', 'no power'], 'zh-CN': ['跳闸', '没电', '插座', '短路'] },
      ],
    ],
  },
  {
    branch: { en: 'Common areas', 'zh-CN': '公共区域' },
    leaves: [
      [
        { en: 'stairwell', 'zh-CN': '楼道' },
        { en: 'lamp', 'zh-CN': '照明' },
        { en: 'broken', 'zh-CN': '损坏' },
        { en: ['light', 'dark', 'bulb'], 'zh-CN': ['灯不亮', '灯坏', '路灯', '声控灯'] },
      ],
      [
        { en: 'building', 'zh-CN': '楼内' },
        { en: 'elevator', 'zh-CN': '电梯' },
        { en: 'out of order', 'zh-CN': '故障' },
        { en: ['lift', 'stuck', 'trapped'], 'zh-CN': ['困人', '停梯', '异响'] },
      ],
      [
        { en: 'grounds', 'zh-CN': '园区' },
        { en: 'cleaning', 'zh-CN': '保洁' },
        { en: 'not clean', 'zh-CN': '不到位' },
        { en: ['rubbish', 'garbage', 'dirty', 'smell'], 'zh-CN': ['垃圾', '卫生差', '异味', '没人扫'] },
      ],
    ],
  },
];

/** A new company has working hours, promises and categories from the first day, in its own language. */
@Injectable()
@Provisions()
export class ProvisionTickets implements ProvisionStep {
  async provision({ locale, timeZone }: TenantRef): Promise<void> {
    const calendarId = newId();
    await db().execute(
      `INSERT INTO atrium.sla_calendar (id, name, sort_key, time_zone, hours) VALUES ($1, $2, $3, $4, $5::jsonb)`,
      [calendarId, CALENDAR[locale], sortKey(CALENDAR[locale], locale), timeZone, JSON.stringify(WEEK)],
    );
    for (const { name, kind, severity, always, minutes } of POLICIES) {
      await db().execute(
        `INSERT INTO atrium.sla_policy (id, name, sort_key, kind, severity, calendar_id, first_response_minutes,
           progress_update_minutes, resolution_minutes) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          newId(),
          name[locale],
          sortKey(name[locale], locale),
          kind ?? null,
          severity ?? null,
          always ? null : calendarId,
          ...minutes,
        ],
      );
    }
    for (const { branch, leaves } of CATEGORIES) {
      const parentId = await addCategory(locale, branch[locale], null, ['', '', '']);
      for (const leaf of leaves) {
        const [place, subject, problem] = [leaf[0][locale], leaf[1][locale], leaf[2][locale]];
        const name = locale === 'zh-CN' ? `${place}${subject}${problem}` : `${place}: ${subject} ${problem}`;
        await addCategory(locale, name, parentId, [place, subject, problem], leaf[3][locale]);
      }
    }
    await startReadySurvey(readySurvey, locale);
  }
}

async function addCategory(
  locale: Locale,
  name: string,
  parentId: string | null,
  parts: readonly [string, string, string],
  keywords: readonly string[] = [],
): Promise<string> {
  const id = newId();
  await db().execute(
    `INSERT INTO atrium.ticket_category (id, parent_id, name, sort_key, place, subject, problem, keywords)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, parentId, name, sortKey(name, locale), ...parts, keywords],
  );
  return id;
}
