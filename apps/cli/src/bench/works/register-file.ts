import type { DemoRegister } from '@atrium/core';
import { createTableWriter, withClient } from '@atrium/platform';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';

/** As companies have them; the importer finds the fields by these. */
const HEADERS = [
  '小区',
  '楼栋',
  '单元',
  '房号',
  '用途',
  '状态',
  '建筑面积',
  '套内面积',
  '楼层',
  '交付日期',
  '外部编号',
];

/** Writes the units of a register, one a row; answers the file's path. */
export async function writeRegister(folder: string, format: 'csv' | 'xlsx', register: DemoRegister): Promise<string> {
  const path = join(folder, `register-${register.units.length}.${format}`);
  const codes = new Map(
    [...register.buildings, ...register.sections].map(({ externalId, code }) => [externalId, code]),
  );
  const names = new Map(register.communities.map(({ externalId, name }) => [externalId, name]));
  const writer = createTableWriter({ format, sink: createWriteStream(path), headers: HEADERS });
  await writer.writeRows(
    register.units.map((unit) => [
      names.get(unit.community) ?? null,
      codes.get(unit.building) ?? null,
      unit.section === null ? null : (codes.get(unit.section) ?? null),
      unit.code,
      unit.usage,
      unit.state,
      unit.grossArea,
      unit.netArea,
      unit.floor,
      unit.handOverDate,
      unit.externalId,
    ]),
  );
  await writer.end();
  return path;
}

/**
 * The barest road for the rows of such a CSV file: the database reads them by itself into one table with three keys; no
 * check, no parents, no audit, no other index. Answers rows a second.
 */
export async function copyRegister(serverUrl: string, csvPath: string): Promise<number> {
  return withClient(serverUrl, async (client) => {
    await client.query(`
      CREATE TABLE bare_unit (id bigserial PRIMARY KEY, community text, building text, section text, unit text,
        usage text, state text, gross_area numeric, net_area numeric, floor int, handed_over_on date, external_id text,
        UNIQUE (community, building, section, unit), UNIQUE (external_id))`);
    try {
      const started = performance.now();
      const { rowCount } = await client.query(
        `COPY bare_unit (community, building, section, unit, usage, state, gross_area, net_area, floor, handed_over_on,
           external_id) FROM '${csvPath.replaceAll("'", "''")}' (FORMAT csv, HEADER)`,
      );
      return ((rowCount ?? 0) / (performance.now() - started)) * 1000;
    } finally {
      await client.query('DROP TABLE bare_unit');
    }
  });
}
