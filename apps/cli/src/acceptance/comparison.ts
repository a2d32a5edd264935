import { buildingKey, type CountedBuilding } from './independent-count';

/** A building as the API answers it. */
export interface ReadBuilding {
  readonly id: string;
  readonly address: string | null;
  readonly postcode: string | null;
  readonly location: { readonly latitude: number; readonly longitude: number } | null;
  readonly community: { readonly name: string };
}

/** Coordinates are kept with six decimals, and the last one may be rounded. Degrees. */
const NEAR = 0.0000011;

/** Sentences about everything that differs between the files and what was read back; empty when nothing does. */
export function compareBuildings(
  borough: string,
  expected: ReadonlyMap<string, CountedBuilding>,
  actual: readonly ReadBuilding[],
): string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const { address, postcode, location, community } of actual) {
    const key = buildingKey(postcode ?? '', address ?? '');
    const wanted = expected.get(key);
    if (!wanted) problems.push(`${key} is in no file`);
    else if (seen.has(key)) problems.push(`${key} is there twice`);
    else if (community.name !== borough) problems.push(`${key} is in ${community.name}, not in ${borough}`);
    else if (!isNear(location?.latitude, wanted.lat) || !isNear(location?.longitude, wanted.long)) {
      problems.push(`${key} is at ${JSON.stringify(location)}, the file says ${wanted.lat}, ${wanted.long}`);
    }
    seen.add(key);
  }
  for (const key of expected.keys()) if (!seen.has(key)) problems.push(`${key} is missing`);
  return problems;
}

const isNear = (given: number | undefined, text: string): boolean =>
  given !== undefined && Math.abs(given - Number(text)) < NEAR;

/** A sentence when two numbers differ. */
export const compareNumbers = (what: string, expected: number, actual: number | undefined): string[] =>
  expected === actual ? [] : [`${what}: ${actual} instead of ${expected}`];
