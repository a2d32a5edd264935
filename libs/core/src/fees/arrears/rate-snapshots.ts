import { db, defineSchedule, newId, Schedule } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { addMonths, type Month, monthOf } from '../calendar/month';
import { today } from '../today';
import { addUp, ageingBy, type Figures, ratesBy } from './measure';

const daily = defineSchedule({ name: 'fees.snapshotRates', at: { daily: '03:10' }, timeoutSeconds: 1_800 });

/** Keeps the figures of each month as they stood when it was over, so that what is paid later does not change them. */
@Injectable()
export class RateSnapshots {
  /** Each night, though it has something to do once a month: a night without a worker is made up for by the next. */
  @Schedule(daily)
  async take(): Promise<void> {
    const day = today();
    const month = addMonths(monthOf(day), -1n);
    const taken = await db().query('SELECT FROM atrium.fee_rate_snapshot WHERE month = $1::date LIMIT 1', [month.from]);
    if (taken.length > 0) return;
    const rows = addUp(
      [...(await ratesBy(month, null)), ...(await ageingBy(day, null))],
      ({ communityId, feeItemId }) => `${communityId} ${feeItemId ?? ''}`,
    );
    for (const row of rows) await insert(month, day, row);
  }
}

const insert = (month: Month, day: string, row: Figures): Promise<number> =>
  db().execute(
    {
      name: 'fee_rate_snapshot',
      text: `INSERT INTO atrium.fee_rate_snapshot (id, community_id, fee_item_id, month, taken_on, charged, paid, recovered,
          still_owing, units, settled_units, ageing)
        VALUES ($1, $2, $3, $4, $5, $6::bigint, $7::bigint, $8::bigint, $9::bigint, $10::bigint, $11::bigint, $12::bigint[])
        ON CONFLICT (tenant_id, month, community_id, fee_item_id) DO NOTHING`,
    },
    [
      ...[newId(), row.communityId, row.feeItemId, month.from, day],
      ...[row.charged, row.paid, row.recovered, row.stillOwing, row.units, row.settledUnits].map(String),
      row.ageing.map(String),
    ],
  );

/** Figures of a month as they were kept; empty where none were. */
export async function snapshotOf(month: Month, communityIds: readonly string[] | null): Promise<Figures[]> {
  type Row = Readonly<Record<Exclude<keyof Figures, 'feeItemId' | 'buildingId' | 'ageing'>, string>> & {
    readonly feeItemId: string | null;
    readonly ageing: readonly string[];
  };
  const rows = await db().query<Row>(
    `SELECT community_id AS "communityId", fee_item_id AS "feeItemId", charged::text, paid::text, recovered::text,
       still_owing::text AS "stillOwing", units::text, settled_units::text AS "settledUnits", ageing::text[] AS ageing
     FROM atrium.fee_rate_snapshot WHERE month = $1::date AND ($2::uuid[] IS NULL OR community_id = ANY ($2))
     ORDER BY community_id, fee_item_id`,
    [month.from, communityIds],
  );
  return rows.map((row) => ({
    communityId: row.communityId,
    feeItemId: row.feeItemId,
    buildingId: null,
    charged: BigInt(row.charged),
    paid: BigInt(row.paid),
    recovered: BigInt(row.recovered),
    stillOwing: BigInt(row.stillOwing),
    units: BigInt(row.units),
    settledUnits: BigInt(row.settledUnits),
    ageing: row.ageing.map(BigInt),
  }));
}
