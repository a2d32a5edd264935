import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

export const BACKUP_FORMAT = 'atrium-backup';
/** Of the archive. A newer one is refused by name. */
export const BACKUP_VERSION = 1;
/** The entry that is written last: an archive without it was cut off. */
export const MANIFEST = 'manifest.json';
export const FILES_PART = 'files.tar';

/** `schema.table` or `schema.sequence`, both as they are, without quotes. */
const name = z.object({ schema: z.string().min(1), name: z.string().min(1) });
const part = z.object({
  path: z.string(),
  bytes: z.number().int().min(0),
  /** Of the part as unpacked, hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const manifestSchema = z.object({
  format: z.literal(BACKUP_FORMAT),
  version: z.literal(BACKUP_VERSION),
  madeAt: z.iso.datetime(),
  /** Release of Atrium that made the backup. */
  atrium: z.string(),
  /** Version of the database server. */
  server: z.string(),
  /** Of the job tables, see pg-boss. */
  jobSchema: z.number().int(),
  migrations: z.array(z.string()),
  plugins: z.array(z.object({ id: z.string(), version: z.string(), migrations: z.array(z.string()) })),
  tables: z.array(
    name.extend({
      part,
      rows: z.number().int().min(0),
      /** In the order of the lines' columns, each with its type. */
      columns: z.array(z.object({ name: z.string(), type: z.string() })),
    }),
  ),
  /** Of partitioned tables. Their rows stand with the table they are part of. */
  partitions: z.array(name.extend({ of: name, bound: z.string().regex(/^(DEFAULT|FOR VALUES [^;]+)$/) })),
  sequences: z.array(name.extend({ last: z.string().regex(/^-?\d+$/), called: z.boolean() })),
  /** A sealed value of each column that has any, and whose it is: what a key is tried on before anything is restored. */
  sealed: z.array(z.object({ column: z.string(), tenantId: z.string().nullable(), value: z.string() })),
  /** Tables that are not Atrium's and not in the backup. */
  leftOut: z.array(name),
  files: z.object({
    /** `none`: left out by choice. `s3`: they lie in a bucket, which has backups of its own. */
    where: z.enum(['archive', 'none', 's3']),
    part: part.nullable(),
    count: z.number().int().min(0),
    /** Keys of contents that a row names and the store did not have; at most 1,000 of them. */
    missing: z.array(z.string()),
  }),
});

/** `manifest.json`. See docs/operations/backup.md. */
export type BackupManifest = z.infer<typeof manifestSchema>;
export type BackupTable = BackupManifest['tables'][number];
export type BackupPart = z.infer<typeof part>;
export type Named = z.infer<typeof name>;

/** There is no backup to be had, or this archive cannot be restored here; the message says why. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

export const display = ({ schema, name: own }: Named): string => `${schema}.${own}`;

/** Ends of lines: COPY writes a row on each, and escapes those of values. */
export function countLines(chunk: Buffer): number {
  let lines = 0;
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
  return lines;
}

/** @throws BackupError when the text is no manifest that this release can read */
export function parseManifest(text: string): BackupManifest {
  let given: { format?: unknown; version?: unknown } | null;
  try {
    given = JSON.parse(text) as typeof given;
  } catch {
    throw new BackupError(`The archive is damaged: ${MANIFEST} is no JSON.`);
  }
  if (given?.format !== BACKUP_FORMAT) throw new BackupError('This is no backup made by "atrium backup".');
  if (given.version !== BACKUP_VERSION) {
    throw new BackupError(
      `The archive has version ${String(given.version)} of the format, and this release reads ${BACKUP_VERSION}: ` +
        'restore it with the release that made it.',
    );
  }
  const parsed = manifestSchema.safeParse(given);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    throw new BackupError(`The archive is damaged: ${MANIFEST}, ${path.join('.')}: ${message}.`);
  }
  return parsed.data;
}

/** Release of Atrium. */
export const release = (): string =>
  (JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { version: string }).version;
