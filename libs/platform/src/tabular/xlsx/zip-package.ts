import { pipeline, type Readable } from 'node:stream';
import { types } from 'node:util';
import { crc32, createInflateRaw } from 'node:zlib';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { notATable } from '../file-kind';
import { TableError } from '../table-error';
import type { TableLimits } from '../table-limits';

const STORED = 0;
const DEFLATED = 8;
const SMALL_PART_BYTES = 32 * 1024 * 1024;
const INFLATE_CHUNK = 128 * 1024;

/**
 * An OOXML package that cannot be made to unpack without bound: entries, inflated bytes and ratio are limited, first by
 * what the directory declares and again by what really comes out.
 */
export class ZipPackage {
  private inflated = 0;

  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
    private readonly limits: TableLimits,
  ) {}

  /** @throws TableError CUT_OFF, DAMAGED, ENCRYPTED, ZIP_BOMB */
  static async open(path: string, limits: TableLimits): Promise<ZipPackage> {
    let zip: ZipFile;
    try {
      zip = await openPromise(path, { autoClose: false });
    } catch (cause) {
      if (isSystemError(cause)) throw cause;
      // The directory stands at the end of a zip file; it is what a broken transfer loses.
      throw new TableError('CUT_OFF', { part: 'zip directory' }, { cause });
    }
    try {
      return new ZipPackage(zip, await readDirectory(zip, limits), limits);
    } catch (error) {
      zip.close();
      throw error;
    }
  }

  has(part: string): boolean {
    return this.entries.has(part.toLowerCase());
  }

  names(): string[] {
    return [...this.entries.keys()];
  }

  compressedSize(part: string): number {
    return this.entries.get(part.toLowerCase())?.compressedSize ?? 0;
  }

  /**
   * The bytes of a part, inflated while they are read and checked against its checksum at the end.
   * @param onRead told how many compressed bytes are consumed so far
   * @throws TableError ZIP_BOMB, CUT_OFF, DAMAGED
   */
  async *read(part: string, onRead?: (compressed: number) => void): AsyncGenerator<Buffer, void, undefined> {
    const entry = this.entries.get(part.toLowerCase());
    if (!entry) throw new TableError('DAMAGED', { part, detail: 'missing from the package' });
    if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
      throw new TableError('DAMAGED', { part, detail: `compression method ${entry.compressionMethod}` });
    }
    let out = 0;
    let checksum = 0;
    try {
      const raw: Readable = await this.zip.openReadStreamPromise(entry, { decodeFileData: false });
      const inflate = entry.compressionMethod === DEFLATED ? createInflateRaw({ chunkSize: INFLATE_CHUNK }) : null;
      // Errors reach the reader through the destroyed stream; the callback keeps them from being unhandled.
      const stream: Readable = inflate ? pipeline(raw, inflate, () => undefined) : raw;
      try {
        for await (const chunk of stream as AsyncIterable<Buffer>) {
          out += chunk.length;
          this.inflated += chunk.length;
          this.checkGrowth(out, entry, inflate?.bytesWritten ?? out);
          checksum = crc32(chunk, checksum);
          onRead?.(inflate?.bytesWritten ?? out);
          yield chunk;
        }
      } finally {
        raw.destroy();
        stream.destroy();
      }
    } catch (error) {
      throw partError(error, part);
    }
    if (out !== entry.uncompressedSize || checksum !== entry.crc32) {
      throw new TableError('DAMAGED', { part, detail: 'checksum does not match' });
    }
  }

  /** A part that is small in any real workbook; its content is kept in memory. */
  async *readSmall(part: string): AsyncGenerator<Buffer, void, undefined> {
    let bytes = 0;
    for await (const chunk of this.read(part)) {
      bytes += chunk.length;
      if (bytes > SMALL_PART_BYTES) throw new TableError('ZIP_BOMB', { limit: 'bytes', allowed: SMALL_PART_BYTES });
      yield chunk;
    }
  }

  /** Starts a new pass over the package: the sum of inflated bytes is counted per pass. */
  startPass(): void {
    this.inflated = 0;
  }

  close(): void {
    if (this.zip.isOpen) this.zip.close();
  }

  private checkGrowth(out: number, entry: Entry, compressed: number): void {
    const { maxInflatedBytes, maxInflateRatio, ratioGraceBytes } = this.limits;
    if (this.inflated > maxInflatedBytes || out > entry.uncompressedSize) {
      throw new TableError('ZIP_BOMB', { limit: 'bytes', allowed: Math.min(maxInflatedBytes, entry.uncompressedSize) });
    }
    if (out > ratioGraceBytes && out > compressed * maxInflateRatio) {
      throw new TableError('ZIP_BOMB', { limit: 'ratio', allowed: maxInflateRatio });
    }
  }
}

async function readDirectory(zip: ZipFile, limits: TableLimits): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  let declared = 0;
  let count = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      if (++count > limits.maxZipEntries) {
        throw new TableError('ZIP_BOMB', { limit: 'entries', allowed: limits.maxZipEntries });
      }
      if (entry.isEncrypted()) throw new TableError('ENCRYPTED', { given: 'zip' });
      declared += entry.uncompressedSize;
      if (declared > limits.maxInflatedBytes) {
        throw new TableError('ZIP_BOMB', { limit: 'bytes', allowed: limits.maxInflatedBytes });
      }
      entries.set(entry.fileName.toLowerCase(), entry);
    }
  } catch (error) {
    throw partError(error, 'zip directory');
  }
  if (entries.size === 0) throw notATable('an empty zip');
  return entries;
}

function partError(error: unknown, part: string): unknown {
  if (error instanceof TableError || !types.isNativeError(error) || isSystemError(error)) return error;
  // zlib: the compressed data stop before their end mark.
  if ('code' in error && error.code === 'Z_BUF_ERROR') return new TableError('CUT_OFF', { part }, { cause: error });
  return new TableError('DAMAGED', { part, detail: error.message }, { cause: error });
}

/** A failing disk is not the file's fault. */
const isSystemError = (error: unknown): boolean => types.isNativeError(error) && 'syscall' in error;
