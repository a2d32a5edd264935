import { recordset, seek } from '@atrium/sdk';

/** What a row of a new or changed unit holds; what its building gives to all of them is sent once. */
const COLUMNS = {
  building: 'int',
  id: 'uuid',
  section_id: 'uuid',
  code: 'text',
  usage: 'text',
  state: 'text',
  gross_area: 'numeric',
  net_area: 'numeric',
  floor: 'int',
  handed_over_on: 'date',
  external_id: 'text',
  own_key: 'text',
  words: 'text',
} as const;
const BUILDING = {
  building: 'int',
  building_id: 'uuid',
  community_id: 'uuid',
  sort_key: 'text',
} as const;
const CHANGED: Readonly<Record<string, string>> = {
  section_id: 'r.section_id',
  code: 'r.code',
  usage: 'r.usage',
  state: 'r.state',
  gross_area: 'r.gross_area',
  net_area: 'r.net_area',
  floor: 'r.floor',
  handed_over_on: 'r.handed_over_on',
  external_id: 'r.external_id',
  sort_key: 'p.sort_key || r.own_key',
  search_tokens: `string_to_array(r.words, ' ')`,
};
const MADE = { id: 'r.id', community_id: 'p.community_id', building_id: 'p.building_id', ...CHANGED };
const SOURCE = `${recordset('r', COLUMNS)} JOIN ${recordset('p', BUILDING, 2)} ON p.building = r.building`;
export const INSERT = `INSERT INTO atrium.unit (${Object.keys(MADE).join(', ')}) SELECT ${Object.values(MADE).join(', ')} FROM ${SOURCE}`;
export const UPDATE = `UPDATE atrium.unit u SET ${Object.entries(CHANGED)
  .map(([name, value]) => `${name} = ${value}`)
  .join(', ')}, version = u.version + 1, updated_at = now() FROM ${SOURCE} WHERE u.id = r.id`;

/** Units by what `found` tells, locked in the order of their ids. */
const lockedUnits = (found: string): string => `
  SELECT u.* FROM (${found} ORDER BY id) found
  CROSS JOIN LATERAL ${seek({
    from: 'atrium.unit',
    select: `id, building_id, code, section_id, usage, state, gross_area::text, net_area::text, floor,
      to_char(handed_over_on, 'YYYY-MM-DD') AS handed_over_on, external_id,
      (SELECT s.code FROM atrium.section s WHERE s.id = unit.section_id) AS section`,
    key: { id: 'found.id' },
    lock: 'FOR NO KEY UPDATE',
  })} u`;

const BY_CODE = `SELECT k.id FROM unnest($1::uuid[], $2::text[]) AS r(building_id, code) CROSS JOIN LATERAL
  ${seek({ from: 'atrium.unit', select: 'id', key: { code: 'r.code', building_id: 'r.building_id' } })} k`;

/** Units by building and code, and by external id. */
export const FIND = lockedUnits(`${BY_CODE}
  UNION SELECT k.id FROM unnest($3::text[]) AS r(external_id) CROSS JOIN LATERAL
    ${seek({ from: 'atrium.unit', select: 'id', key: { external_id: 'r.external_id' } })} k`);

/** Units by building and door, of which the code is not made with their section: made by number, or entered earlier. */
export const FIND_DOORS = lockedUnits(BY_CODE);
