import {
  db,
  holds,
  type ImportKind,
  ImportKindProvider,
  type ImportRunOptions,
  type ImportValues,
  type ParsedRow,
  type RowOutcome,
  type RowProblem,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { Ratio } from '../exact/ratio';
import { feePermissions } from '../fees.permissions';
import { MetersService } from '../meters/meters.service';
import { failed, findUnits, isGood, type Step, stepsOf } from './import-rows';
import { importMessages } from './import.messages';
import { type ReadingFields, readingImport } from './reading.fields';

type Name = Extract<keyof ReadingFields, string>;
type Values = ImportValues<ReadingFields>;
type ReadingStep = Step<Values, Name>;

/** Each reading goes through the use case of the API: what follows what is decided there, with the meter locked. */
@ImportKindProvider(readingImport)
@Injectable()
export class ReadingImport implements ImportKind<ReadingFields> {
  constructor(private readonly meters: MetersService) {}

  async applyBatch(
    rows: readonly ParsedRow<ReadingFields>[],
    { onMissingParent }: ImportRunOptions,
  ): Promise<readonly RowOutcome<Name>[]> {
    const steps = stepsOf<Values, Name>(rows);
    await findUnits(steps, false);
    const mayCreate = onMissingParent === 'CREATE' && holds(feePermissions['fee:manage']);
    const outcomes: RowOutcome<Name>[] = [];
    for (const step of steps) outcomes.push(isGood(step) ? await this.apply(step, mayCreate) : failed(step));
    return outcomes;
  }

  private async apply(step: ReadingStep, mayCreate: boolean): Promise<RowOutcome<Name>> {
    const { number, values, unitId } = step;
    const meter = await meterOf(step);
    if (meter && 'code' in meter) return { number, outcome: 'ERROR', problems: [meter] };
    const { readOn, value } = { readOn: values.readOn!, value: values.value! };
    if (!meter) {
      if (!mayCreate || unitId === null) {
        const params = { given: values.meter! };
        const problem = {
          field: 'meter',
          code: 'UNKNOWN_METER',
          message: importMessages.unknownMeter,
          params,
        } as const;
        return { number, outcome: 'ERROR', problems: [problem] };
      }
      await this.meters.create({
        ...{ unitId, code: values.meter!, kind: values.kind ?? 'WATER', installedOn: readOn, firstValue: value },
        ...{ multiplier: '1', rollsOverAt: '100000' },
      });
      return { number, outcome: 'CREATED', counts: { metersCreated: 1 } };
    }
    const there = await readingOf(meter.id, readOn);
    if (there !== null) return sameOr(number, there, value);
    const { finalValue, firstValue } = values;
    if ((finalValue == null) !== (firstValue == null)) {
      const field = finalValue == null ? 'finalValue' : 'firstValue';
      return { number, outcome: 'ERROR', problems: [{ field, code: 'REQUIRED', message: importMessages.bothValues }] };
    }
    await this.meters.record({
      ...{ meterId: meter.id, readOn, value, rolledOver: values.rolledOver ?? false },
      replacement: finalValue == null ? null : { finalValue, firstValue: firstValue! },
      ...{ confirm: values.confirm ?? false, note: values.note ?? null },
    });
    return { number, outcome: 'CREATED' };
  }
}

/** The meter that a row names: of its unit's community, or the only one of that code. */
async function meterOf({ values, communityId }: ReadingStep): Promise<{ id: string } | RowProblem<Name> | null> {
  const [only, another] = await db().query<{ id: string }>(
    'SELECT id FROM atrium.fee_meter WHERE code = $1 AND ($2::uuid IS NULL OR community_id = $2) ORDER BY id LIMIT 2',
    [values.meter, communityId],
  );
  if (!another) return only ?? null;
  const params = { given: values.meter! };
  return { field: 'meter', code: 'SEVERAL_METERS', message: importMessages.severalMeters, params };
}

/** What the meter showed on a day: a reading, or what it began with. */
async function readingOf(meterId: string, day: string): Promise<string | null> {
  const [row] = await db().query<{ value: string }>(
    `SELECT value::text FROM atrium.fee_meter_reading WHERE meter_id = $1 AND read_on = $2::date
     UNION ALL SELECT first_value::text FROM atrium.fee_meter WHERE id = $1 AND installed_on = $2::date`,
    [meterId, day],
  );
  return row?.value ?? null;
}

function sameOr(number: number, there: string, value: string): RowOutcome<Name> {
  if (Ratio.from(there).equals(Ratio.from(value))) return { number, outcome: 'UNCHANGED' };
  const params = { value: String(Ratio.from(there)) };
  const problem = { field: 'readOn', code: 'ALREADY_READ', message: importMessages.otherReading, params } as const;
  return { number, outcome: 'ERROR', problems: [problem] };
}
