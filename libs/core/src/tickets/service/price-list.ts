import { currentTenant, db, newId, registerConstraint } from '@atrium/sdk';
import { readMoneyFrom0, requireFeeItem } from '../../fees';
import { lockVersion, nameKey, update } from '../../rows/rows';
import { ticketMessages } from '../tickets.messages';
import type { CreateServiceItemInput, UpdateServiceItemInput } from './service.types';

registerConstraint('service_item_name_key', ticketMessages.nameTaken, 'input.name');

/** Answers the new entry's UUID. `CONFLICT` for a name that is taken. */
export async function createServiceItem(input: CreateServiceItemInput): Promise<string> {
  const { name, kind, unit, price, feeItemId, description } = input;
  const amount = readMoneyFrom0(price, 'input.price');
  await requireFeeItem(feeItemId, 'input.feeItemId');
  const id = newId();
  await db().execute(
    `INSERT INTO atrium.service_item (id, name, sort_key, kind, unit, price, currency, fee_item_id, description)
     VALUES ($1, $2, $3, $4, $5, $6::bigint, $7, $8, $9)`,
    [
      ...[id, name, nameKey(name), kind, unit, String(amount), currentTenant().currency, feeItemId],
      description || null,
    ],
  );
  return id;
}

/** `CONFLICT` for a stale version. */
export async function updateServiceItem({ id, version, ...input }: UpdateServiceItemInput): Promise<void> {
  await lockVersion('service_item', 'ServiceItem', id, version);
  await update('service_item', id, {
    name: input.name ?? undefined,
    sort_key: input.name == null ? undefined : nameKey(input.name),
    price: input.price ? String(readMoneyFrom0(input.price, 'input.price')) : undefined,
    description: input.description === undefined ? undefined : input.description || null,
    is_active: input.isActive ?? undefined,
  });
}
