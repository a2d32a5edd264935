import {
  db,
  type ImportKind,
  ImportKindProvider,
  type ImportValues,
  newId,
  type ParsedRow,
  recordset,
  type RowOutcome,
  type RowProblem,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { KnownCustomers } from '../../customers';
import { addDays } from '../calendar/local-date';
import { OPEN } from '../days';
import { feeMessages } from '../fees.messages';
import { definitionOn, loadFeeItems, type StoredFeeItem } from '../items/stored-fee-item';
import { today } from '../today';
import { type AssignmentFields, assignmentImport } from './assignment.fields';
import { whoOf } from './common.fields';
import { failed, findUnits, isGood, ItemsByWord, type Step, stepsOf } from './import-rows';
import { importMessages } from './import.messages';

type Name = Extract<keyof AssignmentFields, string>;
type Values = ImportValues<AssignmentFields>;
type AssignmentStep = Step<Values, Name>;

interface Stored {
  readonly id: string;
  readonly item: string;
  readonly unit: string;
  readonly meter: string | null;
  readonly starts: string;
  readonly ends: string;
  readonly quantity: string;
  readonly external: string | null;
  /** Flat price of its own on its first day. */
  readonly price: string | null;
  /** Who pays for it by name, on its first day. */
  readonly payer: string | null;
}

/** What a row wants to be. */
interface Wanted extends Stored {
  readonly community: string;
}

const LOAD = `
  SELECT a.id, a.fee_item_id AS item, a.unit_id AS unit, a.meter_id AS meter, a.starts_on::text AS starts,
    a.ends_on::text AS ends, trim_scale(a.quantity)::text AS quantity, a.external_id AS external,
    (SELECT o.tiers -> 0 ->> 'price' FROM atrium.fee_own_price o WHERE o.tenant_id = a.tenant_id
       AND o.assignment_id = a.id AND o.starts_on = a.starts_on) AS price,
    (SELECT p.customer_id FROM atrium.fee_payer p WHERE p.tenant_id = a.tenant_id AND p.assignment_id = a.id
       AND p.starts_on = a.starts_on AND p.role = 'PAYER' ORDER BY p.id LIMIT 1) AS payer
  FROM (
    SELECT id FROM atrium.fee_assignment WHERE unit_id = ANY ($1::uuid[])
    UNION SELECT id FROM atrium.fee_assignment WHERE external_id = ANY ($2::text[])) k
  JOIN atrium.fee_assignment a ON a.id = k.id`;

const COLUMNS = {
  ...{ id: 'uuid', item: 'uuid', community: 'uuid', unit: 'uuid', meter: 'uuid' },
  ...{ starts: 'date', ends: 'date', quantity: 'numeric', external: 'text', price: 'text', payer: 'uuid' },
} as const;
const ROWS = recordset('r', COLUMNS);
const INSERT = `INSERT INTO atrium.fee_assignment (id, fee_item_id, community_id, unit_id, meter_id, starts_on, ends_on, quantity,
    external_id) SELECT r.id, r.item, r.community, r.unit, r.meter, r.starts, r.ends, r.quantity, r.external FROM ${ROWS}`;
const UPDATE = `UPDATE atrium.fee_assignment a SET ends_on = r.ends, quantity = r.quantity, external_id = r.external,
    version = a.version + 1, updated_at = now() FROM ${ROWS} WHERE a.id = r.id`;
const DROP_PRICES = `DELETE FROM atrium.fee_own_price o USING ${ROWS}
  WHERE o.assignment_id = r.id AND o.starts_on = r.starts AND r.price IS NOT NULL`;
const PRICES = `INSERT INTO atrium.fee_own_price (id, community_id, assignment_id, starts_on, ends_on, tiers)
  SELECT app.new_id(), r.community, r.id, r.starts, r.ends, jsonb_build_array(jsonb_build_object('upTo', NULL, 'price', r.price))
  FROM ${ROWS} WHERE r.price IS NOT NULL`;
const DROP_PAYERS = `DELETE FROM atrium.fee_payer p USING ${ROWS}
  WHERE p.assignment_id = r.id AND p.starts_on = r.starts AND p.role = 'PAYER' AND r.payer IS NOT NULL`;
const PAYERS = `INSERT INTO atrium.fee_payer (id, community_id, assignment_id, customer_id, role, starts_on, ends_on)
  SELECT app.new_id(), r.community, r.id, r.payer, 'PAYER', r.starts, r.ends FROM ${ROWS} WHERE r.payer IS NOT NULL`;

/** Writes assignments of items to units with a handful of statements for a batch. The units are locked by being found. */
@ImportKindProvider(assignmentImport)
@Injectable()
export class AssignmentImport implements ImportKind<AssignmentFields> {
  async applyBatch(rows: readonly ParsedRow<AssignmentFields>[]): Promise<readonly RowOutcome<Name>[]> {
    const steps = stepsOf<Values, Name>(rows);
    await findUnits(steps, true);
    const wanted = await wantedOf(steps.filter(isGood));
    const stored = await db().query<Stored>(LOAD, [
      [...wanted.values()].map(({ unit }) => unit),
      [...wanted.values()].flatMap(({ external }) => external ?? []),
    ]);
    const known = new Known(stored);
    const made: Wanted[] = [];
    const changed: Wanted[] = [];
    const outcomes = new Map<number, RowOutcome<Name>['outcome']>();
    for (const [step, given] of wanted) {
      const plan = known.plan(step, given);
      if (!plan) continue;
      outcomes.set(step.number, plan.outcome);
      if (plan.outcome === 'CREATED') made.push(plan.next);
      if (plan.outcome === 'UPDATED') changed.push(plan.next);
    }
    await write(made, changed);
    return steps.map((step) =>
      isGood(step) ? { number: step.number, outcome: outcomes.get(step.number)! } : failed(step),
    );
  }
}

async function write(made: readonly Wanted[], changed: readonly Wanted[]): Promise<void> {
  if (made.length > 0) await db().execute(INSERT, [JSON.stringify(made)]);
  if (changed.length > 0) {
    for (const text of [UPDATE, DROP_PRICES, DROP_PAYERS]) await db().execute(text, [JSON.stringify(changed)]);
  }
  const all = [...made, ...changed];
  if (all.some(({ price }) => price !== null)) await db().execute(PRICES, [JSON.stringify(all)]);
  if (all.some(({ payer }) => payer !== null)) await db().execute(PAYERS, [JSON.stringify(all)]);
}

/** What good rows ask for; those that cannot be have a problem afterwards. */
async function wantedOf(steps: readonly AssignmentStep[]): Promise<Map<AssignmentStep, Wanted>> {
  const words = await ItemsByWord.load();
  const named = steps.filter(({ values }) => values.name != null || values.customerExternalId != null);
  const who = (step: AssignmentStep) => whoOf(step.values, step.unitId);
  const customers = await KnownCustomers.load(named.map(who), today());
  const meters = await metersOf(steps);
  const ids = new Map(steps.map((step) => [step, words.answer(step.values.feeItem!)]));
  const items = await loadFeeItems([...new Set([...ids.values()].filter((id) => typeof id === 'string'))]);
  const wanted = new Map<AssignmentStep, Wanted>();
  for (const step of steps) {
    const { values, problems, unitId, communityId } = step;
    const id = ids.get(step)!;
    const payer = named.includes(step) ? customers.answer(who(step)) : null;
    const meter = values.meter == null ? null : meters.get(`${unitId!} ${values.meter}`);
    if (typeof id !== 'string') problems.push(id);
    else problems.push(...problemsOf(values, items.get(id)!, meter));
    if (payer && 'problem' in payer) problems.push(payer.problem as RowProblem<Name>);
    if (problems.length > 0) continue;
    wanted.set(step, {
      ...{ id: newId(), item: id as string, unit: unitId!, community: communityId!, meter: meter ?? null },
      ...{ starts: values.startsOn!, ends: values.lastDay == null ? OPEN : addDays(values.lastDay, 1n) },
      ...{ quantity: values.quantity ?? '1', external: values.externalId ?? null, price: values.ownPrice ?? null },
      payer: payer && 'customerId' in payer ? payer.customerId : null,
    });
  }
  return wanted;
}

function problemsOf(
  { startsOn, lastDay, meter: code }: Values,
  item: StoredFeeItem,
  meter: string | null | undefined,
): AssignmentStep['problems'] {
  const problems: AssignmentStep['problems'] = [];
  if (lastDay != null && lastDay < startsOn!) {
    problems.push({ field: 'lastDay', code: 'ENDS_BEFORE_START', message: importMessages.lastDayBefore });
  }
  if (code != null && meter == null) {
    const params = { given: code };
    problems.push({ field: 'meter', code: 'UNKNOWN_METER', message: importMessages.unknownMeter, params });
  } else if (meter === null && definitionOn(item, startsOn!).formula === 'METERED') {
    problems.push({ field: 'meter', code: 'REQUIRED', message: feeMessages.meterNeeded });
  }
  return problems;
}

/** UUIDs of meters by unit and code. */
async function metersOf(steps: readonly AssignmentStep[]): Promise<Map<string, string>> {
  const units = steps.filter(({ values }) => values.meter != null).map(({ unitId }) => unitId);
  if (units.length === 0) return new Map();
  const rows = await db().query<{ id: string; unit: string; code: string }>(
    'SELECT id, unit_id AS unit, code FROM atrium.fee_meter WHERE unit_id = ANY ($1::uuid[])',
    [units],
  );
  return new Map(rows.map(({ id, unit, code }) => [`${unit} ${code}`, id]));
}

/** Assignments that are there, and those that earlier rows made. */
class Known {
  private readonly byUnit = new Map<string, Stored[]>();
  private readonly byKey = new Map<string, Stored>();

  constructor(stored: readonly Stored[]) {
    for (const one of stored) this.keep(one);
  }

  private keep(one: Stored): void {
    const others = (this.byUnit.get(one.unit) ?? []).filter(({ id }) => id !== one.id);
    this.byUnit.set(one.unit, [...others, one]);
    if (one.external !== null) this.byKey.set(one.external, one);
  }

  /** What becomes of a row; null where it cannot be, and its problem says why. */
  plan(
    { problems }: AssignmentStep,
    given: Wanted,
  ): { outcome: 'CREATED' | 'UPDATED' | 'UNCHANGED'; next: Wanted } | null {
    const alike = (this.byUnit.get(given.unit) ?? []).filter(
      ({ item, meter }) => item === given.item && meter === given.meter,
    );
    const byKey = given.external === null ? undefined : this.byKey.get(given.external);
    if (byKey && !alike.includes(byKey)) {
      problems.push({ field: 'externalId', code: 'CONFLICTING_KEYS', message: importMessages.itemStays });
      return null;
    }
    const known = byKey ?? alike.find(({ starts }) => starts === given.starts);
    const other = alike.find((one) => one !== known && one.starts < given.ends && one.ends > given.starts);
    if (other || (known && known.starts !== given.starts)) {
      const params = { from: (other ?? known)!.starts };
      problems.push({ field: 'startsOn', code: 'ASSIGNED', message: importMessages.assigned, params });
      return null;
    }
    const next: Wanted = known ? { ...given, id: known.id, external: given.external ?? known.external } : given;
    this.keep(next);
    if (!known) return { outcome: 'CREATED', next };
    const isSame =
      known.ends === next.ends &&
      known.quantity === next.quantity &&
      known.external === next.external &&
      (next.price === null || known.price === next.price) &&
      (next.payer === null || known.payer === next.payer);
    return { outcome: isSame ? 'UNCHANGED' : 'UPDATED', next };
  }
}
