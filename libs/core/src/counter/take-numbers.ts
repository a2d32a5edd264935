import { db, newId } from '@atrium/sdk';

/**
 * Takes the next `count` numbers of one of the tenant's counters, from 1 on; answers the first of them. Numbers come
 * without gaps in the order of commits: whoever takes the next ones waits until this transaction has ended, so take them
 * late.
 */
export async function takeNumbers(counter: string, count: number): Promise<number> {
  const [row] = await db().query<{ value: string }>(
    {
      name: 'take_numbers',
      text: `INSERT INTO atrium.counter AS c (id, name, value) VALUES ($1, $2, $3)
        ON CONFLICT (tenant_id, name) DO UPDATE SET value = c.value + excluded.value RETURNING value`,
    },
    [newId(), counter, count],
  );
  return Number(row!.value) - count + 1;
}
