import { context, db, decodeId, defineView, f, newId, notFound, unauthenticated, type View } from '@atrium/sdk';
import { nameKey } from '../../rows/rows';

const OWN = `nullif(current_setting('app.actor_id', true), '')::uuid`;

export const savedFilterView: View = defineView({
  type: 'SavedTicketFilter',
  idType: 'ticket_filter',
  table: 'atrium.ticket_filter',
  nodeAccess: ['ticket:read'],
  where: (t) => `${t}.staff_id = ${OWN}`,
  fields: {
    id: f.id('ticket_filter'),
    name: f.column('name'),
    filter: f.column('filter'),
    version: f.column('version'),
  },
});

function ownId(): string {
  const { kind, id } = context().actor;
  if (kind !== 'STAFF' || id === null) throw unauthenticated();
  return id;
}

/** UUIDs of the caller's kept filters, by name. */
export async function ownFilters(): Promise<string[]> {
  const rows = await db().query<{ id: string }>(
    'SELECT id FROM atrium.ticket_filter WHERE staff_id = $1 ORDER BY sort_key, id',
    [context().actor.id],
  );
  return rows.map(({ id }) => id);
}

/** Tables of what a filter of tickets names by id. */
const NAMED: Readonly<Record<string, string>> = {
  ticket_category: 'ticket_category',
  community: 'community',
  building: 'building',
  unit: 'unit',
  equipment: 'equipment',
  customer: 'customer',
  team: 'team',
  staff: 'staff',
};
const TYPED_ID = /"([a-z_]+)_[0-7][0-9a-z]{25}"/g;

/** What a filter names is there, for the caller: one look for each kind. */
async function requireNamed(filter: object): Promise<void> {
  const named = new Map<string, Set<string>>();
  for (const [quoted, type] of JSON.stringify(filter).matchAll(TYPED_ID)) {
    const read = decodeId(quoted.slice(1, -1), type);
    if (!read.ok || !NAMED[type!]) throw notFound(type!);
    named.set(type!, (named.get(type!) ?? new Set()).add(read.uuid));
  }
  for (const [type, ids] of named) {
    const sql = `SELECT count(*)::int AS count FROM atrium.${NAMED[type]!} WHERE id = ANY ($1::uuid[])`;
    const [found] = await db().query<{ count: number }>(sql, [[...ids]]);
    if (found!.count < ids.size) throw notFound(type);
  }
}

/** Keeps a filter for the caller, in place of one of the same name; answers its UUID. */
export async function saveFilter(name: string, filter: object): Promise<string> {
  await requireNamed(filter);
  const [row] = await db().query<{ id: string }>(
    `INSERT INTO atrium.ticket_filter AS t (id, staff_id, name, sort_key, filter) VALUES ($1, $2, $3, $4, $5::jsonb)
     ON CONFLICT ON CONSTRAINT ticket_filter_name_key
     DO UPDATE SET filter = excluded.filter, version = t.version + 1, updated_at = now() RETURNING id`,
    [newId(), ownId(), name, nameKey(name), JSON.stringify(filter)],
  );
  return row!.id;
}

export async function deleteFilter(id: string): Promise<void> {
  const gone = await db().execute('DELETE FROM atrium.ticket_filter WHERE id = $1 AND staff_id = $2', [id, ownId()]);
  if (gone === 0) throw notFound('SavedTicketFilter');
}
