import { db, defineSchedule, Events, newId, Notifications, Schedule } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { addDays, dayOfMonth } from '../calendar/local-date';
import { addMonths, dayIn, monthOf } from '../calendar/month';
import { feeEvents } from '../fees.events';
import { feeRules } from '../settings/fee-settings';
import { today } from '../today';
import { claimsNearEnd } from './claim.notifications';
import { endsOf } from './interruptions';

const nightly = defineSchedule({ name: 'fees.limitation', at: { daily: '04:40' }, timeoutSeconds: 1_800 });

/** Charges looked at in one statement. */
const BATCH = 5_000;

interface Claim {
  readonly id: string;
  readonly community: string;
  readonly customer: string;
  readonly due: string;
  readonly collector: string | null;
}

/** Tells of claims before they are limited: once for each day that they would be, so that an interruption is followed up. */
@Injectable()
export class LimitationClock {
  constructor(
    private readonly events: Events,
    private readonly notifications: Notifications,
  ) {}

  @Schedule(nightly)
  async look(): Promise<void> {
    const { limitationYears, limitationAlertDays } = await feeRules();
    const day = today();
    const horizon = addDays(day, BigInt(limitationAlertDays));
    const dueBefore = yearsEarlier(horizon, limitationYears);
    const told: { claim: Claim; endsOn: string }[] = [];
    let after: string | null = null;
    do {
      const claims: Claim[] = await owingSince(dueBefore, after);
      after = claims.length < BATCH ? null : claims.at(-1)!.id;
      const ends = await endsOf(claims, limitationYears);
      const near = claims.filter(({ id }) => ends.get(id)! <= horizon);
      const fresh = new Set(await note(near, ends));
      told.push(...near.filter(({ id }) => fresh.has(id)).map((claim) => ({ claim, endsOn: ends.get(claim.id)! })));
    } while (after !== null);
    await this.events.emitAll(
      feeEvents.limitationNears,
      told.map(({ claim, endsOn }) => ({
        aggregateId: claim.id,
        payload: { chargeId: claim.id, customerId: claim.customer, communityId: claim.community, endsOn },
      })),
    );
    await this.tellCollectors(told, day);
  }

  private async tellCollectors(told: readonly { claim: Claim; endsOn: string }[], day: string): Promise<void> {
    const byStaff = Map.groupBy(
      told.filter(({ claim }) => claim.collector !== null),
      ({ claim }) => claim.collector!,
    );
    const drafts = [...byStaff].map(([staffId, theirs]) => ({
      to: { staffId },
      values: {
        claims: String(theirs.length),
        first: theirs.map(({ endsOn }) => endsOn).sort()[0]!,
      },
      dedupeKey: `fee-limitation:${day}`,
    }));
    if (drafts.length > 0) await this.notifications.sendAll(claimsNearEnd, drafts);
  }
}

const yearsEarlier = (day: string, years: number): string =>
  dayIn(addMonths(monthOf(day), -12n * BigInt(years)), dayOfMonth(day));

/** Owed charges due by a day, with whoever collects there; what is younger cannot be limited yet. */
const owingSince = (dueBefore: string, after: string | null): Promise<Claim[]> =>
  db().query<Claim>(
    `SELECT c.id, c.community_id AS community, c.customer_id AS customer, c.due_on::text AS due,
       coalesce(
         (SELECT k.staff_id FROM atrium.fee_collector k JOIN atrium.unit u ON u.tenant_id = k.tenant_id AND u.building_id = k.building_id
          WHERE u.id = c.unit_id),
         (SELECT k.staff_id FROM atrium.fee_collector k WHERE k.community_id = c.community_id AND k.building_id IS NULL)) AS collector
     FROM atrium.fee_charge c
     WHERE c.principal_due + c.late_fee_due + c.costs_due > 0 AND c.voided_at IS NULL AND c.due_on <= $1::date
       AND ($2::uuid IS NULL OR c.id > $2) ORDER BY c.id LIMIT ${String(BATCH)}`,
    [dueBefore, after],
  );

/** Notes alerts; answers the charges of those that are new. */
async function note(claims: readonly Claim[], ends: ReadonlyMap<string, string>): Promise<string[]> {
  if (claims.length === 0) return [];
  const rows = await db().query<{ id: string }>(
    `INSERT INTO atrium.fee_claim_alert (id, community_id, charge_id, ends_on)
     SELECT g.id, g.community, g.charge, g.ends FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::date[])
       AS g (id, community, charge, ends)
     ON CONFLICT (tenant_id, charge_id, ends_on) DO NOTHING RETURNING charge_id AS id`,
    [
      claims.map(() => newId()),
      claims.map(({ community }) => community),
      claims.map(({ id }) => id),
      claims.map(({ id }) => ends.get(id)!),
    ],
  );
  return rows.map(({ id }) => id);
}
