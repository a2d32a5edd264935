import { db, isUuid, type PublicPlace } from '@atrium/sdk';

/** The communities of what a payload names, by what it names. A customer is in its own, in
 * those of its units, and in those of the duplicates that were merged into it: as its scope says (see its table). */
const COMMUNITIES = {
  community: 'SELECT $1::uuid AS id',
  building: 'SELECT b.community_id AS id FROM atrium.building b WHERE b.id = $1',
  unit: 'SELECT u.community_id AS id FROM atrium.unit u WHERE u.id = $1',
  customer: `SELECT x.id FROM atrium.customer c, unnest(c.alias_community_ids || c.community_id) AS x (id)
      WHERE c.id = $1 AND x.id IS NOT NULL
    UNION SELECT o.community_id FROM atrium.customer c JOIN atrium.occupancy o
      ON o.tenant_id = c.tenant_id AND o.customer_id = ANY (c.alias_ids || c.id) WHERE c.id = $1`,
} as const;

/**
 * UUIDs of the communities that something happened in; null for what happens to the company. None for what is gone, or not
 * in any: then whoever listens to some communities is not told.
 */
export async function communitiesOf(place: PublicPlace, payload: object): Promise<readonly string[] | null> {
  if (place === 'company') return null;
  const values = payload as Readonly<Record<string, unknown>>;
  const found = new Set<string>();
  for (const kind of Object.keys(COMMUNITIES) as (keyof typeof COMMUNITIES)[]) {
    const named = place[kind] === undefined ? undefined : values[place[kind]];
    if (!isUuid(named)) continue;
    for (const { id } of await db().query<{ id: string }>(COMMUNITIES[kind], [named])) found.add(id);
  }
  return [...found];
}
