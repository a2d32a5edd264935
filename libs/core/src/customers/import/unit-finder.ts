import { db, holds, type ImportRunOptions, seek } from '@atrium/sdk';
import { type PropertyImport, type PropertyOutcome } from '../../properties';
import type { CustomerProblem, PlaceSaid } from './customer-draft';
import { importMessages } from './import.messages';

export interface FoundUnit {
  readonly id: string;
  readonly communityId: string;
}

export type UnitAnswer = { readonly unit: FoundUnit } | { readonly problem: CustomerProblem };

/** Buildings by code, in a community where one is named; two are as good as many. */
const BUILDINGS = `
  SELECT r.nth, k.id FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS r(community, code, nth)
  CROSS JOIN LATERAL (
    SELECT b.id FROM atrium.building b
    WHERE b.code = r.code AND (r.community IS NULL OR EXISTS (
      SELECT FROM atrium.community c WHERE c.tenant_id = b.tenant_id AND c.id = b.community_id
        AND (c.code = r.community OR c.name = r.community)))
    ORDER BY b.id LIMIT 2) k`;

/**
 * Units by building and code (`2-1101`, or `1101` in the section named), or by external id, locked in the order of their
 * ids: their occupancies are checked.
 */
const UNITS = `
  SELECT u.* FROM (
    SELECT k.id FROM unnest($1::uuid[], $2::text[]) AS r(building_id, code) CROSS JOIN LATERAL 
      ${seek({ from: 'atrium.unit', select: 'id', key: { code: 'r.code', building_id: 'r.building_id' } })} k
    UNION SELECT k.id FROM unnest($3::text[]) AS r(external_id) CROSS JOIN LATERAL 
      ${seek({ from: 'atrium.unit', select: 'id', key: { external_id: 'r.external_id' } })} k
    ORDER BY id) found
  CROSS JOIN LATERAL ${seek({
    from: 'atrium.unit',
    select: `id, building_id, code, external_id, community_id,
      (SELECT s.code FROM atrium.section s WHERE s.id = unit.section_id) AS section`,
    key: { id: 'found.id' },
    lock: 'FOR NO KEY UPDATE',
  })} u`;

const placeKey = ({ community, building, code, externalId }: PlaceSaid): string =>
  JSON.stringify([community, building, code, externalId]);
const unitKey = (buildingId: string, section: string | null, code: string): string =>
  JSON.stringify([buildingId, section, code]);
const buildingKey = ({ community, building }: PlaceSaid): string => JSON.stringify([community, building]);

/** The units that a batch of rows names: found with two statements, made by the import of properties where wished. */
export class UnitFinder {
  private constructor(
    private readonly buildings: ReadonlyMap<string, readonly string[]>,
    private readonly byCode: ReadonlyMap<string, FoundUnit>,
    private readonly byExternalId: ReadonlyMap<string, FoundUnit>,
    private readonly refused: ReadonlyMap<string, CustomerProblem>,
    /** What was made for the rows' sake. */
    readonly counts: Readonly<Record<string, number>>,
  ) {}

  static async load(
    places: readonly PlaceSaid[],
    properties: PropertyImport,
    options: ImportRunOptions,
  ): Promise<UnitFinder> {
    const finder = await this.known(places);
    const lacking = places.filter((place) => place.building !== null && finder.isMissing(place));
    const missing = [...new Map(lacking.map((place) => [placeKey(place), place])).values()];
    // Making units is for those who may.
    if (missing.length === 0 || options.onMissingParent !== 'CREATE' || !holds('property:manage')) return finder;
    const outcomes = await properties.applyBatch(
      missing.map(({ community, building, section, unit, externalId }, number) => ({
        number,
        duplicateOf: null,
        values: {
          community: community ?? undefined,
          building,
          section: section ?? undefined,
          unit,
          externalId: externalId ?? undefined,
        },
      })),
      options,
    );
    const refused = new Map(
      outcomes.flatMap(({ problems, outcome }, index) =>
        outcome === 'ERROR' ? [[placeKey(missing[index]!), ofCustomerRow(problems![0]!)]] : [],
      ),
    );
    return this.find(places, refused, sum(outcomes));
  }

  /** Those that are there; none is made. */
  static known(places: readonly PlaceSaid[]): Promise<UnitFinder> {
    return this.find(places, new Map(), {});
  }

  private static async find(
    places: readonly PlaceSaid[],
    refused: ReadonlyMap<string, CustomerProblem>,
    counts: Readonly<Record<string, number>>,
  ): Promise<UnitFinder> {
    const named = [
      ...new Map(places.filter(({ building }) => building !== null).map((p) => [buildingKey(p), p])).values(),
    ];
    const found =
      named.length === 0
        ? []
        : await db().query<{ nth: string; id: string }>(BUILDINGS, [
            named.map(({ community }) => community),
            named.map(({ building }) => building),
          ]);
    const buildings = new Map<string, string[]>();
    for (const { nth, id } of found) {
      const key = buildingKey(named[Number(nth) - 1]!);
      buildings.set(key, [...(buildings.get(key) ?? []), id]);
    }
    const coded = places.flatMap((place) => {
      const [only, another] = place.code === null ? [] : (buildings.get(buildingKey(place)) ?? []);
      if (only === undefined || another !== undefined) return [];
      const codes = place.section === null ? [place.code!] : [place.code!, place.unit!];
      return codes.map((code) => ({ buildingId: only, code }));
    });
    const units = await db().query<{
      id: string;
      building_id: string;
      code: string;
      external_id: string | null;
      community_id: string;
      section: string | null;
    }>(UNITS, [
      coded.map(({ buildingId }) => buildingId),
      coded.map(({ code }) => code),
      places.flatMap(({ externalId }) => externalId ?? []),
    ]);
    const byCode = new Map<string, FoundUnit>();
    const byExternalId = new Map<string, FoundUnit>();
    for (const { id, building_id, code, external_id, community_id, section } of units) {
      const unit = { id, communityId: community_id };
      byCode.set(unitKey(building_id, null, code), unit);
      if (section !== null) byCode.set(unitKey(building_id, section, code), unit);
      if (external_id !== null) byExternalId.set(external_id, unit);
    }
    return new UnitFinder(buildings, byCode, byExternalId, refused, counts);
  }

  /** The unit a row names, or why there is none. */
  answer(place: PlaceSaid): UnitAnswer {
    const refusal = this.refused.get(placeKey(place));
    if (refusal) return { problem: refusal };
    const known = place.externalId === null ? undefined : this.byExternalId.get(place.externalId);
    if (known) return { unit: known };
    if (place.building === null) {
      const params = { given: place.externalId };
      return {
        problem: { field: 'unitExternalId', code: 'UNKNOWN_UNIT', message: importMessages.unknownUnitId, params },
      };
    }
    const buildings = this.buildings.get(buildingKey(place)) ?? [];
    if (buildings.length > 1) {
      const params = { given: place.building };
      return {
        problem: { field: 'community', code: 'AMBIGUOUS_BUILDING', message: importMessages.ambiguousBuilding, params },
      };
    }
    const [building] = buildings;
    const unit =
      building === undefined
        ? undefined
        : (this.byCode.get(unitKey(building, null, place.code!)) ??
          (place.section === null ? undefined : this.byCode.get(unitKey(building, place.section, place.unit!))));
    if (unit) return { unit };
    const params = { given: place.unit };
    return { problem: { field: 'unit', code: 'UNKNOWN_UNIT', message: importMessages.unknownUnit, params } };
  }

  private isMissing(place: PlaceSaid): boolean {
    const answer = this.answer(place);
    return 'problem' in answer && answer.problem.code === 'UNKNOWN_UNIT';
  }
}

type PropertyProblem = NonNullable<PropertyOutcome['problems']>[number];

/** A problem of a unit that could not be made, told by the fields of a customer's row. */
function ofCustomerRow({ field, ...problem }: PropertyProblem): CustomerProblem {
  const known = ['community', 'building', 'section', 'unit'] as const;
  const same = known.find((name) => name === field);
  return { ...problem, field: same ?? (field === 'externalId' ? 'unitExternalId' : 'unit') };
}

function sum(outcomes: readonly PropertyOutcome[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const { counts = {} } of outcomes) {
    for (const [name, count] of Object.entries(counts)) total[name] = (total[name] ?? 0) + count;
  }
  return total;
}
