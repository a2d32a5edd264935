import { f, ValueField } from '@atrium/sdk';
import { Field, Float, InputType, ObjectType } from '@nestjs/graphql';
import { Max, Min } from 'class-validator';

@ObjectType({ description: 'A point on the map, WGS 84, in degrees with six decimals (about 10 cm).' })
export class GeoPoint {
  @Field(() => Float, { description: 'Degrees north, -90 to 90.' })
  latitude: number;
  @Field(() => Float, { description: 'Degrees east, -180 to 180.' })
  longitude: number;
}

@InputType({ description: 'A point on the map, WGS 84, in degrees; rounded to six decimals.' })
export class GeoPointInput {
  @ValueField(() => Float, { description: 'Degrees north, -90 to 90.' })
  @Min(-90)
  @Max(90)
  latitude: number;
  @ValueField(() => Float, { description: 'Degrees east, -180 to 180.' })
  @Min(-180)
  @Max(180)
  longitude: number;
}

/** How a row with `latitude` and `longitude` shows them: both or neither are there (a CHECK sees to it). */
export const geoPointField = f.object(
  {
    latitude: f.sql((t) => `${t}.latitude::float8`),
    longitude: f.sql((t) => `${t}.longitude::float8`),
  },
  (t) => `${t}.latitude`,
);

/** The columns for an input: undefined leaves them, null empties them. */
export function geoPointColumns(point: GeoPointInput | null | undefined): {
  latitude?: string | null;
  longitude?: string | null;
} {
  if (point === undefined) return {};
  return { latitude: point && point.latitude.toFixed(6), longitude: point && point.longitude.toFixed(6) };
}
