import {
  context,
  currentTenant,
  db,
  type FieldProblem,
  invalidField,
  newId,
  registerConstraint,
  renderMessage,
  sortKey,
  staleVersion,
  validationFailed,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import { sinceAt } from '../calendar/dated';
import { ROUNDING_STEPS, type RoundingStep } from '../exact/rounding';
import { compileFeeItem } from '../item/compile-fee-item';
import { CYCLES, type CycleMonths, type DueRule, type FeeItemDefinition } from '../item/fee-item';
import { feeItemMessages } from '../item/fee-item.messages';
import { aboveCeiling, readLateFeeTerms } from '../late-fee/late-fee.policy';
import { ceilingOf, feeRules } from '../settings/fee-settings';
import type {
  ChangeFeeDefinitionInput,
  ChangeFeePriceInput,
  CreateFeeItemInput,
  FeeDefinitionInput,
  FeeDueInput,
  UpdateFeeItemInput,
} from './fee-item.inputs';
import { itemMessages } from './fee-items.messages';
import { definitionOn, lockFeeItem, type StoredDefinition, tiersOf } from './stored-fee-item';

registerConstraint('fee_item_code_key', itemMessages.codeTaken, 'input.code');
registerConstraint('fee_item_external_id_key', itemMessages.externalIdTaken, 'input.externalId');
registerConstraint('fee_item_version_day_key', itemMessages.sameDay, 'input.startsOn');
registerConstraint('fee_item_price_day_key', itemMessages.sameDay, 'input.startsOn');

@Injectable()
export class FeeItemsService {
  /** Answers the new item's UUID. `VALIDATION_FAILED` names every value that is wrong. */
  async create(input: CreateFeeItemInput): Promise<string> {
    const { code, name, belongsTo, taxCode, externalId, startsOn, tiers } = input;
    const currency = ownCurrency(input.currency);
    const definition = readDefinition(input.definition, 'input.definition');
    checkDefinition({ ...definition, currency, prices: pricesFrom(startsOn, tiers) });
    const id = newId();
    await db().execute(
      `INSERT INTO atrium.fee_item (id, code, name, sort_key, currency, belongs_to, tax_code, external_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, code, name, sortKey(name, currentTenant().locale), currency, belongsTo, taxCode || null, externalId || null],
    );
    await insertDefinition(id, startsOn, definition);
    if (tiers.length > 0) await insertPrice(id, startsOn, tiers);
    return id;
  }

  /** What an import says of an item: a new one, or what begins anew on the day that is given. */
  async enter(input: CreateFeeItemInput): Promise<'CREATED' | 'UPDATED' | 'UNCHANGED'> {
    const { code, name, taxCode, externalId, startsOn, tiers } = input;
    const [found] = await db().query<{ id: string }>(
      'SELECT id FROM atrium.fee_item WHERE external_id = $1 OR code = $2 ORDER BY external_id = $1 DESC NULLS LAST LIMIT 1',
      [externalId || null, code],
    );
    if (!found) {
      await this.create(input);
      return 'CREATED';
    }
    const item = await lockFeeItem(found.id);
    const definition = readDefinition(input.definition, 'input.definition');
    const stored = definitionOn(item, startsOn);
    const price = sinceAt(item.prices, startsOn);
    const changes = [
      isSame(definition, stored)
        ? null
        : () => this.changeDefinition({ feeItemId: found.id, startsOn, definition: input.definition }),
      tiers.length === 0 || isSame(tiersOf(tiers), price?.tiers)
        ? null
        : () => this.changePrice({ feeItemId: found.id, startsOn, tiers }),
      name === item.name && (taxCode == null || taxCode === item.taxCode)
        ? null
        : () => this.update({ id: found.id, version: item.version, name, taxCode }),
    ].filter((change) => change !== null);
    for (const change of changes) await change();
    return changes.length > 0 ? 'UPDATED' : 'UNCHANGED';
  }

  /** `CONFLICT` for a stale version. */
  async update({ id, version, name, taxCode, isArchived }: UpdateFeeItemInput): Promise<void> {
    const item = await lockFeeItem(id);
    if (item.version !== version) throw staleVersion(version, item.version);
    await db().execute(
      `UPDATE atrium.fee_item SET name = coalesce($2, name), sort_key = coalesce($3, sort_key),
         tax_code = CASE WHEN $4::text IS NULL THEN tax_code ELSE nullif($4, '') END,
         archived_at = CASE WHEN $5::boolean IS NULL THEN archived_at WHEN $5 THEN coalesce(archived_at, now()) END,
         version = version + 1, updated_at = now()
       WHERE id = $1`,
      [
        id,
        name ?? null,
        name == null ? null : sortKey(name, currentTenant().locale),
        taxCode ?? null,
        isArchived ?? null,
      ],
    );
  }

  /** A definition that begins on a day; the formula stays, since assignments were made for it. */
  async changeDefinition({ feeItemId, startsOn, definition: given }: ChangeFeeDefinitionInput): Promise<void> {
    const item = await lockFeeItem(feeItemId);
    const definition = readDefinition(given, 'input.definition');
    if (definition.formula !== definitionOn(item, startsOn).formula) {
      throw invalidField('input.definition.formula', 'FORMULA_STAYS', itemMessages.formulaStays);
    }
    checkDefinition({ ...definition, currency: item.currency, prices: item.prices });
    await insertDefinition(feeItemId, startsOn, definition);
  }

  /** What is no reason to refuse a definition, in the caller's language. */
  async warnings({ lateFee }: FeeDefinitionInput): Promise<string[]> {
    if (!lateFee) return [];
    const warning = aboveCeiling(readLateFeeTerms(lateFee), ceilingOf(await feeRules()));
    return warning ? [renderMessage(warning.message, context().locale, warning.params)] : [];
  }

  async changePrice({ feeItemId, startsOn, tiers }: ChangeFeePriceInput): Promise<void> {
    const item = await lockFeeItem(feeItemId);
    const definition = definitionOn(item, startsOn);
    checkDefinition({ ...definition, currency: item.currency, prices: pricesFrom(startsOn, tiers) });
    await insertPrice(feeItemId, startsOn, tiers);
  }
}

/** Books are kept in one currency: the tenant's. */
export function ownCurrency(given: string | null | undefined, path = 'input.currency'): string {
  const { currency } = currentTenant();
  if (given == null || given === currency) return currency;
  const known = Intl.supportedValuesOf('currency').includes(given);
  throw known
    ? invalidField(path, 'CURRENCY_OTHER', itemMessages.otherCurrency, { given, currency })
    : invalidField(path, 'CURRENCY_UNKNOWN', feeItemMessages.currency, { given });
}

/** The same as JSON, whatever the order of its keys. */
const isSame = (a: object, b: object | undefined): boolean =>
  isDeepStrictEqual(JSON.parse(JSON.stringify(a)), b && JSON.parse(JSON.stringify(b)));

type Prices = readonly { upTo?: string | null; price: string }[];

const pricesFrom = (from: string, tiers: Prices) => (tiers.length > 0 ? [{ from, tiers: tiersOf(tiers) }] : []);

/** The same checks as computing with it, with the paths of the inputs here. */
function checkDefinition(definition: FeeItemDefinition): void {
  try {
    compileFeeItem(definition);
  } catch (error) {
    const { fields } = error as { fields?: readonly FieldProblem[] };
    if (!fields) throw error;
    throw validationFailed(...fields.map((field) => ({ ...field, path: inputPath(field.path) })));
  }
}

const inputPath = (path: string): string =>
  path.startsWith('input.prices')
    ? path.replace(/^input\.prices(\.0)?(\.tiers)?/, 'input.tiers').replace(/^input\.tiers\.from$/, 'input.startsOn')
    : path === 'input.currency'
      ? path
      : path.replace(/^input\./, 'input.definition.');

function readDefinition(given: FeeDefinitionInput, path: string): StoredDefinition {
  const { rounding, cycleMonths, lateFee, due, expression, tierSpan, sharedBy, ...rest } = given;
  const problems: FieldProblem[] = [];
  if (!(ROUNDING_STEPS as readonly string[]).includes(rounding.step)) {
    const allowed = ROUNDING_STEPS.join(', ');
    problems.push({
      path: `${path}.rounding.step`,
      code: 'NOT_ALLOWED',
      message: itemMessages.oneOf,
      params: { allowed },
    });
  }
  if (!(CYCLES as readonly number[]).includes(cycleMonths)) {
    const allowed = CYCLES.join(', ');
    problems.push({
      path: `${path}.cycleMonths`,
      code: 'NOT_ALLOWED',
      message: itemMessages.oneOf,
      params: { allowed },
    });
  }
  const rule = readDue(due, `${path}.due`, problems);
  if (problems.length > 0) throw validationFailed(...problems);
  if (lateFee) readLateFeeTerms(lateFee, `${path}.lateFee`);
  return {
    ...rest,
    expression: expression ? { ...expression } : null,
    tierSpan: tierSpan ?? null,
    sharedBy: sharedBy ?? null,
    rounding: { step: rounding.step as RoundingStep, mode: rounding.mode },
    cycleMonths: cycleMonths as CycleMonths,
    due: rule!,
    lateFee: lateFee ? { ...lateFee, capFactor: lateFee.capFactor ?? null } : null,
  };
}

function readDue(
  { kind, day, monthsLater, days, onFreeDay }: FeeDueInput,
  path: string,
  problems: FieldProblem[],
): DueRule | null {
  const missing = kind === 'DAY_OF_MONTH' ? (day == null ? 'day' : null) : days == null ? 'days' : null;
  if (missing) {
    problems.push({ path: `${path}.${missing}`, code: 'REQUIRED', message: itemMessages.needed });
    return null;
  }
  return kind === 'DAY_OF_MONTH'
    ? { kind, day: day!, monthsLater: monthsLater ?? 0, onFreeDay }
    : { kind, days: days!, onFreeDay };
}

const insertDefinition = (feeItemId: string, startsOn: string, definition: StoredDefinition): Promise<number> =>
  db().execute('INSERT INTO atrium.fee_item_version (id, fee_item_id, starts_on, definition) VALUES ($1, $2, $3, $4)', [
    newId(),
    feeItemId,
    startsOn,
    JSON.stringify(definition),
  ]);

const insertPrice = (feeItemId: string, startsOn: string, tiers: Prices): Promise<number> =>
  db().execute('INSERT INTO atrium.fee_item_price (id, fee_item_id, starts_on, tiers) VALUES ($1, $2, $3, $4)', [
    newId(),
    feeItemId,
    startsOn,
    JSON.stringify(tiersOf(tiers)),
  ]);
