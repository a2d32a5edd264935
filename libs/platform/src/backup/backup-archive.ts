import { createHash } from 'node:crypto';
import { type Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import {
  BackupError,
  type BackupManifest,
  type BackupPart,
  countLines,
  MANIFEST,
  parseManifest,
} from './backup-format';

/** Largest manifest: a hundred thousand tables. Bytes. */
const MANIFEST_LIMIT = 64 * 1024 * 1024;
/** Entries that no part of the manifest is for. */
const LOOSE = new Set(['README.txt', MANIFEST]);

/** A backup that is read: its directory is in memory, its parts are streams. */
export class BackupArchive {
  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
    readonly manifest: BackupManifest,
  ) {}

  /** @throws BackupError when it is cut off, damaged or no backup */
  static async open(path: string): Promise<BackupArchive> {
    let zip: ZipFile;
    try {
      zip = await openPromise(path, { autoClose: false });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).syscall) throw error;
      // The directory stands at the end of a zip file: it is what a copy that was interrupted loses.
      throw new BackupError(`${path} is cut off, or no archive of "atrium backup".`, { cause: error });
    }
    try {
      const entries = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
      const manifest = parseManifest(await readManifest(zip, entries.get(MANIFEST)));
      return new BackupArchive(zip, entries, manifest);
    } catch (error) {
      zip.close();
      if (error instanceof BackupError || (error as NodeJS.ErrnoException).syscall) throw error;
      throw new BackupError(`${path} is damaged: ${(error as Error).message}.`, { cause: error });
    }
  }

  get parts(): BackupPart[] {
    const { tables, files } = this.manifest;
    return [...tables.map(({ part }) => part), ...(files.part ? [files.part] : [])];
  }

  async stream({ path }: BackupPart): Promise<Readable> {
    return this.zip.openReadStreamPromise(this.entries.get(path)!);
  }

  /**
   * Reads the whole archive once and compares each part with the manifest.
   * @throws BackupError naming the first that differs
   */
  async verify(): Promise<void> {
    const parts = new Map(this.parts.map((part) => [part.path, part]));
    for (const path of this.entries.keys()) {
      if (!parts.has(path) && !LOOSE.has(path))
        throw new BackupError(`The archive was changed: ${path} is not its own.`);
    }
    for (const table of this.manifest.tables) await this.verifyPart(table.part, table.rows);
    if (this.manifest.files.part) await this.verifyPart(this.manifest.files.part, null);
  }

  close(): void {
    this.zip.close();
  }

  private async verifyPart(part: BackupPart, rows: number | null): Promise<void> {
    if (!this.entries.has(part.path)) throw new BackupError(`The archive is damaged: ${part.path} is missing.`);
    const hash = createHash('sha256');
    let bytes = 0;
    let lines = 0;
    try {
      const meter = new Writable({
        write(chunk: Buffer, _encoding, done) {
          bytes += chunk.length;
          hash.update(chunk);
          if (rows !== null) lines += countLines(chunk);
          done();
        },
      });
      await pipeline(await this.stream(part), meter);
    } catch (error) {
      throw new BackupError(`The archive is damaged: ${part.path} cannot be unpacked.`, { cause: error });
    }
    if (bytes !== part.bytes || hash.digest('hex') !== part.sha256 || (rows !== null && lines !== rows)) {
      throw new BackupError(`The archive is damaged or was changed: ${part.path} is not what the manifest says.`);
    }
  }
}

async function readManifest(zip: ZipFile, entry: Entry | undefined): Promise<string> {
  if (!entry) throw new BackupError(`This is no whole backup: ${MANIFEST}, which is written last, is missing.`);
  if (entry.uncompressedSize > MANIFEST_LIMIT)
    throw new BackupError(`The archive is damaged: ${MANIFEST} is too long.`);
  const chunks: Buffer[] = [];
  for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
  const content = Buffer.concat(chunks);
  // The reader does not look at the checksum of a zip, and nothing else vouches for the manifest.
  if (crc32(content) !== entry.crc32) throw new BackupError(`The archive is damaged: ${MANIFEST} fails its checksum.`);
  return content.toString('utf8');
}
