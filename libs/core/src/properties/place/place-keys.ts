import { searchScope, searchTokens, sortKey } from '@atrium/sdk';
import { withoutSection } from './unit-code';

/** What a community gives to the order and the search of everything in it. */
export interface CommunityPlace {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly address: string | null;
  readonly postcode: string | null;
  readonly sortKey: string;
}

/** What a building gives to the order and the search of its units. */
export interface BuildingPlace {
  readonly id: string;
  readonly code: string;
  readonly name: string | null;
  readonly address: string | null;
  readonly postcode: string | null;
  readonly sortKey: string;
  readonly community: CommunityPlace;
}

/** Between the keys of a path; below every character of a key, so that what lies in a place follows that place. */
export const KEY_SEPARATOR = '\u0001';

// Doors are numbered alike in every building: an import sorts by the same few thousand codes again and again.
const KNOWN_KEYS = 5_000;
const knownKeys = new Map<string, string>();

/** The last part of the key of something in a place. */
export function ownSortKey(text: string, locale: string): string {
  const known = `${locale} ${text}`;
  let key = knownKeys.get(known);
  if (key === undefined) {
    key = sortKey(text, locale);
    if (knownKeys.size >= KNOWN_KEYS) knownKeys.clear();
    knownKeys.set(known, key);
  }
  return key;
}

/** Key of something in a place: the place's key, then its own, so that lists over many places keep each together. */
export const sortKeyIn = (place: { readonly sortKey: string }, text: string, locale: string): string =>
  place.sortKey + KEY_SEPARATOR + ownSortKey(text, locale);

const present = (...texts: (string | null)[]): string[] => texts.filter((text) => text !== null);

/** By these a building is found: its code, name, address, postcode, and those of its community. */
export function buildingTokens(building: Omit<BuildingPlace, 'id' | 'sortKey'>, tenantId: string): string[] {
  const { code, name, address, postcode, community } = building;
  return searchTokens(
    {
      names: present(community.name, name, code),
      units: [{ building: code, unit: '' }],
      addresses: present(address, postcode, code, community.address, community.postcode, community.code),
    },
    { scope: searchScope(tenantId) },
  );
}

/**
 * What finds every unit of a building: names and addresses of the building and its community. It is stored with the
 * building, as `unit_words`, and not in each unit.
 */
export function unitWords(building: Omit<BuildingPlace, 'id' | 'sortKey'>, tenantId: string): string[] {
  const { code, name, address, postcode, community } = building;
  return searchTokens(
    {
      names: present(community.name, name),
      units: [{ building: code, unit: '' }],
      addresses: present(address, postcode, community.address, community.postcode, community.code),
    },
    { scope: searchScope(tenantId) },
  );
}

/** What finds one unit: its path (3-2-1101 and its parts), without what finds all units of the building. */
export function unitTokens(
  building: Omit<BuildingPlace, 'id' | 'sortKey'>,
  section: string | null,
  unit: string,
  tenantId: string,
  shared: ReadonlySet<string> = new Set(unitWords(building, tenantId)),
): string[] {
  const door = section === null ? unit : (withoutSection(section, unit) ?? unit);
  const tokens = searchTokens(
    { units: [{ building: building.code, section, unit: door }] },
    { scope: searchScope(tenantId) },
  );
  return tokens.filter((token) => !shared.has(token));
}
