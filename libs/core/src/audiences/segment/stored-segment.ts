import { AtriumError, context, db, notFound, staleVersion } from '@atrium/sdk';
import { segmentMessages } from '../audiences.messages';
import type { StoredRule } from '../rule/rule.types';
import type { SegmentMembership } from './segment.type';

/** A segment as it is stored. */
export interface StoredSegment {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly membership: SegmentMembership;
  readonly rule: StoredRule;
  /** UUIDs of the communities its maker was limited to; null where it was nobody limited. */
  readonly within: readonly string[] | null;
  /** It is about no community, and nobody limited made it. */
  readonly isCompanyWide: boolean;
  readonly version: number;
}

/** Of a row of `atrium.segment`: is it the whole company's? */
export const isCompanyWide = (row: string): string => `(${row}.within IS NULL AND ${row}.named_communities = '{}')`;

const COLUMNS = `id, name, description, membership, rule, within, ${isCompanyWide('s')} AS "isCompanyWide", version`;

/** `NOT_FOUND` where the caller sees no such segment. */
export async function loadSegment(id: string, lock: '' | 'FOR UPDATE' | 'FOR KEY SHARE' = ''): Promise<StoredSegment> {
  const [row] = await db().query<StoredSegment>(`SELECT ${COLUMNS} FROM atrium.segment s WHERE id = $1 ${lock}`, [id]);
  if (!row) throw notFound('Segment');
  return row;
}

/**
 * The segment, locked to be changed. `NOT_FOUND` as above, `CONFLICT` for a stale version, and `FORBIDDEN` where it is the
 * whole company's and the caller is limited to some communities.
 */
export async function lockSegment(id: string, version?: number): Promise<StoredSegment> {
  const segment = await loadSegment(id, 'FOR UPDATE');
  if (segment.isCompanyWide && context().actor.communityScope !== null) {
    throw new AtriumError('FORBIDDEN', segmentMessages.companys, { extra: { scope: true } });
  }
  if (version !== undefined && segment.version !== version) throw staleVersion(version, segment.version);
  return segment;
}

/** Rules of segments the caller sees, by UUID. */
export async function rulesOf(ids: readonly string[]): Promise<ReadonlyMap<string, StoredRule>> {
  const rows = await db().query<{ id: string; rule: StoredRule }>(
    'SELECT id, rule FROM atrium.segment WHERE id = ANY ($1::uuid[])',
    [ids],
  );
  return new Map(rows.map(({ id, rule }) => [id, rule]));
}
