import { AtriumError, context, db, type Message, notFound, renderMessage } from '@atrium/sdk';
import { propertyMessages } from '../properties.messages';

/** What can hang on something: `atrium.unit` by `building_id`, and its name in messages, in the plural. */
export interface Contents {
  readonly table: string;
  readonly column: string;
  readonly name: Message;
}

export type Place = 'community' | 'building' | 'section' | 'unit' | 'common_area' | 'equipment';

const hanging = new Map<Place, Contents[]>();

/**
 * Says what else can hang on a place, so that whoever wants to delete it is told. For contexts that come later; their
 * foreign key is what refuses, this names the reason.
 */
export function declareContents(place: Place, ...contents: readonly Contents[]): void {
  hanging.set(place, [...(hanging.get(place) ?? []), ...contents]);
}

const { buildings, sections, units, commonAreas, equipment } = propertyMessages;
declareContents(
  'community',
  { table: 'atrium.building', column: 'community_id', name: buildings },
  { table: 'atrium.unit', column: 'community_id', name: units },
  { table: 'atrium.common_area', column: 'community_id', name: commonAreas },
  { table: 'atrium.equipment', column: 'community_id', name: equipment },
);
declareContents(
  'building',
  { table: 'atrium.section', column: 'building_id', name: sections },
  { table: 'atrium.unit', column: 'building_id', name: units },
  { table: 'atrium.common_area', column: 'building_id', name: commonAreas },
  { table: 'atrium.equipment', column: 'building_id', name: equipment },
);
declareContents(
  'section',
  { table: 'atrium.unit', column: 'section_id', name: units },
  { table: 'atrium.common_area', column: 'section_id', name: commonAreas },
  { table: 'atrium.equipment', column: 'section_id', name: equipment },
);

/**
 * Deletes a row, or refuses with a `CONFLICT` that tells what still hangs on it and how many. What arrives at the same
 * moment is refused by its foreign key. Answers the UUID of the community it lay in.
 */
export async function deletePlace(place: Place, what: string, id: string): Promise<string> {
  const contents = hanging.get(place) ?? [];
  const counts = contents.map(
    ({ table: inner, column }, index) =>
      `(SELECT count(*)::int FROM ${inner} c WHERE c.tenant_id = t.tenant_id AND c.${column} = t.id) AS n${index}`,
  );
  const [found] = await db().query<Record<string, number>>(
    `SELECT ${['1 AS found', ...counts].join(', ')} FROM atrium.${place} t WHERE t.id = $1`,
    [id],
  );
  if (!found) throw notFound(what);
  const { locale } = context();
  const left = contents.flatMap(({ name, table }, index) => {
    const count = found[`n${index}`]!;
    return count > 0 ? [{ count, name, table }] : [];
  });
  if (left.length > 0) {
    throw new AtriumError('CONFLICT', propertyMessages.notEmptyYet, {
      params: { contents: left.map(({ count, name }) => `${renderMessage(name, locale)} (${count})`).join(', ') },
      extra: { contents: Object.fromEntries(left.map(({ count, table }) => [table.split('.')[1], count])) },
    });
  }
  const [gone] = await db().query<{ community: string }>(
    `DELETE FROM atrium.${place} WHERE id = $1 RETURNING ${place === 'community' ? 'id' : 'community_id'} AS community`,
    [id],
  );
  if (!gone) throw notFound(what);
  return gone.community;
}
