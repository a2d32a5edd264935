import { pipeline } from 'node:stream/promises';
import { type Client, escapeIdentifier } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import {
  type CatalogTable,
  type ForeignKey,
  quoted,
  readForeignKeys,
  readPartitions,
  readTables,
  readTriggers,
} from './backup-catalog';
import type { BackupArchive } from './backup-archive';
import { BackupError, type BackupManifest, type BackupTable, display } from './backup-format';

/**
 * Puts the rows of a backup in the place of whatever a freshly migrated database holds, inside the client's transaction:
 * no trigger fires, so nothing is audited, announced or counted a second time; references are checked when all rows are
 * there, by making them anew; each table is counted. Must run as `atrium_migrator`, which may act as every owner.
 */
export async function loadBackup(
  client: Client,
  archive: BackupArchive,
  tables: readonly BackupTable[],
  onTable: (table: BackupTable) => void = () => undefined,
): Promise<void> {
  const { manifest } = archive;
  const mine = await readTables(client);
  requireSameTables(tables, mine);
  const forced = mine.filter((table) => table.forced);
  const [references, triggers] = [await readForeignKeys(client), await readTriggers(client)];
  // COPY refuses tables whose row-level security binds the one who copies: for this transaction it binds owners no more.
  for (const { sql } of forced) await client.query(`ALTER TABLE ${sql} NO FORCE ROW LEVEL SECURITY`);
  for (const { table, name } of references) {
    await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${escapeIdentifier(name)}`);
  }
  for (const { table, name } of triggers) {
    await client.query(`ALTER TABLE ${table} DISABLE TRIGGER ${escapeIdentifier(name)}`);
  }
  await client.query(`TRUNCATE ${mine.map(({ sql }) => sql).join(', ')}`);
  await addPartitions(client, manifest, tables);
  for (const table of tables) {
    await copyIn(client, archive, table);
    onTable(table);
  }
  for (const sequence of manifest.sequences.filter(({ schema }) => tables.some((table) => table.schema === schema))) {
    await client.query('SELECT setval($1::regclass, $2, $3)', [quoted(sequence), sequence.last, sequence.called]);
  }
  for (const { table, name, enable } of triggers) {
    await client.query(`ALTER TABLE ${table} ${enable} ${escapeIdentifier(name)}`);
  }
  for (const reference of references) await addReference(client, reference);
  await requireSameCounts(client, tables);
  for (const { sql } of forced) await client.query(`ALTER TABLE ${sql} FORCE ROW LEVEL SECURITY`);
}

/** A table that one of both lacks, or a column: the migrations ran, and yet the layouts differ. */
function requireSameTables(tables: readonly BackupTable[], mine: readonly CatalogTable[]): void {
  const here = new Map(mine.map((table) => [display(table), table]));
  const there = new Map(tables.map((table) => [display(table), table]));
  const layout = ({ columns }: Pick<CatalogTable, 'columns'>): string =>
    [...columns.map(({ name, type }) => `${name} ${type}`)].sort().join(', ');
  const problems = [
    ...[...there.keys()].filter((name) => !here.has(name)).map((name) => `${name} is in the backup alone`),
    ...[...here.keys()].filter((name) => !there.has(name)).map((name) => `${name} is not in the backup`),
    ...[...there.values()].flatMap((table) => {
      const other = here.get(display(table));
      return other && layout(other) !== layout(table) ? [`${display(table)} has other columns here`] : [];
    }),
  ];
  if (problems.length > 0) {
    throw new BackupError(
      `The tables that this release makes are not those of the backup: ${problems.join('; ')}. ` +
        'Restore it with the release that made it, then upgrade.',
    );
  }
}

/** Rows go to their partitions by their values, so those of the backup's days have to be there. */
async function addPartitions(client: Client, manifest: BackupManifest, tables: readonly BackupTable[]): Promise<void> {
  const there = new Set((await readPartitions(client)).map(display));
  for (const partition of manifest.partitions) {
    if (there.has(display(partition)) || !tables.some(({ schema }) => schema === partition.schema)) continue;
    const { rows } = await client.query<{ owner: string }>(
      'SELECT pg_get_userbyid(relowner) AS owner FROM pg_class WHERE oid = $1::regclass',
      [quoted(partition.of)],
    );
    await client.query(`SET LOCAL ROLE ${escapeIdentifier(rows[0]!.owner)}`);
    await client.query(`CREATE TABLE ${quoted(partition)} PARTITION OF ${quoted(partition.of)} ${partition.bound}`);
    await client.query('SET LOCAL ROLE atrium_migrator');
  }
}

async function copyIn(client: Client, archive: BackupArchive, table: BackupTable): Promise<void> {
  const columns = table.columns.map(({ name }) => escapeIdentifier(name)).join(', ');
  const sink = client.query(copyFrom(`COPY ${quoted(table)} (${columns}) FROM STDIN`));
  try {
    await pipeline(await archive.stream(table.part), sink);
  } catch (error) {
    throw new BackupError(`${display(table)} cannot be restored: ${(error as Error).message}`, { cause: error });
  }
}

async function addReference(client: Client, { table, name, definition }: ForeignKey): Promise<void> {
  try {
    await client.query(`ALTER TABLE ${table} ADD CONSTRAINT ${escapeIdentifier(name)} ${definition}`);
  } catch (error) {
    const { detail, message } = error as { detail?: string; message: string };
    throw new BackupError(`A reference of ${table} does not hold: ${detail ?? message}`, { cause: error });
  }
}

async function requireSameCounts(client: Client, tables: readonly BackupTable[]): Promise<void> {
  for (const table of tables) {
    const { rows } = await client.query<{ n: string }>(`SELECT count(*) AS n FROM ${quoted(table)}`);
    if (Number(rows[0]!.n) !== table.rows) {
      throw new BackupError(`${display(table)} has ${rows[0]!.n} rows after restoring, and the backup ${table.rows}.`);
    }
  }
}
