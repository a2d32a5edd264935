import { context, db, isCustomer, newId } from '@atrium/sdk';

/** Column of the reader's own row, and its UUID; null for whoever reads for nobody, such as a program. */
function reader(): { column: 'staff_id' | 'customer_id'; id: string } | null {
  const { kind, id } = context().actor;
  if (id === null || (kind !== 'STAFF' && kind !== 'CUSTOMER')) return null;
  return { column: isCustomer() ? 'customer_id' : 'staff_id', id };
}

async function put(ticketId: string, columns: Readonly<Record<string, unknown>>): Promise<void> {
  const who = reader();
  const names = Object.keys(columns);
  if (!who || names.length === 0) return;
  await db().execute(
    `INSERT INTO atrium.ticket_reader AS r (id, ticket_id, ${who.column}, ${names.join(', ')})
     VALUES ($1, $2, $3, ${names.map((_, index) => `$${index + 4}`).join(', ')})
     ON CONFLICT (tenant_id, ticket_id, ${who.column}) DO UPDATE
     SET ${names.map((name) => `${name} = ${name === 'read_at' ? 'greatest(r.read_at, excluded.read_at)' : `excluded.${name}`}`).join(', ')}`,
    [newId(), ticketId, who.id, ...Object.values(columns)],
  );
}

/** The reader has seen all that was written until `at`. */
export const markRead = (ticketId: string, at: Date): Promise<void> => put(ticketId, { read_at: at });

/** The same of many tickets that somebody wrote on at once. */
export async function markAllRead(ticketIds: readonly string[], at: Date): Promise<void> {
  const who = reader();
  if (!who || ticketIds.length === 0) return;
  await db().execute(
    `INSERT INTO atrium.ticket_reader AS r (id, ticket_id, ${who.column}, read_at)
     SELECT g.id, g.ticket_id, $3, $4 FROM unnest($1::uuid[], $2::uuid[]) AS g(id, ticket_id)
     ON CONFLICT (tenant_id, ticket_id, ${who.column}) DO UPDATE
     SET read_at = greatest(r.read_at, excluded.read_at)`,
    [ticketIds.map(() => newId()), ticketIds, who.id, at],
  );
}

/** Marks of the reader's own; what is left out stays. */
export const follow = (ticketId: string, observes?: boolean | null, favourite?: boolean | null): Promise<void> =>
  put(ticketId, {
    ...(observes == null ? {} : { is_observer: observes }),
    ...(favourite == null ? {} : { is_favourite: favourite }),
  });
