import { db } from '@atrium/sdk';
import type { Figures } from './measure';

/** Who collects where. */
export class Collectors {
  private constructor(
    private readonly byBuilding: ReadonlyMap<string, string>,
    private readonly byCommunity: ReadonlyMap<string, string>,
  ) {}

  static async load(): Promise<Collectors> {
    const rows = await db().query<{ community: string; building: string | null; staff: string }>(
      'SELECT community_id AS community, building_id AS building, staff_id AS staff FROM atrium.fee_collector',
    );
    return new Collectors(
      new Map(rows.flatMap(({ building, staff }) => (building === null ? [] : [[building, staff] as const]))),
      new Map(
        rows.flatMap(({ community, building, staff }) => (building === null ? [[community, staff] as const] : [])),
      ),
    );
  }

  /** UUID of whoever collects figures of a building: its own collector, else the community's; null: nobody. */
  of({ communityId, buildingId }: Pick<Figures, 'communityId' | 'buildingId'>): string | null {
    const own = buildingId === null ? undefined : this.byBuilding.get(buildingId);
    return own ?? this.byCommunity.get(communityId) ?? null;
  }
}
