import { context, currentTenant, db, type Events, newId, recordset, sortKey } from '@atrium/sdk';
import type { RuleProblem } from '../place/area.policy';
import type { CommunityPlace } from '../place/place-keys';
import { propertyEvents } from '../property.events';
import { importMessages } from './import.messages';

export type CommunityProblem = RuleProblem<'community'>;

/** Stands for rows that name no community. */
const UNNAMED = '';

/**
 * The communities that a batch of rows names by code or name. Rows that name none belong to the only one there is; the
 * first register of a company that has none yet makes one with the company's name, where missing ones are made.
 */
export class CommunityBatch {
  private readonly byName = new Map<string, CommunityPlace[]>();
  private readonly made: CommunityPlace[] = [];
  private total = 0;

  private constructor(private readonly createMissing: boolean) {}

  static async load(names: readonly (string | null)[], createMissing: boolean): Promise<CommunityBatch> {
    // Whoever is limited to some communities can't add one: it would lie outside.
    const batch = new CommunityBatch(createMissing && context().actor.communityScope === null);
    const named = [...new Set(names.filter((name) => name !== null))];
    const unnamed = names.includes(null);
    const rows = await db().query<Omit<CommunityPlace, 'sortKey'> & { sort_key: string }>(
      `SELECT id, code, name, address, postcode, sort_key FROM atrium.community
       WHERE code = ANY ($1::text[]) OR name = ANY ($1::text[])
          OR ($2 AND id IN (SELECT id FROM atrium.community ORDER BY id LIMIT 2))
       ORDER BY id FOR SHARE`,
      [named, unnamed],
    );
    const places = rows.map(({ sort_key: sortKey, ...rest }): CommunityPlace => ({ ...rest, sortKey }));
    for (const name of named) {
      const coded = places.filter(({ code }) => code === name);
      batch.byName.set(name, coded.length > 0 ? coded : places.filter((place) => place.name === name));
    }
    if (unnamed) {
      const [{ count }] = (await db().query<{ count: number }>(
        'SELECT count(*)::int AS count FROM atrium.community',
      )) as [{ count: number }];
      batch.total = count;
      batch.byName.set(UNNAMED, count === 1 ? places.slice(0, 1) : []);
    }
    return batch;
  }

  /** The community a row names, perhaps one that {@link write} makes; or why there is none. */
  find(name: string | null): CommunityPlace | CommunityProblem {
    const found = this.byName.get(name ?? UNNAMED) ?? [];
    if (found.length === 1) return found[0]!;
    const problem = (code: string, message: CommunityProblem['message'], params: CommunityProblem['params']) =>
      ({ field: 'community', code, message, params }) as const;
    if (found.length > 1) {
      return problem('AMBIGUOUS_COMMUNITY', importMessages.ambiguousCommunity, { given: name });
    }
    if (name === null && (this.total > 0 || !this.createMissing)) {
      return problem('REQUIRED', importMessages.communityNeeded, { count: this.total });
    }
    if (!this.createMissing) return problem('UNKNOWN_COMMUNITY', importMessages.unknownCommunity, { given: name });
    const { name: company, locale } = currentTenant();
    const called = name ?? company.slice(0, 100);
    const made: CommunityPlace = {
      id: newId(),
      code: called,
      name: called,
      address: null,
      postcode: null,
      sortKey: sortKey(called, locale),
    };
    this.byName.set(name ?? UNNAMED, [made]);
    this.made.push(made);
    return made;
  }

  /** Those found and made so far, by their UUIDs. */
  get places(): Map<string, CommunityPlace> {
    return new Map([...this.byName.values()].flat().map((place) => [place.id, place]));
  }

  /** Makes the new ones among `wanted` (UUIDs) and answers how many they were. */
  async write(wanted: ReadonlySet<string>, events: Events): Promise<number> {
    const made = this.made.filter(({ id }) => wanted.has(id));
    if (made.length === 0) return 0;
    await db().execute(
      `INSERT INTO atrium.community (id, code, name, sort_key) SELECT r.id, r.code, r.name, r.sort_key
       FROM ${recordset('r', { id: 'uuid', code: 'text', name: 'text', sort_key: 'text' })}`,
      [JSON.stringify(made.map(({ id, code, name, sortKey: sort_key }) => ({ id, code, name, sort_key })))],
    );
    await events.emitAll(
      propertyEvents.communityCreated,
      made.map(({ id }) => ({ aggregateId: id, payload: { communityId: id } })),
    );
    return made.length;
  }
}
