import { searchScope, searchTokens, sortKey } from '@atrium/sdk';

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

/** Key of something in a place: the place's key, then its own, so that lists over many places keep each together. */
export const sortKeyIn = (place: { readonly sortKey: string }, text: string, locale: string): string =>
  place.sortKey + KEY_SEPARATOR + sortKey(text, locale);

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
 * By these the units of one building are found: their path (3-2-1101 and its parts) and what finds the building. The
 * building's part is made once: an import asks for a thousand units.
 */
export function unitTokensIn(
  building: Omit<BuildingPlace, 'id' | 'sortKey'>,
  tenantId: string,
): (unit: string, section: string | null) => string[] {
  const { code, name, address, postcode, community } = building;
  const scope = searchScope(tenantId);
  const shared = searchTokens(
    {
      names: present(community.name, name),
      addresses: present(address, postcode, community.address, community.postcode, community.code),
    },
    { scope },
  );
  return (unit, section) => [
    ...new Set([...shared, ...searchTokens({ units: [{ building: code, section, unit }] }, { scope })]),
  ];
}
