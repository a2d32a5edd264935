import { currentTenant, db, encodeId, holds, invalidField, notFound } from '@atrium/sdk';
import { staffPermissions } from '../../staff';
import { ticketMessages } from '../tickets.messages';
import {
  type TicketFigures,
  TicketGrouping,
  type TicketStatistics,
  type TicketStatisticsGroup,
  type TicketStatisticsInput,
} from './statistics.types';

interface Row extends Record<string, unknown> {
  readonly key: string | null;
  readonly isTotal: boolean;
  readonly households: number;
  readonly opened: number;
  readonly resolved: number;
  readonly complaints: number;
  readonly response: readonly (number | null)[] | null;
  readonly resolution: readonly (number | null)[] | null;
  readonly onTimeRate: number | null;
  readonly reopenRate: number | null;
  readonly firstContactRate: number | null;
  readonly promiseRate: number | null;
  readonly rated: number;
  readonly satisfaction: number | null;
}

const MAX_YEARS = 5;

/** Columns that groups are made by; the month is by the company's time zone, in $6. */
const KEYS: Readonly<Record<TicketGrouping, string>> = {
  [TicketGrouping.COMMUNITY]: 'k.community_id',
  [TicketGrouping.TEAM]: 'k.team_id',
  [TicketGrouping.ASSIGNEE]: 'k.assignee_id',
  [TicketGrouping.CATEGORY]: 'k.category_id',
  [TicketGrouping.CHANNEL]: 'k.channel',
  [TicketGrouping.KIND]: 'k.kind',
  [TicketGrouping.SEVERITY]: 'k.severity',
  [TicketGrouping.MONTH]: `to_char(k.opened_at AT TIME ZONE $6, 'YYYY-MM')`,
};

/** Where the keys are ids: the type, the table that has the name, and the permission that shows it. */
const NAMED: Readonly<Partial<Record<TicketGrouping, { idType: string; table: string; permission?: string }>>> = {
  [TicketGrouping.COMMUNITY]: { idType: 'community', table: 'community' },
  [TicketGrouping.TEAM]: { idType: 'team', table: 'team' },
  [TicketGrouping.ASSIGNEE]: { idType: 'staff', table: 'staff', permission: staffPermissions['staff:read'] },
  [TicketGrouping.CATEGORY]: { idType: 'ticket_category', table: 'ticket_category' },
};

/**
 * One pass over the tickets of the time: groups and the whole are summed by the database, each from the tickets
 * themselves, so that medians are those of the whole and not of medians.
 */
const textOf = (key: string): string => `
  WITH k AS MATERIALIZED (
    SELECT ${key} AS key, k.kind, k.resolved_at, k.response_seconds, k.resolution_seconds, k.is_on_time, k.reopen_count,
      k.assigned_count, k.promised_at, k.promise_broken_at, k.satisfaction
    FROM atrium.ticket k
    WHERE k.opened_at >= $1 AND k.opened_at < $2 AND k.state NOT IN ('CANCELLED', 'MERGED')
      AND ($3::uuid[] IS NULL OR k.community_id = ANY ($3)) AND ($4::text IS NULL OR k.kind = $4)
      AND ($5 OR NOT k.is_historic) AND $6::text IS NOT NULL)
  SELECT k.key::text AS key, grouping(k.key) = 1 AS "isTotal", count(*)::int AS opened,
    count(k.resolved_at)::int AS resolved, count(*) FILTER (WHERE k.kind = 'COMPLAINT')::int AS complaints,
    percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY k.response_seconds) AS response,
    percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY k.resolution_seconds) AS resolution,
    (count(*) FILTER (WHERE k.is_on_time))::float8 / nullif(count(k.is_on_time), 0) AS "onTimeRate",
    (count(*) FILTER (WHERE k.reopen_count > 0))::float8
      / nullif(count(*) FILTER (WHERE k.resolved_at IS NOT NULL OR k.reopen_count > 0), 0) AS "reopenRate",
    (count(*) FILTER (WHERE k.resolved_at IS NOT NULL AND k.reopen_count = 0 AND k.assigned_count <= 1))::float8
      / nullif(count(k.resolved_at), 0) AS "firstContactRate",
    (count(*) FILTER (WHERE k.promised_at IS NOT NULL AND k.promise_broken_at IS NULL
      AND (k.promised_at < $7 OR k.resolved_at IS NOT NULL)))::float8
      / nullif(count(*) FILTER (WHERE k.promised_at IS NOT NULL AND (k.promised_at < $7 OR k.resolved_at IS NOT NULL)), 0)
      AS "promiseRate",
    count(k.satisfaction)::int AS rated, avg(k.satisfaction)::float8 AS satisfaction
  FROM k GROUP BY GROUPING SETS ((k.key), ())`;

/** Figures of tickets (工单统计), of those the caller sees. */
export async function ticketStatistics(input: TicketStatisticsInput, at: Date): Promise<TicketStatistics> {
  const { from, to, by, communityIds, kind, includeHistoric } = input;
  if (to <= from) throw invalidField('input.to', 'BEFORE_START', ticketMessages.emptySpan);
  const last = new Date(from);
  last.setUTCFullYear(last.getUTCFullYear() + MAX_YEARS);
  if (to > last) throw invalidField('input.to', 'TOO_LONG', ticketMessages.yearsTooMany, { years: MAX_YEARS });
  if (communityIds) await requireCommunities(communityIds);
  const { timeZone } = currentTenant();
  const values = [from, to, communityIds ?? null, kind ?? null, includeHistoric, timeZone, at];
  const text = `${textOf(KEYS[by])} ORDER BY 2 DESC, 3 DESC, 1`;
  const rows = await db().query<Row>({ name: `ticket_statistics_${by}`, text }, values);
  const homes = await homesOf(communityIds ?? null);
  const all = [...homes.values()].reduce((sum, count) => sum + count, 0);
  const total = rows.find(({ isTotal }) => isTotal)!;
  const labels = await labelsOf(by, rows);
  const groups = rows
    .filter(({ isTotal }) => !isTotal)
    .map((row): TicketStatisticsGroup => ({
      key: keyOf(by, row.key),
      label: row.key === null ? null : (labels.get(row.key) ?? null),
      figures: figuresOf(row, by === TicketGrouping.COMMUNITY ? (homes.get(row.key ?? '') ?? 0) : all),
    }));
  if (by === TicketGrouping.MONTH) groups.sort((a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : 1));
  return { total: figuresOf(total, all), groups };
}

async function requireCommunities(ids: readonly string[]): Promise<void> {
  const [row] = await db().query<{ count: number }>(
    'SELECT count(*)::int AS count FROM atrium.community WHERE id = ANY ($1::uuid[])',
    [ids],
  );
  if (row!.count < new Set(ids).size) throw notFound('Community');
}

const keyOf = (by: TicketGrouping, key: string | null): string | null => {
  const named = NAMED[by];
  return key !== null && named ? encodeId(named.idType, key) : key;
};

function figuresOf(row: Row, homes: number): TicketFigures {
  const [responseMedian, responseP90] = row.response ?? [];
  const [resolutionMedian, resolutionP90] = row.resolution ?? [];
  return {
    opened: row.opened,
    resolved: row.resolved,
    complaints: row.complaints,
    responseMedian: responseMedian ?? null,
    responseP90: responseP90 ?? null,
    resolutionMedian: resolutionMedian ?? null,
    resolutionP90: resolutionP90 ?? null,
    onTimeRate: row.onTimeRate,
    reopenRate: row.reopenRate,
    firstContactRate: row.firstContactRate,
    promiseRate: row.promiseRate,
    rated: row.rated,
    satisfaction: row.satisfaction,
    complaintsPerThousand: homes === 0 ? null : (row.complaints * 1000) / homes,
  };
}

/** Homes by community, of those that are looked at. */
async function homesOf(communityIds: readonly string[] | null): Promise<ReadonlyMap<string, number>> {
  const rows = await db().query<{ id: string; homes: number }>(
    {
      name: 'homes_by_community',
      text: `SELECT u.community_id AS id, count(*)::int AS homes FROM atrium.unit u
        WHERE u.usage = 'RESIDENTIAL' AND ($1::uuid[] IS NULL OR u.community_id = ANY ($1)) GROUP BY 1`,
    },
    [communityIds],
  );
  return new Map(rows.map(({ id, homes }) => [id, homes]));
}

async function labelsOf(by: TicketGrouping, rows: readonly Row[]): Promise<ReadonlyMap<string, string>> {
  const named = NAMED[by];
  if (!named || (named.permission && !holds(named.permission))) return new Map();
  const ids = rows.flatMap(({ key }) => (key === null ? [] : [key]));
  const found = await db().query<{ id: string; name: string }>(
    `SELECT id, name FROM atrium.${named.table} WHERE id = ANY ($1::uuid[])`,
    [ids],
  );
  return new Map(found.map(({ id, name }) => [id, name]));
}
