import { db, invalidField, newId, notFound, registerConstraint, validationFailed } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import type { Consumption } from '../charge/assignment';
import { requireAbove0 } from '../days';
import { Ratio } from '../exact/ratio';
import { feeMessages } from '../fees.messages';
import { consumptionOf, type Meter, unlikelyConsumption } from '../meter/consumption';
import type { CreateMeterInput, RecordMeterReadingInput } from './meter.inputs';

registerConstraint('fee_meter_code_key', feeMessages.meterTaken, 'input.code');
registerConstraint('fee_meter_external_id_key', feeMessages.keyTaken, 'input.externalId');
registerConstraint('fee_meter_reading_day_key', feeMessages.sameDay, 'input.readOn');
registerConstraint('fee_meter_reading_previous_key', feeMessages.sameDay, 'input.readOn', { retryable: true });

/** Earlier readings that a new one is compared with. */
const COMPARED = 12;

interface StoredMeter {
  readonly community_id: string;
  readonly multiplier: string;
  readonly rolls_over_at: string;
  readonly installed_on: string;
  readonly first_value: string;
}

interface StoredReading {
  readonly read_on: string;
  readonly previous_on: string;
  readonly value: string;
  readonly quantity: string;
}

@Injectable()
export class MetersService {
  async create(input: CreateMeterInput): Promise<string> {
    const { unitId, code, kind, multiplier, rollsOverAt, installedOn, firstValue, externalId } = input;
    requireAbove0('input.multiplier', multiplier, 4);
    requireAbove0('input.rollsOverAt', rollsOverAt, 4);
    requireAbove0('input.firstValue', firstValue, 4, true);
    const id = newId();
    const made = await db().execute(
      `INSERT INTO atrium.fee_meter (id, community_id, unit_id, code, kind, multiplier, rolls_over_at, installed_on,
         first_value, external_id)
       SELECT $1, u.community_id, u.id, $3, $4, $5::numeric, $6::numeric, $7::date, $8::numeric, $9
       FROM atrium.unit u WHERE u.id = $2`,
      [id, unitId, code, kind, multiplier, rollsOverAt, installedOn, firstValue, externalId || null],
    );
    if (made === 0) throw notFound('Unit');
    return id;
  }

  /**
   * Answers the reading's UUID. `VALIDATION_FAILED` for one that cannot be, and for one that is implausible until it is
   * confirmed.
   */
  async record(input: RecordMeterReadingInput): Promise<string> {
    const { meterId, readOn, value, rolledOver, replacement, confirm, note } = input;
    requireAbove0('input.value', value, 4, true);
    if (rolledOver && replacement) {
      throw invalidField('input.rolledOver', 'NOT_ALLOWED', feeMessages.notBoth);
    }
    const [meter] = await db().query<StoredMeter>(
      `SELECT community_id, multiplier::text, rolls_over_at::text, installed_on::text, first_value::text
       FROM atrium.fee_meter WHERE id = $1 FOR NO KEY UPDATE`,
      [meterId],
    );
    if (!meter) throw notFound('Meter');
    const earlier = await db().query<StoredReading>(
      `SELECT read_on::text, previous_on::text, value::text, quantity::text FROM atrium.fee_meter_reading
       WHERE meter_id = $1 ORDER BY read_on DESC LIMIT ${String(COMPARED)}`,
      [meterId],
    );
    const old = { multiplier: Ratio.from(meter.multiplier), rollsOverAt: Ratio.from(meter.rolls_over_at) };
    const device: Meter = replacement
      ? {
          multiplier: replacement.multiplier ? Ratio.from(replacement.multiplier) : old.multiplier,
          rollsOverAt: replacement.rollsOverAt ? Ratio.from(replacement.rollsOverAt) : old.rollsOverAt,
        }
      : old;
    const last = earlier[0]
      ? { day: earlier[0].read_on, value: Ratio.from(earlier[0].value) }
      : { day: meter.installed_on, value: Ratio.from(meter.first_value) };
    const consumption = consumedSince(input, device, last, old);
    const before = earlier.map((one): Consumption => ({
      from: one.previous_on,
      to: one.read_on,
      quantity: Ratio.from(one.quantity),
    }));
    const unlikely = unlikelyConsumption(consumption, before);
    if (unlikely && !confirm) throw validationFailed(unlikely);
    if (unlikely && !note) throw invalidField('input.note', 'REQUIRED', feeMessages.reasonNeeded);
    const id = newId();
    await db().execute(
      `INSERT INTO atrium.fee_meter_reading (id, community_id, meter_id, read_on, previous_on, value, follows,
         final_value, first_value, quantity, note)
       VALUES ($1, $2, $3, $4, $5, $6::numeric, $7, $8::numeric, $9::numeric, $10::numeric, $11)`,
      [
        id,
        meter.community_id,
        meterId,
        readOn,
        last.day,
        value,
        replacement ? 'REPLACED' : rolledOver ? 'ROLLED_OVER' : 'ON',
        replacement?.finalValue ?? null,
        replacement?.firstValue ?? null,
        String(consumption.quantity),
        note || null,
      ],
    );
    if (replacement) {
      await db().execute(
        `UPDATE atrium.fee_meter SET multiplier = $2::numeric, rolls_over_at = $3::numeric, version = version + 1,
           updated_at = now() WHERE id = $1`,
        [meterId, String(device.multiplier), String(device.rollsOverAt)],
      );
    }
    return id;
  }
}

function consumedSince(
  { readOn, value, rolledOver, replacement }: RecordMeterReadingInput,
  device: Meter,
  last: { readonly day: string; readonly value: Ratio },
  old: Meter,
): Consumption {
  requireAbove0('input.replacement.finalValue', replacement?.finalValue, 4, true);
  requireAbove0('input.replacement.firstValue', replacement?.firstValue, 4, true);
  requireAbove0('input.replacement.multiplier', replacement?.multiplier, 4);
  requireAbove0('input.replacement.rollsOverAt', replacement?.rollsOverAt, 4);
  const follows = replacement
    ? { finalValue: Ratio.from(replacement.finalValue), firstValue: Ratio.from(replacement.firstValue) }
    : rolledOver
      ? ('ROLLED_OVER' as const)
      : ('ON' as const);
  try {
    return consumptionOf(device, last, { day: readOn, value: Ratio.from(value), follows }, 'input', old);
  } catch (error) {
    const { fields } = error as { fields?: readonly { path: string }[] };
    if (!fields) throw error;
    throw validationFailed(...fields.map((one) => ({ ...one, path: PATHS[one.path] ?? one.path }) as never));
  }
}

const PATHS: Readonly<Record<string, string>> = {
  'input.day': 'input.readOn',
  'input.finalValue': 'input.replacement.finalValue',
  'input.firstValue': 'input.replacement.firstValue',
};
