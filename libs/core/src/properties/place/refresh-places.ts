import { currentTenant, db, recordset } from '@atrium/sdk';
import {
  type BuildingPlace,
  buildingTokens,
  type CommunityPlace,
  KEY_SEPARATOR,
  sortKeyIn,
  unitTokens,
  unitWords,
} from './place-keys';
import { buildingPlaces, requireBuilding } from './places';

/** Rows written by one statement. */
const CHUNK = 2_000;

interface Derived {
  readonly id: string;
  readonly sort_key: string;
  readonly search_tokens: string[];
  /** Of buildings. */
  readonly unit_words?: string[];
}

async function update(table: 'atrium.building' | 'atrium.unit', rows: readonly Derived[]): Promise<void> {
  const ofBuildings = table === 'atrium.building';
  const columns = {
    id: 'uuid',
    sort_key: 'text',
    search_tokens: 'text[]',
    ...(ofBuildings && { unit_words: 'text[]' }),
  };
  const values: [column: string, value: string][] = [
    ['sort_key', 'r.sort_key'],
    ['search_tokens', 'r.search_tokens'],
  ];
  if (ofBuildings) values.push(['unit_words', 'array_to_tsvector(r.unit_words)']);
  for (let start = 0; start < rows.length; start += CHUNK) {
    await db().execute(
      `UPDATE ${table} t SET ${values.map((pair) => pair.join(' = ')).join(', ')} FROM ${recordset('r', columns)}
       WHERE t.id = r.id AND (${values.map(([column]) => `t.${column}`).join(', ')})
         IS DISTINCT FROM (${values.map(([, value]) => value).join(', ')})`,
      [JSON.stringify(rows.slice(start, start + CHUNK))],
    );
  }
}

const derivedOf = (place: BuildingPlace, tenantId: string): Derived => ({
  id: place.id,
  sort_key: place.sortKey,
  search_tokens: buildingTokens(place, tenantId),
  unit_words: unitWords(place, tenantId),
});

/** Puts a new parent's key before a row's own last one. */
const rekey = (parent: string): string =>
  `${parent} || E'\\x01' || (string_to_array(t.sort_key, E'\\x01'))[cardinality(string_to_array(t.sort_key, E'\\x01'))]`;

/** After a community's name, code, address or postcode changed: order and search of everything in it. */
export async function refreshBelowCommunity(community: CommunityPlace): Promise<void> {
  const tenant = currentTenant();
  const buildings = await db().query<{
    id: string;
    code: string;
    name: string | null;
    address: string | null;
    postcode: string | null;
  }>('SELECT id, code, name, address, postcode FROM atrium.building WHERE community_id = $1 ORDER BY id FOR UPDATE', [
    community.id,
  ]);
  const places = buildings.map((building) => ({
    ...building,
    community,
    sortKey: sortKeyIn(community, building.code, tenant.locale),
  }));
  await update(
    'atrium.building',
    places.map((place) => derivedOf(place, tenant.id)),
  );
  for (const table of ['atrium.common_area', 'atrium.equipment']) {
    await db().execute(
      `UPDATE ${table} t SET sort_key = ${rekey('$2::text')}
       WHERE t.community_id = $1 AND t.sort_key <> ${rekey('$2::text')}`,
      [community.id, community.sortKey],
    );
  }
  await refreshUnits(
    places.map(({ id }) => id),
    new Map(places.map((place) => [place.id, place])),
  );
}

/** After a building's code, name, address or postcode changed: its own order and search, and what lies below it. */
export async function refreshBuilding(buildingId: string): Promise<void> {
  const tenant = currentTenant();
  const stored = await requireBuilding(buildingId);
  const place = { ...stored, sortKey: sortKeyIn(stored.community, stored.code, tenant.locale) };
  await update('atrium.building', [derivedOf(place, tenant.id)]);
  await refreshUnits([buildingId], new Map([[buildingId, place]]));
}

/** After keys of buildings, or codes of their sections, changed: order and search of what lies below them. */
export async function refreshBelowBuildings(buildingIds: readonly string[]): Promise<void> {
  if (buildingIds.length > 0) await refreshUnits(buildingIds, await buildingPlaces(buildingIds));
}

async function refreshUnits(buildingIds: readonly string[], places: ReadonlyMap<string, BuildingPlace>): Promise<void> {
  const tenant = currentTenant();
  await db().execute(
    `UPDATE atrium.section t SET sort_key = ${rekey('b.sort_key')} FROM atrium.building b
     WHERE t.building_id = ANY ($1::uuid[]) AND b.tenant_id = t.tenant_id AND b.id = t.building_id
       AND t.sort_key <> ${rekey('b.sort_key')}`,
    [buildingIds],
  );
  const shared = new Map([...places].map(([id, place]) => [id, new Set(unitWords(place, tenant.id))]));
  const units = await db().query<{
    id: string;
    building_id: string;
    code: string;
    own_key: string;
    section: string | null;
  }>(
    `SELECT u.id, u.building_id, u.code, s.code AS section,
       (string_to_array(u.sort_key, $2))[cardinality(string_to_array(u.sort_key, $2))] AS own_key
     FROM atrium.unit u LEFT JOIN atrium.section s ON s.tenant_id = u.tenant_id AND s.id = u.section_id
     WHERE u.building_id = ANY ($1::uuid[])`,
    [buildingIds, KEY_SEPARATOR],
  );
  await update(
    'atrium.unit',
    units.map((unit) => {
      const place = places.get(unit.building_id)!;
      return {
        id: unit.id,
        sort_key: place.sortKey + KEY_SEPARATOR + unit.own_key,
        search_tokens: unitTokens(place, unit.section, unit.code, tenant.id, shared.get(unit.building_id)),
      };
    }),
  );
}
