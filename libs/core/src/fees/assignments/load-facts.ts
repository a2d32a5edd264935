import { arrayText, db, together } from '@atrium/sdk';
import type { LocalDate } from '../calendar/local-date';
import { addDays } from '../calendar/local-date';
import type { Assignment, BillingArea, Consumption, OwnPrice, RateFactor } from '../charge/assignment';
import type { RunPlan } from '../charge/plan-run';
import { Ratio } from '../exact/ratio';
import type { TierDefinition } from '../item/fee-item';
import { compilePrices } from '../item/prices';
import { fromDay, liabilitiesFor, occupantsOf, type OccupancyRow, type PayerRow, toDay } from './parties';

/** An assignment as it stands, with its place. */
export interface AssignmentRow {
  readonly id: string;
  readonly item: string;
  readonly unit: string;
  readonly community: string;
  readonly starts: string;
  readonly ends: string;
  readonly quantity: string;
  readonly meter: string | null;
  readonly area: string | null;
  readonly floor: number | null;
  readonly handed: string | null;
  readonly charged: string | null;
}

export interface AssignmentFacts {
  readonly row: AssignmentRow;
  readonly facts: Assignment;
}

interface Spanned {
  readonly of: string;
  readonly starts: string;
  readonly ends: string;
}

const EARLIEST: LocalDate = '0001-01-01';
const SPAN = `starts_on::text AS starts, ends_on::text AS ends`;

/**
 * Every fact that charges of these assignments are made from, in a few statements whatever their number.
 *
 * @param planOf the plan of an item, by its UUID
 */
export async function loadFacts(
  rows: readonly AssignmentRow[],
  planOf: (feeItemId: string) => RunPlan,
): Promise<AssignmentFacts[]> {
  if (rows.length === 0) return [];
  const ids = arrayText(rows.map(({ id }) => id));
  const units = arrayText([...new Set(rows.map(({ unit }) => unit))]);
  const communities = arrayText([...new Set(rows.map(({ community }) => community))]);
  // Sent one behind the other; each has a name, because planning it for thousands of ids takes longer than running it.
  const found = await together([
    db().query<OccupancyRow & { of: string }>({ name: 'fee_occupancies', text: OCCUPANCIES }, [units]),
    db().query<{ of: string; developer: string }>({ name: 'fee_developers', text: DEVELOPERS }, [communities]),
    db().query<PayerRow & { of: string }>({ name: 'fee_payers', text: PAYERS }, [ids]),
    db().query<Spanned & { tiers: TierDefinition[] }>({ name: 'fee_own_prices', text: OWN_PRICES }, [ids]),
    db().query<Spanned & { kind: string; factor: string }>({ name: 'fee_rate_factors', text: FACTORS }, [ids]),
    db().query<{ of: string; starts: string; area: string; coefficient: string }>(
      { name: 'fee_billing_areas', text: AREAS },
      [units],
    ),
    loadReadings(rows, planOf),
  ]);
  const [occupancies, payers, ownPrices, factors, areas] = [
    groupBy(found[0]),
    groupBy(found[2]),
    groupBy(found[3]),
    groupBy(found[4]),
    groupBy(found[5]),
  ];
  const developers = new Map(found[1].map(({ of, developer }) => [of, developer]));
  const readings = found[6];
  return rows.map((row): AssignmentFacts => {
    const parties = {
      developerId: developers.get(row.community) ?? null,
      handedOverOn: row.handed,
      occupants: occupantsOf(occupancies.get(row.unit) ?? []),
    };
    const { consumptions, usedBefore } = readings.get(row.id) ?? NO_READINGS;
    return {
      row,
      facts: {
        id: row.id,
        from: row.starts,
        to: toDay(row.ends),
        chargedUntil: row.charged,
        quantity: decimal(row.quantity),
        ownPrices: (ownPrices.get(row.id) ?? []).map(ownPrice),
        factors: (factors.get(row.id) ?? []).map(rateFactor),
        liabilities: liabilitiesFor(parties, payers.get(row.id) ?? []),
        areas: areasOf(row, areas.get(row.unit) ?? []),
        floor: row.floor === null ? null : decimal(String(row.floor)),
        consumptions,
        usedBefore,
      },
    };
  });
}

const OCCUPANCIES = `SELECT o.unit_id AS of, coalesce(c.merged_into_id, c.id) AS customer, o.kind, o.share::text AS share,
    o.starts_on::text AS starts, o.ends_on::text AS ends, o.pays_fees AS pays
  FROM atrium.occupancy o JOIN atrium.customer c ON c.tenant_id = o.tenant_id AND c.id = o.customer_id
  WHERE o.unit_id = ANY ($1::uuid[]) AND (o.pays_fees OR o.kind IN ('OWNER', 'CO_OWNER')) ORDER BY o.starts_on, o.id`;

const DEVELOPERS = `SELECT DISTINCT ON (community_id) community_id AS of, developer_id AS developer FROM atrium.service_contract
  WHERE community_id = ANY ($1::uuid[]) AND developer_id IS NOT NULL ORDER BY community_id, starts_on DESC`;

const PAYERS = `SELECT p.assignment_id AS of, coalesce(c.merged_into_id, c.id) AS customer, p.role,
    trim_scale(p.share)::text AS share, p.starts_on::text AS starts, p.ends_on::text AS ends
  FROM atrium.fee_payer p JOIN atrium.customer c ON c.tenant_id = p.tenant_id AND c.id = p.customer_id
  WHERE p.assignment_id = ANY ($1::uuid[]) ORDER BY p.starts_on, p.id`;

const OWN_PRICES = `SELECT assignment_id AS of, ${SPAN}, tiers FROM atrium.fee_own_price
  WHERE assignment_id = ANY ($1::uuid[]) ORDER BY starts_on`;

const FACTORS = `SELECT assignment_id AS of, ${SPAN}, kind, trim_scale(factor)::text AS factor FROM atrium.fee_rate_factor
  WHERE assignment_id = ANY ($1::uuid[]) AND state = 'APPROVED' ORDER BY starts_on, id`;

const AREAS = `SELECT unit_id AS of, starts_on::text AS starts, area::text, trim_scale(coefficient)::text AS coefficient
  FROM atrium.fee_billing_area WHERE unit_id = ANY ($1::uuid[]) ORDER BY starts_on`;

const decimal = (text: string): Ratio => Ratio.from(text);

const ownPrice = ({ starts, ends, tiers }: Spanned & { tiers: TierDefinition[] }): OwnPrice => ({
  ...compilePrices([{ from: starts, tiers }])[0]!,
  to: toDay(ends),
});

const rateFactor = ({ starts, ends, kind, factor }: Spanned & { kind: string; factor: string }): RateFactor => ({
  from: starts,
  to: toDay(ends),
  kind,
  factor: decimal(factor),
});

/** What was measured for billing; before the first of those, and where there is none, the unit's gross area. */
function areasOf(
  row: AssignmentRow,
  measured: readonly { starts: string; area: string; coefficient: string }[],
): BillingArea[] {
  const own = measured.map(({ starts, area, coefficient }): BillingArea => ({
    from: starts,
    area: decimal(area),
    coefficient: decimal(coefficient),
  }));
  return row.area === null ? own : [{ from: EARLIEST, area: decimal(row.area), coefficient: Ratio.ONE }, ...own];
}

interface Readings {
  readonly consumptions: Consumption[];
  readonly usedBefore: Assignment['usedBefore'];
}
const NO_READINGS: Readings = { consumptions: [], usedBefore: null };

async function loadReadings(
  rows: readonly AssignmentRow[],
  planOf: (feeItemId: string) => RunPlan,
): Promise<Map<string, Readings>> {
  const metered = rows.filter(({ meter }) => meter !== null);
  if (metered.length === 0) return new Map();
  const found = groupBy(
    await db().query<{ of: string; starts: string; ends: string; quantity: string }>(
      `SELECT meter_id AS of, previous_on::text AS starts, read_on::text AS ends, trim_scale(quantity)::text AS quantity
       FROM atrium.fee_meter_reading WHERE meter_id = ANY ($1::uuid[]) ORDER BY read_on`,
      [arrayText(metered.map(({ meter }) => meter))],
    ),
  );
  return new Map(
    metered.map(({ id, item, meter }): [string, Readings] => {
      const plan = planOf(item);
      const all = (found.get(meter!) ?? []).map(({ starts, ends, quantity }): Consumption => ({
        from: fromDay(starts),
        to: ends,
        quantity: decimal(quantity),
      }));
      const consumptions = all.filter(({ to }) => to > plan.from && to <= plan.to);
      const [first] = consumptions;
      if (!first) return [id, NO_READINGS];
      const year = addDays(first.to, -1n).slice(0, 4);
      const quantity = all
        .filter(({ to }) => to < first.to && addDays(to, -1n).slice(0, 4) === year)
        .reduce((sum, one) => sum.plus(one.quantity), Ratio.ZERO);
      return [id, { consumptions, usedBefore: { year, quantity } }];
    }),
  );
}

function groupBy<T extends { readonly of: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.of);
    if (group) group.push(row);
    else groups.set(row.of, [row]);
  }
  return groups;
}
