import { currentTenant, db, type Events, newId, recordset, seek } from '@atrium/sdk';
import type { RuleProblem } from '../place/area.policy';
import { type BuildingPlace, buildingTokens, type CommunityPlace, sortKeyIn, unitWords } from '../place/place-keys';
import { refreshBelowBuildings } from '../place/refresh-places';
import { propertyEvents } from '../property.events';
import { importMessages } from './import.messages';
import { type BuildingRow, decimal } from './rows';

export type BuildingProblem = RuleProblem<'building' | 'address' | 'buildingExternalId'>;

interface Values {
  code: string;
  name: string | null;
  kind: string;
  address: string | null;
  postcode: string | null;
  latitude: string | null;
  longitude: string | null;
  floors_above: number | null;
  floors_below: number | null;
  external_id: string | null;
}
const MAX_CODE = 100;

/** One building that rows are about: one that is there, or one to be made. */
export class BuildingTarget {
  /** Values to be written; null while no row has said any. */
  next: Values | null = null;
  /** Index of the row that describes it; later ones are merged. */
  describedBy: number | null = null;

  constructor(
    readonly id: string,
    readonly communityId: string,
    readonly stored: Values | null,
    readonly storedKey: string | null,
    /** What the row said for which a new one is made, so that rows after it find it. */
    readonly named: Pick<Values, 'code' | 'postcode'>,
  ) {}

  get isNew(): boolean {
    return this.stored === null;
  }

  get code(): string {
    return (this.next ?? this.stored ?? this.named).code;
  }

  get postcode(): string | null {
    return (this.next ?? this.stored ?? this.named).postcode;
  }

  get changed(): boolean {
    const { stored, next } = this;
    return (
      next !== null && (stored === null || (Object.keys(next) as (keyof Values)[]).some((k) => next[k] !== stored[k]))
    );
  }

  /** Takes what a row says; `fillOnly`: only where nothing is known yet, because the row is about a unit of it. */
  take(row: BuildingRow, fillOnly: boolean): void {
    const before = this.next ?? this.stored;
    const from = before ?? {
      code: this.named.code,
      name: null,
      kind: 'RESIDENTIAL',
      address: null,
      postcode: null,
      latitude: null,
      longitude: null,
      floors_above: null,
      floors_below: null,
      external_id: null,
    };
    const keep = fillOnly && before !== null;
    const pick = <V>(known: V, said: V | undefined): V =>
      said === undefined || (keep && known !== null) ? known : said;
    const point = keep && from.latitude !== null;
    this.next = {
      code: keep ? from.code : (row.code ?? from.code),
      name: pick(from.name, row.name),
      kind: keep ? from.kind : (row.kind ?? from.kind),
      address: pick(from.address, row.address),
      postcode: pick(from.postcode, row.postcode),
      latitude: point || row.latitude === undefined ? from.latitude : decimal(row.latitude, 6),
      longitude: point || row.longitude === undefined ? from.longitude : decimal(row.longitude, 6),
      floors_above: pick(from.floors_above, row.floorsAbove),
      floors_below: pick(from.floors_below, row.floorsBelow),
      external_id: pick(from.external_id, row.externalId),
    };
  }
}

const COLUMNS = {
  id: 'uuid',
  community_id: 'uuid',
  code: 'text',
  name: 'text',
  kind: 'text',
  address: 'text',
  postcode: 'text',
  latitude: 'numeric',
  longitude: 'numeric',
  floors_above: 'int',
  floors_below: 'int',
  external_id: 'text',
  sort_key: 'text',
  search_tokens: 'text[]',
  unit_words: 'text[]',
} as const;
const STORED = Object.keys(COLUMNS).filter((name) => name !== 'search_tokens' && name !== 'unit_words');
const valueOf = (column: string): string =>
  column === 'unit_words' ? `array_to_tsvector(r.${column})` : `r.${column}`;

/** Buildings of some communities by code or address, and by external id, locked in the order of their ids. */
const FIND = `
  SELECT b.* FROM (
    SELECT k.id FROM unnest($1::uuid[], $2::text[]) AS r(community_id, code) CROSS JOIN LATERAL 
      ${seek({ from: 'atrium.building', select: 'id', key: { code: 'r.code', community_id: 'r.community_id' } })} k
    UNION SELECT k.id FROM unnest($3::uuid[], $4::text[]) AS r(community_id, address) CROSS JOIN LATERAL 
      ${seek({ from: 'atrium.building', select: 'id', key: { address: 'r.address', community_id: 'r.community_id' }, limit: 200 })} k
    UNION SELECT k.id FROM unnest($5::text[]) AS r(external_id) CROSS JOIN LATERAL 
      ${seek({ from: 'atrium.building', select: 'id', key: { external_id: 'r.external_id' } })} k
    ORDER BY id) found
  CROSS JOIN LATERAL 
    ${seek({ from: 'atrium.building', select: STORED.join(', '), key: { id: 'found.id' }, lock: 'FOR NO KEY UPDATE' })} b`;

const key = (...parts: (string | null)[]): string => JSON.stringify(parts);

/** The buildings that a batch of rows is about, found with one statement and written with two. */
export class BuildingBatch {
  private readonly byCode = new Map<string, BuildingTarget>();
  private readonly byExternalId = new Map<string, BuildingTarget>();
  private readonly byAddress = new Map<string, BuildingTarget[]>();
  private readonly all: BuildingTarget[] = [];

  private constructor(private readonly communities: ReadonlyMap<string, CommunityPlace>) {}

  /** @param communities those the rows name, by their UUIDs: locked, or just made in this transaction */
  static async load(
    rows: readonly BuildingRow[],
    communities: ReadonlyMap<string, CommunityPlace>,
  ): Promise<BuildingBatch> {
    const batch = new BuildingBatch(communities);
    const pairs = (texts: (row: BuildingRow) => readonly (string | null | undefined)[]): [string[], string[]] => {
      // Rows about units name the same few buildings over and over.
      const named = new Map<string, [community: string, text: string]>();
      for (const row of rows) {
        for (const text of texts(row)) if (text != null) named.set(key(row.communityId, text), [row.communityId, text]);
      }
      return [[...named.values()].map(([community]) => community), [...named.values()].map(([, text]) => text)];
    };
    const stored = await db().query<Values & { id: string; community_id: string; sort_key: string }>(FIND, [
      ...pairs((row) => (row.code == null ? codesOf(row) : [row.code])),
      ...pairs((row) => (row.code == null ? [row.address] : [])),
      rows.flatMap(({ externalId }) => externalId ?? []),
    ]);
    for (const { id, community_id: communityId, sort_key: sortKey, ...values } of stored) {
      batch.add(new BuildingTarget(id, communityId, values, sortKey, values));
    }
    return batch;
  }

  private add(target: BuildingTarget, row?: BuildingRow): BuildingTarget {
    const { communityId, stored, code } = target;
    const externalId = row?.externalId ?? stored?.external_id ?? null;
    const address = row?.address ?? stored?.address ?? null;
    this.all.push(target);
    this.byCode.set(key(communityId, code), target);
    if (externalId !== null) this.byExternalId.set(externalId, target);
    if (address !== null) {
      const at = key(communityId, address);
      this.byAddress.set(at, [...(this.byAddress.get(at) ?? []), target]);
    }
    return target;
  }

  /** The building a row is about: found by its keys, or a new one; or why that can't be told. */
  find(row: BuildingRow): BuildingTarget | BuildingProblem {
    const { communityId, externalId, code } = row;
    const known = externalId == null ? undefined : this.byExternalId.get(externalId);
    if (known && known.communityId !== communityId) return conflicting(known);
    if (code != null) {
      const there = this.byCode.get(key(communityId, code));
      if (known && there && known !== there) return conflicting(known);
      if (!known && there && externalId != null) {
        const theirs = (there.next ?? there.stored)?.external_id;
        if (theirs != null) return otherExternalId(code, theirs);
        this.byExternalId.set(externalId, there);
      }
      if (known && !there) this.byCode.set(key(communityId, code), known);
      return known ?? there ?? this.fresh(row, code);
    }
    return known ?? this.findByAddress(row);
  }

  private findByAddress(row: BuildingRow): BuildingTarget | BuildingProblem {
    const { communityId, address, postcode } = row;
    if (address == null) return { field: 'building', code: 'REQUIRED', message: importMessages.buildingNeeded };
    const there = this.byAddress.get(key(communityId, address)) ?? [];
    const same = there.filter((one) => postcode != null && one.postcode === postcode);
    const close = same.length > 0 ? same : there.filter((one) => postcode == null || one.postcode === null);
    if (close.length > 1) {
      const params = { given: address };
      return { field: 'building', code: 'AMBIGUOUS_BUILDING', message: importMessages.ambiguousBuilding, params };
    }
    if (close[0]) return close[0];
    const free = codesOf(row).find((code) => code.length <= MAX_CODE && !this.byCode.has(key(communityId, code)));
    return free === undefined
      ? { field: 'building', code: 'CODE_NEEDED', message: importMessages.codeNeeded }
      : this.fresh(row, free);
  }

  private fresh(row: BuildingRow, code: string): BuildingTarget {
    return this.add(
      new BuildingTarget(newId(), row.communityId, null, null, { code, postcode: row.postcode ?? null }),
      row,
    );
  }

  /** What the `wanted` ones give to their units once {@link write} has written them, by their UUIDs. */
  placesOf(wanted: ReadonlySet<BuildingTarget>): Map<string, BuildingPlace> {
    return new Map([...wanted].map((target) => [target.id, this.placeOf(target)]));
  }

  private placeOf({ id, communityId, stored, storedKey, next, named, changed }: BuildingTarget): BuildingPlace {
    const community = this.communities.get(communityId)!;
    const { code, name, address, postcode } = next ?? stored ?? { ...named, name: null, address: null };
    const sortKey = changed || storedKey === null ? sortKeyIn(community, code, currentTenant().locale) : storedKey;
    return { id, code, name, address, postcode, sortKey, community };
  }

  /** Writes what rows have said of the `wanted` ones. */
  async write(wanted: ReadonlySet<BuildingTarget>, events: Events): Promise<void> {
    const tenant = currentTenant();
    const changed = this.all.filter((target) => wanted.has(target) && target.changed);
    const rows = changed.map((target) => {
      const place = this.placeOf(target);
      return {
        id: target.id,
        community_id: target.communityId,
        ...target.next!,
        sort_key: place.sortKey,
        search_tokens: buildingTokens(place, tenant.id),
        unit_words: unitWords(place, tenant.id),
      };
    });
    const isNew = new Set(changed.filter((target) => target.isNew).map(({ id }) => id));
    const [made, updated] = [rows.filter(({ id }) => isNew.has(id)), rows.filter(({ id }) => !isNew.has(id))];
    const names = Object.keys(COLUMNS);
    const source = recordset('r', COLUMNS);
    if (made.length > 0) {
      await db().execute(
        `INSERT INTO atrium.building (${names.join(', ')}) SELECT ${names.map(valueOf).join(', ')} FROM ${source}`,
        [JSON.stringify(made)],
      );
    }
    if (updated.length > 0) {
      const set = names.filter((name) => name !== 'id' && name !== 'community_id');
      await db().execute(
        `UPDATE atrium.building b SET ${set.map((n) => `${n} = ${valueOf(n)}`).join(', ')}, version = b.version + 1, updated_at = now()
         FROM ${source} WHERE b.id = r.id`,
        [JSON.stringify(updated)],
      );
      const renamed = changed.filter(({ stored, next }) => stored !== null && renames(stored, next!));
      await refreshBelowBuildings(renamed.map(({ id }) => id));
    }
    await events.emitAll(
      propertyEvents.buildingCreated,
      made.map(({ id, community_id: communityId }) => ({ aggregateId: id, payload: { buildingId: id, communityId } })),
    );
    await events.emitAll(
      propertyEvents.buildingUpdated,
      updated.map(({ id }) => ({ aggregateId: id, payload: { buildingId: id } })),
    );
  }
}

/** Does the change show in the order or the search of what is in the building? */
const renames = (stored: Values, next: Values): boolean =>
  (['code', 'name', 'address', 'postcode'] as const).some((name) => stored[name] !== next[name]);

/** What can serve as the code of a building of which only the address is known, best first. */
const codesOf = ({ address, postcode }: BuildingRow): string[] =>
  address == null ? [] : [address, ...(postcode == null ? [] : [`${address} (${postcode})`])];

const conflicting = (known: BuildingTarget): BuildingProblem => ({
  field: 'buildingExternalId',
  code: 'CONFLICTING_KEYS',
  message: importMessages.conflictingKeys,
  params: { theirs: known.code },
});
const otherExternalId = (code: string, theirs: string): BuildingProblem => ({
  field: 'buildingExternalId',
  code: 'CONFLICTING_KEYS',
  message: importMessages.otherExternalId,
  params: { code, theirs },
});
