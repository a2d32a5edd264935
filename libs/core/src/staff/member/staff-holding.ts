import { db } from '@atrium/sdk';
import { ACCOUNT_COLUMNS, accountOf, type AccountRow } from './staff-actor';

/**
 * UUIDs of the active members of staff who hold a permission and see all of these communities (UUIDs; null: the whole company),
 * for messages to whoever looks after something. Reads every account: not for what happens often.
 */
export async function staffHolding(permission: string, communities: readonly string[] | null): Promise<string[]> {
  const rows = await db().query<AccountRow>(`SELECT ${ACCOUNT_COLUMNS} FROM atrium.staff m WHERE m.status = 'ACTIVE'`);
  return rows
    .map((row) => accountOf(row).actor)
    .filter(({ permissions, communityScope: seen }) => {
      if (!permissions.has(permission)) return false;
      return seen === null || (communities !== null && communities.every((id) => seen.includes(id)));
    })
    .map(({ id }) => id);
}
