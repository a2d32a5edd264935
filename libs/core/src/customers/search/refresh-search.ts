import { currentTenant, db, searchScope } from '@atrium/sdk';
import type { CustomerKind } from '../customer/customer-kind';
import { customerWords } from './customer-words';

/** Writes the search entries of customers whose words are known, together with those of their units and aliases. */
export async function writeSearch(words: ReadonlyMap<string, string | null>): Promise<void> {
  if (words.size === 0) return;
  await db().execute(
    { name: 'write_customer_search', text: 'SELECT app.write_customer_search($1::uuid[], $2::text[])' },
    [[...words.keys()], [...words.values()]],
  );
}

/** After occupancies changed or customers were merged: their own words stay as they are. */
export const refreshPlaces = (customerIds: Iterable<string>): Promise<void> =>
  writeSearch(new Map([...customerIds].map((id) => [id, null])));

/**
 * After names or contacts changed. The rows must be locked (see `lockCustomers`): of two changes at once the later one
 * then reads what the earlier one wrote.
 */
export async function refreshWords(customerIds: Iterable<string>): Promise<void> {
  const rows = await db().query<{ id: string; kind: CustomerKind; name: string; code: string; phones: string[] }>(
    {
      name: 'customer_words',
      text: `SELECT c.id, c.kind, c.name, c.code, ARRAY(
          SELECT k.value FROM atrium.customer_contact k WHERE k.tenant_id = c.tenant_id AND k.customer_id = c.id
            AND k.kind = 'PHONE' AND k.removed_at IS NULL ORDER BY k.is_preferred DESC, k.id) AS phones
        FROM atrium.customer c WHERE c.id = ANY ($1::uuid[])`,
    },
    [[...customerIds]],
  );
  const scope = searchScope(currentTenant().id);
  await writeSearch(new Map(rows.map(({ id, ...customer }) => [id, customerWords(customer, scope)])));
}
