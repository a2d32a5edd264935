/** How much somebody may do, and where. */
export interface Reach {
  readonly permissions: Iterable<string>;
  /** UUIDs of the communities it is limited to; null for the whole company. */
  readonly communities: readonly string[] | null;
  /** It also reaches communities that are not named, because the caller does not see them. */
  readonly hasHidden?: boolean;
}

/** How one reach exceeds another. */
export interface Excess {
  /** Permissions the other lacks, sorted. */
  readonly permissions: readonly string[];
  /** Does it reach communities that the other does not? */
  readonly scope: boolean;
}

/**
 * What of `theirs` lies beyond `mine`; null when nothing does. Nobody gives, or takes power over, what lies beyond
 * themselves: that is the one rule against escalation, whether by roles, by keys or by somebody else's account.
 */
export function excess(theirs: Reach, mine: Reach): Excess | null {
  const held = new Set(mine.permissions);
  const permissions = [...new Set(theirs.permissions)].filter((name) => !held.has(name)).sort();
  const inside = mine.communities === null ? null : new Set(mine.communities);
  const isOutside = ({ communities, hasHidden = false }: Reach): boolean =>
    inside !== null && (communities === null || hasHidden || communities.some((id) => !inside.has(id)));
  const scope = isOutside(theirs);
  return permissions.length > 0 || scope ? { permissions, scope } : null;
}
