import { db, invalidField, newId, notFound } from '@atrium/sdk';
import { lineAmount, type Minor, Ratio, readMoneyFrom0, requireAbove0, requireFeeItem } from '../../fees';
import { ticketMessages } from '../tickets.messages';
import type { ServiceItemKind } from './service.enums';
import type { QuotationLineInput, UsedLineInput } from './service.types';

const DECIMALS = 3;

export interface NewLine {
  readonly kind: ServiceItemKind;
  readonly serviceItemId: string | null;
  readonly feeItemId: string;
  readonly description: string;
  readonly unit: string;
  readonly unitPrice: Minor;
  readonly quantity: string;
  readonly amount: Minor;
}

interface Entry {
  readonly id: string;
  readonly name: string;
  readonly kind: ServiceItemKind;
  readonly unit: string;
  readonly price: string;
  readonly feeItemId: string;
  readonly isActive: boolean;
}

/** Lines as they are given, with what the price list says of them. */
export async function readLines(given: readonly QuotationLineInput[]): Promise<NewLine[]> {
  const ids = given.flatMap(({ serviceItemId }) => (serviceItemId ? [serviceItemId] : []));
  const entries = await db().query<Entry & Record<string, unknown>>(
    `SELECT id, name, kind, unit, price::text, fee_item_id AS "feeItemId", is_active AS "isActive"
     FROM atrium.service_item WHERE id = ANY ($1::uuid[]) ORDER BY id FOR KEY SHARE`,
    [ids],
  );
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const lines: NewLine[] = [];
  for (const [index, line] of given.entries()) {
    const path = `input.lines.${String(index)}`;
    const entry = line.serviceItemId ? byId.get(line.serviceItemId) : undefined;
    if (line.serviceItemId && !entry) throw notFound('ServiceItem');
    if (entry && !entry.isActive) throw invalidField(`${path}.serviceItemId`, 'INACTIVE', ticketMessages.notOffered);
    lines.push(await readLine(line, entry ?? null, path));
  }
  return lines;
}

async function readLine(line: QuotationLineInput, entry: Entry | null, path: string): Promise<NewLine> {
  const needed = <T>(value: T | null | undefined, field: string): T => {
    if (value != null && value !== '') return value;
    throw invalidField(`${path}.${field}`, 'REQUIRED', ticketMessages.lineNeeds);
  };
  requireAbove0(`${path}.quantity`, line.quantity, DECIMALS);
  const feeItemId = needed(line.feeItemId ?? entry?.feeItemId, 'feeItemId');
  await requireFeeItem(feeItemId, `${path}.feeItemId`);
  const unitPrice = line.unitPrice
    ? readMoneyFrom0(line.unitPrice, `${path}.unitPrice`)
    : BigInt(needed(entry?.price, 'unitPrice'));
  return {
    kind: needed(line.kind ?? entry?.kind, 'kind'),
    serviceItemId: entry?.id ?? null,
    feeItemId,
    description: needed(line.description || entry?.name, 'description'),
    unit: needed(line.unit || entry?.unit, 'unit'),
    unitPrice,
    quantity: line.quantity,
    amount: lineAmount(unitPrice, line.quantity),
  };
}

export async function insertLines(quotationId: string, lines: readonly NewLine[]): Promise<void> {
  for (const [position, line] of lines.entries()) {
    await db().execute(
      `INSERT INTO atrium.ticket_quotation_line (id, quotation_id, position, kind, service_item_id, fee_item_id, description,
         unit, unit_price, quantity, amount) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::bigint, $10::numeric, $11::bigint)`,
      [
        ...[newId(), quotationId, position, line.kind, line.serviceItemId, line.feeItemId, line.description, line.unit],
        ...[String(line.unitPrice), line.quantity, String(line.amount)],
      ],
    );
  }
}

/** Notes what was used, as offered where nothing else is said; answers what that comes to. */
export async function noteUsed(quotationId: string, used: readonly UsedLineInput[]): Promise<Minor> {
  const lines = await db().query<{ id: string; quantity: string; price: string }>(
    `SELECT id, quantity::text, unit_price::text AS price FROM atrium.ticket_quotation_line WHERE quotation_id = $1
     ORDER BY position`,
    [quotationId],
  );
  const given = new Map(used.map(({ lineId, quantity }, index) => [lineId, { quantity, index }]));
  for (const lineId of given.keys()) if (!lines.some(({ id }) => id === lineId)) throw notFound('QuotationLine');
  let total = 0n;
  for (const { id, quantity, price } of lines) {
    const said = given.get(id);
    if (said) {
      const path = `input.used.${String(said.index)}.quantity`;
      requireAbove0(path, said.quantity, DECIMALS, true);
      if (Ratio.from(said.quantity).compare(Ratio.from(quantity)) > 0) {
        throw invalidField(path, 'MORE_THAN_OFFERED', ticketMessages.moreThanOffered);
      }
    }
    const count = said?.quantity ?? quantity;
    const amount = lineAmount(BigInt(price), count);
    total += amount;
    await db().execute(
      'UPDATE atrium.ticket_quotation_line SET used = $2::numeric, used_amount = $3::bigint WHERE id = $1',
      [id, count, String(amount)],
    );
  }
  return total;
}
