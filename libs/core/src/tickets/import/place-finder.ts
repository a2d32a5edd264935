import { db, holds, type ImportRunOptions, seek } from '@atrium/sdk';
import { propertyPermissions, type PropertyImport, type PropertyOutcome, unitCodeIn } from '../../properties';
import { importMessages } from './import.messages';
import type { PlaceSaid, TicketProblem } from './ticket-draft';

/** What a ticket names, with the words people know it by. UUIDs. */
export interface FoundPlace {
  readonly communityId: string | null;
  readonly communityName: string | null;
  readonly buildingId: string | null;
  readonly buildingCode: string | null;
  readonly unitId: string | null;
  readonly unitCode: string | null;
}

const NOWHERE: FoundPlace = {
  communityId: null,
  communityName: null,
  buildingId: null,
  buildingCode: null,
  unitId: null,
  unitCode: null,
};

interface BuildingFound {
  readonly nth: string;
  readonly id: string;
  readonly code: string;
  readonly postcode: string | null;
  readonly community_id: string;
  readonly community_name: string;
}

const OF = { from: 'atrium.building', select: 'id, code, postcode, community_id', limit: 50 };
/** Buildings by code or address, in the community where one is named. */
const BUILDINGS = `
  SELECT r.nth, k.id, k.code, k.postcode, c.id AS community_id, c.name AS community_name
  FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS r(community, code, address, nth)
  CROSS JOIN LATERAL (
    SELECT * FROM ${seek({ ...OF, key: { code: 'r.code' } })} coded WHERE r.code IS NOT NULL
    UNION ALL
    SELECT * FROM ${seek({ ...OF, key: { address: 'r.address' } })} placed WHERE r.code IS NULL) k
  JOIN atrium.community c ON c.id = k.community_id AND (r.community IS NULL OR r.community IN (c.code, c.name))`;

const UNITS = `
  SELECT r.nth, u.id, u.code FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS r(building_id, code, nth)
  CROSS JOIN LATERAL
    ${seek({ from: 'atrium.unit', select: 'id, code', key: { code: 'r.code', building_id: 'r.building_id' } })} u`;

const placeKey = (place: PlaceSaid): string => JSON.stringify(Object.values({ ...place, usage: null }));
const buildingKey = ({ community, building, address, postcode }: PlaceSaid): string =>
  JSON.stringify([community, building, building === null ? address : null, postcode]);
const namesBuilding = ({ building, address }: PlaceSaid): boolean => building !== null || address !== null;

/** The places that a batch of rows names: found with a few statements, made by the import of properties where wished. */
export class PlaceFinder {
  private constructor(
    private readonly answers: ReadonlyMap<string, FoundPlace | TicketProblem>,
    /** What was made for the rows' sake. */
    readonly counts: Readonly<Record<string, number>>,
  ) {}

  static async load(
    places: readonly PlaceSaid[],
    properties: PropertyImport,
    options: ImportRunOptions,
  ): Promise<PlaceFinder> {
    const distinct = [...new Map(places.map((place) => [placeKey(place), place])).values()];
    const answers = await find(distinct);
    const missing = distinct.filter((place) => isMissing(answers.get(placeKey(place))!));
    // Making buildings and units is for those who may.
    const makes = options.onMissingParent === 'CREATE' && holds(propertyPermissions['property:manage']);
    if (missing.length === 0 || !makes) return new PlaceFinder(answers, {});
    const outcomes = await properties.applyBatch(missing.map(rowOf), options);
    const made = await find(missing);
    outcomes.forEach(({ outcome, problems }, index) => {
      const [problem] = problems ?? [];
      if (outcome === 'ERROR' && problem) made.set(placeKey(missing[index]!), ofTicketRow(problem));
    });
    return new PlaceFinder(new Map([...answers, ...made]), sum(outcomes));
  }

  /** The place a row names, or why there is none. */
  answer(place: PlaceSaid): FoundPlace | TicketProblem {
    return this.answers.get(placeKey(place))!;
  }
}

const MISSING: readonly string[] = ['UNKNOWN_BUILDING', 'UNKNOWN_UNIT'];
const isMissing = (answer: FoundPlace | TicketProblem): boolean => 'code' in answer && MISSING.includes(answer.code);

async function find(places: readonly PlaceSaid[]): Promise<Map<string, FoundPlace | TicketProblem>> {
  const buildings = await findBuildings(places.filter(namesBuilding));
  const communities = await findCommunities(places.filter((place) => !namesBuilding(place)));
  const answers = new Map<string, FoundPlace | TicketProblem>();
  const inUnits: { place: PlaceSaid; at: FoundPlace }[] = [];
  for (const place of places) {
    const at = namesBuilding(place)
      ? buildings.get(buildingKey(place))!
      : place.community === null
        ? NOWHERE
        : communities.get(place.community)!;
    answers.set(placeKey(place), at);
    if (place.unit !== null && !('message' in at)) inUnits.push({ place, at });
  }
  if (inUnits.length === 0) return answers;
  const units = await db().query<{ nth: string; id: string; code: string }>(UNITS, [
    inUnits.map(({ at }) => at.buildingId),
    inUnits.map(({ place }) => unitCodeIn(place.section, place.unit!)),
  ]);
  const found = new Map(units.map((unit) => [Number(unit.nth) - 1, unit]));
  inUnits.forEach(({ place, at }, index) => {
    const unit = found.get(index);
    const params = { given: place.unit };
    answers.set(
      placeKey(place),
      unit
        ? { ...at, unitId: unit.id, unitCode: unit.code }
        : { field: 'unit', code: 'UNKNOWN_UNIT', message: importMessages.unknownUnit, params },
    );
  });
  return answers;
}

async function findBuildings(places: readonly PlaceSaid[]): Promise<Map<string, FoundPlace | TicketProblem>> {
  const named = [...new Map(places.map((place) => [buildingKey(place), place])).values()];
  const rows =
    named.length === 0
      ? []
      : await db().query<BuildingFound>(BUILDINGS, [
          named.map(({ community }) => community),
          named.map(({ building }) => building),
          named.map(({ address }) => address),
        ]);
  const byPlace = new Map<number, BuildingFound[]>();
  for (const row of rows) byPlace.set(Number(row.nth) - 1, [...(byPlace.get(Number(row.nth) - 1) ?? []), row]);
  return new Map(named.map((place, index) => [buildingKey(place), chosen(place, byPlace.get(index) ?? [])]));
}

/** One with the postcode named goes before one without any. */
function chosen(place: PlaceSaid, found: readonly BuildingFound[]): FoundPlace | TicketProblem {
  const { building, address, postcode } = place;
  const field = building === null ? 'address' : 'building';
  const params = { given: building ?? address };
  const same = found.filter((one) => postcode !== null && one.postcode === postcode);
  const fits = same.length > 0 ? same : found.filter((one) => postcode === null || one.postcode === null);
  const [only, another] = fits;
  if (another) return { field, code: 'AMBIGUOUS_BUILDING', message: importMessages.ambiguousBuilding, params };
  if (!only) return { field, code: 'UNKNOWN_BUILDING', message: importMessages.unknownBuilding, params };
  return {
    ...NOWHERE,
    communityId: only.community_id,
    communityName: only.community_name,
    buildingId: only.id,
    buildingCode: only.code,
  };
}

async function findCommunities(places: readonly PlaceSaid[]): Promise<Map<string, FoundPlace | TicketProblem>> {
  const names = [...new Set(places.flatMap(({ community }) => community ?? []))];
  const rows =
    names.length === 0
      ? []
      : await db().query<{ id: string; code: string; name: string }>(
          'SELECT id, code, name FROM atrium.community WHERE code = ANY ($1::text[]) OR name = ANY ($1::text[]) ORDER BY id',
          [names],
        );
  return new Map(
    names.map((given) => {
      const one = rows.find(({ code }) => code === given) ?? rows.find(({ name }) => name === given);
      const problem = {
        field: 'community',
        code: 'UNKNOWN_COMMUNITY',
        message: importMessages.unknownCommunity,
      } as const;
      return [
        given,
        one ? { ...NOWHERE, communityId: one.id, communityName: one.name } : { ...problem, params: { given } },
      ];
    }),
  );
}

const rowOf = ({ community, building, address, postcode, section, unit, usage }: PlaceSaid, number: number) => ({
  number,
  duplicateOf: null,
  values: {
    community: community ?? undefined,
    building: building ?? undefined,
    address: address ?? undefined,
    postcode: postcode ?? undefined,
    section: section ?? undefined,
    unit: unit ?? undefined,
    usage: unit === null ? undefined : ((usage ?? undefined) as never),
  },
});

/** A problem of a place that could not be made, told by the fields of a ticket's row. */
function ofTicketRow({ field, ...problem }: NonNullable<PropertyOutcome['problems']>[number]): TicketProblem {
  const known = ['community', 'building', 'address', 'postcode', 'section', 'unit'] as const;
  return { ...problem, field: known.find((name) => name === field) ?? 'address' };
}

function sum(outcomes: readonly PropertyOutcome[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const { counts = {} } of outcomes) {
    for (const [name, count] of Object.entries(counts)) total[name] = (total[name] ?? 0) + count;
  }
  return total;
}
