import {
  conflict,
  db,
  type FieldProblem,
  invalidField,
  newId,
  notFound,
  registerConstraint,
  validationFailed,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { requireCustomer } from '../../customers';
import { OPEN, requireAbove0, requireSpan, requireSpans } from '../days';
import { feeMessages } from '../fees.messages';
import { priceProblems } from '../item/prices';
import { definitionOn, lockFeeItem, type StoredFeeItem, tiersOf } from '../items/stored-fee-item';
import type {
  AssignFeeInput,
  EndFeeAssignmentInput,
  FeePayerInput,
  OwnPriceInput,
  SetBillingAreaInput,
  UpdateFeeAssignmentInput,
} from './assignment.inputs';
import { lockAssignment } from './lock-assignment';

registerConstraint('fee_assignment_external_id_key', feeMessages.keyTaken, 'input.externalId');
registerConstraint('fee_assignment_meter_fkey', feeMessages.meterNeeded, 'input.meterId', {
  code: 'VALIDATION_FAILED',
});
registerConstraint('fee_billing_area_day_key', feeMessages.sameDay, 'input.startsOn');

@Injectable()
export class AssignmentsService {
  /** Answers the assignment's UUID. */
  async assign(input: AssignFeeInput): Promise<string> {
    const { feeItemId, unitId, startsOn, quantity, meterId, externalId } = input;
    requireSpan(startsOn, input.endsOn);
    requireAbove0('input.quantity', quantity, 4);
    const endsOn = input.endsOn ?? OPEN;
    const item = await lockFeeItem(feeItemId);
    if (item.isArchived) throw invalidField('input.feeItemId', 'ARCHIVED', feeMessages.archived);
    if (meterId == null && definitionOn(item, startsOn).formula === 'METERED') {
      throw invalidField('input.meterId', 'REQUIRED', feeMessages.meterNeeded);
    }
    const [unit] = await db().query<{ community_id: string }>(
      'SELECT community_id FROM atrium.unit WHERE id = $1 FOR NO KEY UPDATE',
      [unitId],
    );
    if (!unit) throw notFound('Unit');
    if (meterId) await requireMeter(meterId, unitId);
    await refuseTwice(input, endsOn);
    const id = newId();
    await db().execute(
      `INSERT INTO atrium.fee_assignment (id, fee_item_id, community_id, unit_id, starts_on, ends_on, quantity, meter_id,
         external_id) VALUES ($1, $2, $3, $4, $5, $6, $7::numeric, $8, $9)`,
      [id, feeItemId, unit.community_id, unitId, startsOn, endsOn, quantity, meterId ?? null, externalId || null],
    );
    const made = { id, communityId: unit.community_id };
    await insertOwnPrices(made, item, input.ownPrices ?? []);
    await insertPayers(made, input.payers ?? []);
    return id;
  }

  async update({ id, version, quantity, ownPrices, payers }: UpdateFeeAssignmentInput): Promise<void> {
    const assignment = await lockAssignment(id, version);
    requireAbove0('input.quantity', quantity, 4);
    if (ownPrices) {
      await db().execute('DELETE FROM atrium.fee_own_price WHERE assignment_id = $1', [id]);
      await insertOwnPrices(assignment, await lockFeeItem(assignment.feeItemId), ownPrices);
    }
    if (payers) {
      await db().execute('DELETE FROM atrium.fee_payer WHERE assignment_id = $1', [id]);
      await insertPayers(assignment, payers);
    }
    await db().execute(
      `UPDATE atrium.fee_assignment SET quantity = coalesce($2::numeric, quantity), version = version + 1, updated_at = now()
       WHERE id = $1`,
      [id, quantity ?? null],
    );
  }

  /** What is charged beyond the end stays: it is corrected or voided by whoever may do that. */
  async end({ id, version, endsOn }: EndFeeAssignmentInput): Promise<void> {
    const { startsOn } = await lockAssignment(id, version);
    requireSpan(startsOn, endsOn);
    await db().execute(
      'UPDATE atrium.fee_assignment SET ends_on = $2, version = version + 1, updated_at = now() WHERE id = $1',
      [id, endsOn],
    );
  }

  /** Answers the UUID of the area. */
  async setArea({ unitId, startsOn, area, coefficient }: SetBillingAreaInput): Promise<string> {
    requireAbove0('input.area', area, 2);
    requireAbove0('input.coefficient', coefficient, 6);
    const id = newId();
    const made = await db().execute(
      `INSERT INTO atrium.fee_billing_area (id, community_id, unit_id, starts_on, area, coefficient)
       SELECT $1, u.community_id, u.id, $3::date, $4::numeric, $5::numeric FROM atrium.unit u WHERE u.id = $2`,
      [id, unitId, startsOn, area, coefficient],
    );
    if (made === 0) throw notFound('Unit');
    return id;
  }
}

async function requireMeter(meterId: string, unitId: string): Promise<void> {
  const [meter] = await db().query<{ unit_id: string }>('SELECT unit_id FROM atrium.fee_meter WHERE id = $1', [
    meterId,
  ]);
  if (!meter) throw notFound('Meter');
  if (meter.unit_id !== unitId) throw invalidField('input.meterId', 'OTHER_UNIT', feeMessages.meterNeeded);
}

/** The same item twice for the same days would be charged twice. The unit is locked. */
async function refuseTwice({ unitId, feeItemId, meterId, startsOn }: AssignFeeInput, endsOn: string): Promise<void> {
  const [other] = await db().query<{ from: string }>(
    `SELECT starts_on::text AS "from" FROM atrium.fee_assignment WHERE unit_id = $1 AND fee_item_id = $2
       AND meter_id IS NOT DISTINCT FROM $3::uuid AND starts_on < $5::date AND ends_on > $4::date LIMIT 1`,
    [unitId, feeItemId, meterId ?? null, startsOn, endsOn],
  );
  if (other) throw conflict(feeMessages.assigned, { from: other.from });
}

interface Of {
  readonly id: string;
  readonly communityId: string;
}

async function insertOwnPrices(of: Of, item: StoredFeeItem, prices: readonly OwnPriceInput[]): Promise<void> {
  requireSpans(prices, 'input.ownPrices');
  const problems: FieldProblem[] = [];
  for (const [index, { startsOn, tiers }] of prices.entries()) {
    const isMetered = definitionOn(item, startsOn).formula === 'METERED';
    const path = `input.ownPrices.${String(index)}`;
    const found = priceProblems([{ from: startsOn, tiers: tiersOf(tiers) }], isMetered, path);
    problems.push(...found.map((one) => ({ ...one, path: one.path.replace(`${path}.0.`, `${path}.`) })));
  }
  if (problems.length > 0) throw validationFailed(...problems);
  for (const { startsOn, endsOn, tiers } of prices) {
    await db().execute(
      `INSERT INTO atrium.fee_own_price (id, community_id, assignment_id, starts_on, ends_on, tiers)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [newId(), of.communityId, of.id, startsOn, endsOn ?? OPEN, JSON.stringify(tiersOf(tiers))],
    );
  }
}

async function insertPayers(of: Of, payers: readonly FeePayerInput[]): Promise<void> {
  for (const [index, { share, startsOn, endsOn, customerId }] of payers.entries()) {
    const path = `input.payers.${String(index)}`;
    requireAbove0(`${path}.share`, share, 4);
    requireSpan(startsOn, endsOn, `${path}.endsOn`);
    await requireCustomer(customerId);
  }
  for (const { customerId, role, share, startsOn, endsOn } of payers) {
    await db().execute(
      `INSERT INTO atrium.fee_payer (id, community_id, assignment_id, customer_id, role, share, starts_on, ends_on)
       VALUES ($1, $2, $3, $4, $5, $6::numeric, $7, $8)`,
      [newId(), of.communityId, of.id, customerId, role, share, startsOn, endsOn ?? OPEN],
    );
  }
}
