import { conflict, currentTenant, db, now, renderMessage, requireWholeCompany } from '@atrium/sdk';
import { type LockedCustomer, nameKey, nameSortKey } from '../customers';
import { privacyMessages } from './privacy.messages';

/**
 * Erases a person: the row stays under its number, so that postings and occupancies go on naming somebody, and holds
 * nothing of them; everything else that names them goes by what its table says (`onCustomerErased`), and their values go
 * from the audit log. The duplicates merged into them are the same person. `CONFLICT` while an occupancy has not ended.
 * Answers the number of rows touched, by table.
 */
export async function eraseCustomer(customer: LockedCustomer): Promise<Record<string, number>> {
  // Whoever sees only a part of the company would erase only a part of the person.
  requireWholeCompany();
  const ids = [customer.id, ...customer.aliasIds];
  const [open] = await db().query<{ count: number }>(
    `SELECT count(*)::int AS count FROM atrium.occupancy WHERE customer_id = ANY ($1::uuid[])
       AND ends_on > (SELECT (now() AT TIME ZONE time_zone)::date FROM atrium.tenant)`,
    [ids],
  );
  if (open!.count > 0) throw conflict(privacyMessages.stillHere, { count: open!.count });
  return eraseCustomers(ids);
}

/** {@link eraseCustomer} without a look at occupancies, for whoever has decided on many. */
export async function eraseCustomers(ids: readonly string[]): Promise<Record<string, number>> {
  requireWholeCompany();
  const { locale } = currentTenant();
  const customers = await db().query<{ id: string; code: string; kind: LockedCustomer['kind'] }>(
    'SELECT id, code, kind FROM atrium.customer WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE',
    [ids],
  );
  for (const { id, code, kind } of customers) {
    const name = renderMessage(privacyMessages.erasedPerson, locale, { code });
    await db().execute(
      `UPDATE atrium.customer SET name = $2, name_key = $3, sort_key = $4, external_id = NULL, birthday = NULL,
         preferred_language = NULL, preferred_channel = NULL, remarks = NULL, erased_at = $5,
         version = version + 1, updated_at = now()
       WHERE id = $1`,
      [id, name, nameKey(name), nameSortKey(kind, name, locale), now()],
    );
  }
  await eraseInPlugins(ids);
  // The whole audit log of the company is looked through.
  await db().query(`SELECT set_config('statement_timeout', '120000', true)`);
  const [done] = await db().query<{ report: Record<string, number> }>(
    'SELECT app.erase_customers($1::uuid[]) AS report',
    [ids],
  );
  return done!.report;
}

/** Tables of plugins are their plugins' roles', which this process acts as and the owner of the core does not. */
async function eraseInPlugins(ids: readonly string[]): Promise<void> {
  const links = await db().query<{ name: string; refers: string; words: string }>(
    `SELECT f.conrelid::regclass::text AS name, quote_ident(a.attname) AS refers,
       coalesce(col_description(f.conrelid, a.attnum), '') AS words
     FROM pg_constraint f CROSS JOIN LATERAL unnest(f.conkey, f.confkey) k (mine, theirs)
     JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.mine
     JOIN pg_attribute b ON b.attrelid = f.confrelid AND b.attnum = k.theirs
     JOIN pg_attribute t ON t.attrelid = f.conrelid AND t.attname = 'tenant_id'
     WHERE f.contype = 'f' AND f.confrelid = 'atrium.customer'::regclass AND b.attname = 'id'
       AND NOT has_table_privilege('atrium_owner', f.conrelid, 'DELETE')
       AND NOT (coalesce(col_description(f.conrelid, t.attnum), '') = 'accounting'
         AND coalesce(col_description(f.conrelid, a.attnum), '') NOT LIKE 'customer erased: %')
     ORDER BY 1, 2`,
  );
  for (const { name, refers, words } of links) {
    if (words === 'customer erased: keep') continue;
    const set = /^customer erased: set (.*)$/s.exec(words)?.[1];
    const statement = set ? `UPDATE ${name} SET ${set}` : `DELETE FROM ${name}`;
    await db().execute(`${statement} WHERE ${refers} = ANY ($1::uuid[])`, [ids]);
  }
}
