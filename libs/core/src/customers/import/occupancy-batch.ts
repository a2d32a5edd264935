import { db, type Events, newId, recordset, seek } from '@atrium/sdk';
import { customerEvents, occupancyItem } from '../customer.events';
import { OPEN, overlap, SINCE_EVER, type Tenure, tenureProblems } from '../occupancy/occupancy.policy';
import {
  insertOccupancies,
  type NewOccupancy,
  paysByDefault,
  type StoredTenure,
  wordTenureProblem,
} from '../occupancy/unit-tenures';
import type { CustomerProblem, OccupancySaid } from './customer-draft';
import type { CustomerFieldName } from './import.fields';
import { importMessages } from './import.messages';
import type { FoundUnit } from './unit-finder';

interface StoredOccupancy extends StoredTenure {
  readonly externalId: string | null;
  readonly paysFees: boolean;
  readonly isPrimaryContact: boolean;
}

/** Tenures of some units, and those of some external ids wherever they are. */
const LOAD = `
  SELECT o.id, o.unit_id AS "unitId", coalesce(c.merged_into_id, c.id) AS "customerId", c.name, o.kind,
    o.starts_on::text AS "startsOn", o.ends_on::text AS "endsOn", o.share::text AS share,
    o.external_id AS "externalId", o.pays_fees AS "paysFees", o.is_primary_contact AS "isPrimaryContact"
  FROM (
    SELECT k.id FROM unnest($1::uuid[]) AS r(unit_id) CROSS JOIN LATERAL 
      ${seek({ from: 'atrium.occupancy', select: 'id', key: { unit_id: 'r.unit_id' }, limit: 10_000 })} k
    UNION SELECT k.id FROM unnest($2::text[]) AS r(external_id) CROSS JOIN LATERAL 
      ${seek({ from: 'atrium.occupancy', select: 'id', key: { external_id: 'r.external_id' } })} k
  ) found
  CROSS JOIN LATERAL ${seek({ from: 'atrium.occupancy', select: '*', key: { id: 'found.id' } })} o
  CROSS JOIN LATERAL ${seek({ from: 'atrium.customer', select: '*', key: { id: 'o.customer_id' } })} c`;

const UPDATED = {
  id: 'uuid',
  starts_on: 'date',
  ends_on: 'date',
  share: 'numeric',
  pays_fees: 'boolean',
  is_primary_contact: 'boolean',
  external_id: 'text',
} as const;
const UPDATE = `UPDATE atrium.occupancy o SET ${Object.keys(UPDATED)
  .filter((name) => name !== 'id')
  .map((name) => `${name} = r.${name}`)
  .join(', ')}, version = o.version + 1, updated_at = now() FROM ${recordset('r', UPDATED)} WHERE o.id = r.id`;
/** Whoever else was the first to turn to about a unit is so no longer. */
const CLEAR_PRIMARY = `UPDATE atrium.occupancy o SET is_primary_contact = false, version = o.version + 1, updated_at = now()
    FROM ${recordset('r', { id: 'uuid', unit_id: 'uuid', starts_on: 'date', ends_on: 'date' })}
    WHERE o.unit_id = r.unit_id AND o.id <> r.id AND o.is_primary_contact
      AND o.starts_on < r.ends_on AND o.ends_on > r.starts_on`;

const FIELDS: Readonly<Record<string, CustomerFieldName>> = {
  ENDS_BEFORE_START: 'lastDay',
  SECOND_OWNER: 'relation',
  SAME_AGAIN: 'relation',
  SHARE_WITHOUT_OWNERSHIP: 'share',
  SHARES_ABOVE_100: 'share',
};

export interface OccupancyPlan {
  readonly outcome: 'CREATED' | 'UPDATED' | 'UNCHANGED';
  readonly next: StoredOccupancy;
  readonly unit: FoundUnit;
}

/** The occupancies that a batch of rows is about, checked against each other and against those that are there. */
export class OccupancyBatch {
  private readonly byUnit = new Map<string, StoredOccupancy[]>();
  private readonly byExternalId = new Map<string, StoredOccupancy>();
  private readonly made = new Map<string, NewOccupancy>();
  private readonly changed = new Map<string, StoredOccupancy>();
  /** Those known as open that a row ends. */
  private readonly ended = new Map<string, StoredOccupancy>();

  static async load(unitIds: readonly string[], externalIds: readonly string[]): Promise<OccupancyBatch> {
    const batch = new OccupancyBatch();
    if (unitIds.length + externalIds.length === 0) return batch;
    const rows = await db().query<StoredOccupancy>(LOAD, [unitIds, externalIds]);
    for (const row of rows) batch.keep(row);
    return batch;
  }

  private keep(row: StoredOccupancy): void {
    const others = (this.byUnit.get(row.unitId) ?? []).filter(({ id }) => id !== row.id);
    this.byUnit.set(row.unitId, [...others, row]);
    if (row.externalId !== null) this.byExternalId.set(row.externalId, row);
  }

  /** What a row makes or changes, or why it cannot. Nothing is kept of it until {@link take}. */
  plan(said: OccupancySaid, customer: { id: string; name: string }, unit: FoundUnit): OccupancyPlan | CustomerProblem {
    const there = this.byUnit.get(unit.id) ?? [];
    const known = said.externalId == null ? undefined : this.byExternalId.get(said.externalId);
    if (known && (known.unitId !== unit.id || known.customerId !== customer.id || known.kind !== said.kind)) {
      return { field: 'occupancyExternalId', code: 'CONFLICTING_KEYS', message: importMessages.anotherOccupancy };
    }
    const stored = known ?? this.same(said, customer.id, there);
    const next: StoredOccupancy = {
      id: stored?.id ?? newId(),
      unitId: unit.id,
      customerId: customer.id,
      name: customer.name,
      kind: said.kind,
      startsOn: said.startsOn === undefined ? (stored?.startsOn ?? SINCE_EVER) : (said.startsOn ?? SINCE_EVER),
      endsOn: said.endsOn === undefined ? (stored?.endsOn ?? OPEN) : (said.endsOn ?? OPEN),
      share: said.share === undefined ? (stored?.share ?? null) : percent(said.share),
      externalId: said.externalId === undefined ? (stored?.externalId ?? null) : said.externalId,
      paysFees: said.paysFees ?? stored?.paysFees ?? paysByDefault(said.kind),
      isPrimaryContact: said.isPrimaryContact ?? stored?.isPrimaryContact ?? false,
    };
    const [problem] = tenureProblems(next, there);
    if (problem) return { field: FIELDS[problem.rule]!, ...wordTenureProblem(problem) };
    const equal = stored && COMPARED.every((key) => next[key] === stored[key]);
    return { outcome: stored ? (equal ? 'UNCHANGED' : 'UPDATED') : 'CREATED', next, unit };
  }

  /** The tenure a row without a key of its own speaks of: of the same customer and kind, at the same time. */
  private same(
    said: OccupancySaid,
    customerId: string,
    there: readonly StoredOccupancy[],
  ): StoredOccupancy | undefined {
    const mine = there.filter(
      (one) =>
        one.customerId === customerId && one.kind === said.kind && (said.externalId == null || one.externalId === null),
    );
    const period = { startsOn: said.startsOn ?? SINCE_EVER, endsOn: said.endsOn ?? OPEN };
    const candidates =
      said.startsOn === undefined && said.endsOn === undefined ? mine : mine.filter((one) => overlap(one, period));
    return candidates.reduce<StoredOccupancy | undefined>(
      (latest, one) =>
        latest === undefined || one.startsOn > latest.startsOn || latest.startsOn === SINCE_EVER ? one : latest,
      undefined,
    );
  }

  take({ outcome, next, unit }: OccupancyPlan): void {
    const before = this.byUnit.get(next.unitId)?.find(({ id }) => id === next.id);
    if (before?.endsOn === OPEN && next.endsOn !== OPEN) this.ended.set(next.id, next);
    this.keep(next);
    const isMade = outcome === 'CREATED' || this.made.has(next.id);
    // One that begins in this file tells its end with its beginning.
    if (isMade) this.ended.delete(next.id);
    if (isMade) this.made.set(next.id, { ...next, communityId: unit.communityId, startedByTransferId: null });
    else if (outcome === 'UPDATED') this.changed.set(next.id, next);
  }

  /** Customers whose occupancies are new. */
  get moved(): ReadonlySet<string> {
    return new Set([...this.made.values()].map(({ customerId }) => customerId));
  }

  async write(events: Events): Promise<void> {
    const primary = [...this.made.values(), ...this.changed.values()].filter(
      ({ isPrimaryContact }) => isPrimaryContact,
    );
    const period = ({ startsOn, endsOn }: Tenure) => ({ starts_on: startsOn, ends_on: endsOn });
    if (this.changed.size > 0) {
      const rows = [...this.changed.values()].map((one) => ({
        id: one.id,
        ...period(one),
        share: one.share,
        pays_fees: one.paysFees,
        is_primary_contact: one.isPrimaryContact,
        external_id: one.externalId,
      }));
      await db().execute(UPDATE, [JSON.stringify(rows)]);
    }
    await insertOccupancies([...this.made.values()]);
    const items = (some: Iterable<Tenure & { readonly unitId: string }>) =>
      [...some].map((one) => occupancyItem(one, one.unitId));
    await events.emitAll(customerEvents.occupancyEnded, items(this.ended.values()));
    await events.emitAll(customerEvents.occupancyStarted, items(this.made.values()));
    if (primary.length > 0) {
      // Of several in one file the last one counts.
      const last = new Map(primary.map((one) => [one.unitId, one]));
      const rows = [...last.values()].map((one) => ({ id: one.id, unit_id: one.unitId, ...period(one) }));
      await db().execute(CLEAR_PRIMARY, [JSON.stringify(rows)]);
    }
  }
}

const COMPARED = ['startsOn', 'endsOn', 'share', 'externalId', 'paysFees', 'isPrimaryContact'] as const;

/** As PostgreSQL stores it, so that equal shares compare equal. */
const percent = (share: string | null): string | null => (share === null ? null : Number(share).toFixed(2));
