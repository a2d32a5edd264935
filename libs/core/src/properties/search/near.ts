import { db } from '@atrium/sdk';

export interface Point {
  /** Degrees, WGS 84. */
  readonly latitude: number;
  readonly longitude: number;
}

/** Mean radius of the earth in metres (IUGG). */
const EARTH = 6_371_008.8;
const DEGREE = Math.PI / 180;

/** A box around a point, in millionths of a degree, both bounds included. */
export interface Box {
  readonly south: number;
  readonly north: number;
  readonly west: number;
  readonly east: number;
}

/**
 * The smallest box of whole microdegrees that holds every point within `metres`. Near a pole, and where it would cross
 * the date line, it goes all the way round.
 */
export function boxAround({ latitude, longitude }: Point, metres: number): Box {
  const high = metres / EARTH / DEGREE;
  const south = Math.max(-90, latitude - high);
  const north = Math.min(90, latitude + high);
  const micro = (south: number, north: number, west: number, east: number): Box => ({
    south: Math.floor(south * 1e6),
    north: Math.ceil(north * 1e6),
    west: Math.floor(west * 1e6),
    east: Math.ceil(east * 1e6),
  });
  if (south === -90 || north === 90) return micro(south, north, -180, 180);
  // The circle's easternmost point lies nearer to the pole than its centre.
  const sine = Math.sin(metres / EARTH) / Math.cos(latitude * DEGREE);
  const wide = sine >= 1 ? 180 : Math.asin(sine) / DEGREE;
  const [west, east] = [longitude - wide, longitude + wide];
  return west < -180 || east > 180 ? micro(south, north, -180, 180) : micro(south, north, west, east);
}

/** UUIDs of the buildings within `metres` of a point (great-circle distance), nearest first. */
export async function buildingsNear(point: Point, metres: number, first: number): Promise<string[]> {
  const { south, north, west, east } = boxAround(point, metres);
  const rows = await db().query<{ id: string }>(
    {
      name: 'buildings_near',
      text: `
        SELECT id FROM (
          SELECT b.id, 2 * ${EARTH} * asin(least(1, sqrt(
            power(sind((b.latitude::float8 - $5) / 2), 2)
            + cosd(b.latitude::float8) * cosd($5) * power(sind((b.longitude::float8 - $6) / 2), 2)))) AS metres
          FROM atrium.building b
          WHERE b.latitude_e6 BETWEEN $1 AND $2 AND b.longitude_e6 BETWEEN $3 AND $4
        ) near WHERE metres <= $7 ORDER BY metres, id LIMIT $8`,
    },
    [south, north, west, east, point.latitude, point.longitude, metres, first],
  );
  return rows.map(({ id }) => id);
}
