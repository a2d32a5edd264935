import { currentTenant, db, newId, recordset } from '@atrium/sdk';
import { type BuildingPlace, sortKeyIn } from '../place/place-keys';

interface Section {
  readonly id: string;
  readonly buildingId: string;
  readonly code: string;
  readonly isNew: boolean;
}

/** The sections that a batch of rows names, by building and code: found with one statement, made with another. */
export class SectionBatch {
  private readonly known = new Map<string, Section>();

  static async load(named: readonly { buildingId: string; code: string }[]): Promise<SectionBatch> {
    const batch = new SectionBatch();
    if (named.length === 0) return batch;
    const rows = await db().query<{ id: string; building_id: string; code: string }>(
      `SELECT id, building_id, code FROM atrium.section
       WHERE building_id = ANY ($1::uuid[]) AND code = ANY ($2::text[]) ORDER BY id FOR SHARE`,
      [[...new Set(named.map(({ buildingId }) => buildingId))], [...new Set(named.map(({ code }) => code))]],
    );
    for (const { id, building_id: buildingId, code } of rows) {
      batch.known.set(keyOf(buildingId, code), { id, buildingId, code, isNew: false });
    }
    return batch;
  }

  /** Was there such a section before this batch? */
  isStored(buildingId: string, code: string): boolean {
    return this.known.get(keyOf(buildingId, code))?.isNew === false;
  }

  /** The section of a building with this code, or one that {@link write} makes when it is wanted. */
  find(buildingId: string, code: string): Section {
    const key = keyOf(buildingId, code);
    const found = this.known.get(key) ?? { id: newId(), buildingId, code, isNew: true };
    this.known.set(key, found);
    return found;
  }

  /** Makes the new ones among `wanted` (UUIDs) and answers how many they were. */
  async write(wanted: ReadonlySet<string>, places: ReadonlyMap<string, BuildingPlace>): Promise<number> {
    const { locale } = currentTenant();
    const made = [...this.known.values()].filter(({ id, isNew }) => isNew && wanted.has(id));
    if (made.length === 0) return 0;
    return db().execute(
      `INSERT INTO atrium.section (id, community_id, building_id, code, sort_key)
       SELECT r.id, r.community_id, r.building_id, r.code, r.sort_key
       FROM ${recordset('r', { id: 'uuid', community_id: 'uuid', building_id: 'uuid', code: 'text', sort_key: 'text' })}`,
      [
        JSON.stringify(
          made.map(({ id, buildingId, code }) => {
            const place = places.get(buildingId)!;
            return {
              id,
              community_id: place.community.id,
              building_id: buildingId,
              code,
              sort_key: sortKeyIn(place, code, locale),
            };
          }),
        ),
      ],
    );
  }
}

const keyOf = (buildingId: string, code: string): string => `${buildingId} ${code}`;
