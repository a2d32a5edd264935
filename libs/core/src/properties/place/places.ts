import { db, notFound } from '@atrium/sdk';
import type { BuildingPlace, CommunityPlace } from './place-keys';

// Rows are locked FOR SHARE: whoever renames a place waits until what is being put below it can be seen and renamed too.

interface CommunityRow {
  id: string;
  code: string;
  name: string;
  address: string | null;
  postcode: string | null;
  sort_key: string;
}
interface BuildingRow extends Omit<CommunityRow, 'name'> {
  name: string | null;
  community: Omit<CommunityPlace, 'sortKey'> & { sort_key: string };
}

const communityPlace = ({ sort_key: sortKey, ...rest }: CommunityRow): CommunityPlace => ({ ...rest, sortKey });

/** Communities by their UUIDs; those the caller does not see are left out. */
export async function communityPlaces(ids: readonly string[]): Promise<Map<string, CommunityPlace>> {
  const rows = await db().query<CommunityRow>(
    `SELECT id, code, name, address, postcode, sort_key FROM atrium.community WHERE id = ANY ($1::uuid[])
     ORDER BY id FOR SHARE`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, communityPlace(row)]));
}

/** Buildings with their communities, by their UUIDs; those the caller does not see are left out. */
export async function buildingPlaces(ids: readonly string[]): Promise<Map<string, BuildingPlace>> {
  const rows = await db().query<BuildingRow>(
    `SELECT b.id, b.code, b.name, b.address, b.postcode, b.sort_key,
       json_build_object('id', c.id, 'code', c.code, 'name', c.name, 'address', c.address, 'postcode', c.postcode,
         'sort_key', c.sort_key) AS community
     FROM atrium.building b JOIN atrium.community c ON c.tenant_id = b.tenant_id AND c.id = b.community_id
     WHERE b.id = ANY ($1::uuid[]) ORDER BY c.id, b.id FOR SHARE OF c, b`,
    [ids],
  );
  return new Map(
    rows.map(({ sort_key: sortKey, community, ...rest }) => [
      rest.id,
      { ...rest, sortKey, community: communityPlace(community) },
    ]),
  );
}

/** The community, or `NOT_FOUND`. */
export async function requireCommunity(id: string): Promise<CommunityPlace> {
  const found = (await communityPlaces([id])).get(id);
  if (!found) throw notFound('Community');
  return found;
}

/** The building, or `NOT_FOUND`. */
export async function requireBuilding(id: string): Promise<BuildingPlace> {
  const found = (await buildingPlaces([id])).get(id);
  if (!found) throw notFound('Building');
  return found;
}

/** The section of that building, or `NOT_FOUND`. */
export async function requireSection(id: string, buildingId: string): Promise<{ id: string; code: string }> {
  const [found] = await db().query<{ id: string; code: string }>(
    'SELECT id, code FROM atrium.section WHERE id = $1 AND building_id = $2 FOR SHARE',
    [id, buildingId],
  );
  if (!found) throw notFound('Section');
  return found;
}

export interface Location {
  readonly communityId: string;
  readonly buildingId?: string | null;
  readonly sectionId?: string | null;
}

/** Checks that the building lies in the community and the section in the building; answers the community. */
export async function requireLocation({ communityId, buildingId, sectionId }: Location): Promise<CommunityPlace> {
  const community = await requireCommunity(communityId);
  if (buildingId) {
    const building = await requireBuilding(buildingId);
    if (building.community.id !== communityId) throw notFound('Building');
  }
  if (sectionId) {
    if (!buildingId) throw notFound('Section');
    await requireSection(sectionId, buildingId);
  }
  return community;
}
