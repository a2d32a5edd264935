import { AtriumError, context, db, type Message, notFound, renderMessage } from '@atrium/sdk';
import { propertyMessages } from '../properties.messages';

/** What can hang on something: `atrium.unit` by `building_id`, and its name in messages. */
export interface Contents {
  readonly table: string;
  readonly column: string;
  readonly name: Message;
}

/**
 * Deletes a row, or refuses with a `CONFLICT` that tells what still hangs on it and how many. What other contexts hang
 * on it (occupancies, tickets) is refused by their foreign keys, and so is what arrives at the same moment.
 */
export async function deletePlace(
  table: string,
  what: string,
  id: string,
  contents: readonly Contents[],
): Promise<void> {
  const counts = contents.map(
    ({ table: inner, column }, index) =>
      `(SELECT count(*)::int FROM ${inner} c WHERE c.tenant_id = t.tenant_id AND c.${column} = t.id) AS n${index}`,
  );
  const [found] = await db().query<Record<string, number>>(
    `SELECT ${['1 AS found', ...counts].join(', ')} FROM ${table} t WHERE t.id = $1`,
    [id],
  );
  if (!found) throw notFound(what);
  const { locale } = context();
  const left = contents.flatMap(({ name }, index) => {
    const count = found[`n${index}`]!;
    return count > 0 ? [{ count, name }] : [];
  });
  if (left.length > 0) {
    throw new AtriumError('CONFLICT', propertyMessages.notEmptyYet, {
      params: { contents: left.map(({ count, name }) => `${count} ${renderMessage(name, locale)}`).join(', ') },
      extra: { contents: Object.fromEntries(left.map(({ count, name }) => [name.key.split('.')[1], count])) },
    });
  }
  const gone = await db().execute(`DELETE FROM ${table} WHERE id = $1`, [id]);
  if (gone === 0) throw notFound(what);
}
