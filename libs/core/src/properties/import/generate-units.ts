import { type Locale } from '@atrium/sdk';

/** A building described by numbers alone: so many units over so many sections and floors. */
export interface BuildingShape {
  readonly units: number;
  /** Null: the units hang on the building itself. */
  readonly sections: number | null;
  /** Null: nothing is known of floors. */
  readonly floors: number | null;
  /** Lowest floor; 1 unless given. Below ground it is negative, and floor 0 is left out then. */
  readonly minFloor: number | null;
}

export interface GeneratedUnit {
  readonly code: string;
  readonly section: string | null;
  readonly floor: number | null;
}

/** Floors from the lowest up: -2, -1, 1, 2 … or 0, 1, 2 …: where counting begins below ground there is no floor 0. */
export function floorNumbers(count: number, lowest: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    const floor = lowest + index;
    return lowest < 0 && floor >= 0 ? floor + 1 : floor;
  });
}

/** Code of the n-th section: `2单元` in Chinese, `2` elsewhere. */
export const sectionCode = (n: number, locale: Locale): string => (locale === 'zh-CN' ? `${n}单元` : String(n));

/**
 * The units of such a building. They are numbered from 1 on through sections, then floors, as the doors of such houses
 * are, and spread evenly: 144 units over 4 sections of 9 floors make four on each landing. What does not divide evenly
 * is spread so that no two landings differ by more than one.
 */
export function generateUnits(shape: BuildingShape, locale: Locale): GeneratedUnit[] {
  const sections: (string | null)[] =
    shape.sections === null
      ? [null]
      : Array.from({ length: shape.sections }, (_, index) => sectionCode(index + 1, locale));
  const floors: (number | null)[] = shape.floors === null ? [null] : floorNumbers(shape.floors, shape.minFloor ?? 1);
  const landings = sections.flatMap((section) => floors.map((floor) => ({ section, floor })));
  return landings.flatMap((landing, index) => {
    const first = Math.floor((index * shape.units) / landings.length);
    const end = Math.floor(((index + 1) * shape.units) / landings.length);
    return Array.from({ length: end - first }, (_, n) => ({ code: String(first + n + 1), ...landing }));
  });
}
