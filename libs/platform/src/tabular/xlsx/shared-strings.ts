import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import type { TableLimits } from '../table-limits';
import { decodeEscapes } from './cell-value';
import { XmlStream } from './xml-stream';
import type { ZipPackage } from './zip-package';

/** Strings packed together: sheets mostly refer to neighbours one after the other. */
const GROUP = 64;
/** Cannot occur in XML text. */
const SEPARATOR = '\0';
/** Bytes of unpacked groups kept at hand. */
const CACHE_BYTES = 1024 * 1024;
/** `_x000D_` stands for one character. */
const ESCAPED_LENGTH = 7;

/**
 * The texts of a workbook by number, in bounded memory: packed as UTF-8 in groups, the first
 * {@link TableLimits.maxSharedStringBytes} in memory and the rest in a temporary file.
 */
export class SharedStrings {
  private readonly groups: (Buffer | { offset: number; length: number })[] = [];
  private readonly unpacked = new LRUCache<number, string[]>({ maxSize: CACHE_BYTES });
  private pending: string[] = [];
  private memoryBytes = 0;
  private spill: { fd: number; folder: string; size: number } | null = null;

  constructor(private readonly memoryLimit: number) {}

  get length(): number {
    return this.groups.length * GROUP + this.pending.length;
  }

  add(text: string): void {
    this.pending.push(text);
    if (this.pending.length === GROUP) this.pack();
  }

  /** undefined beyond the last one */
  get(index: number): string | undefined {
    const group = Math.floor(index / GROUP);
    const text = (group < this.groups.length ? this.unpack(group) : this.pending)[index % GROUP];
    return text === undefined ? undefined : decodeEscapes(text);
  }

  close(): void {
    if (!this.spill) return;
    const { fd, folder } = this.spill;
    this.spill = null;
    closeSync(fd);
    rmSync(folder, { recursive: true, force: true });
  }

  private pack(): void {
    const packed = Buffer.from(this.pending.join(SEPARATOR));
    this.pending = [];
    if (this.memoryBytes + packed.length <= this.memoryLimit) {
      this.memoryBytes += packed.length;
      this.groups.push(packed);
      return;
    }
    this.spill ??= createSpill();
    writeSync(this.spill.fd, packed, 0, packed.length, this.spill.size);
    this.groups.push({ offset: this.spill.size, length: packed.length });
    this.spill.size += packed.length;
  }

  private unpack(group: number): string[] {
    const known = this.unpacked.get(group);
    if (known) return known;
    const place = this.groups[group];
    if (place === undefined) return [];
    const packed = Buffer.isBuffer(place) ? place : this.fetch(place);
    const texts = packed.toString('utf8').split(SEPARATOR);
    this.unpacked.set(group, texts, { size: packed.length + GROUP });
    return texts;
  }

  private fetch(place: { offset: number; length: number }): Buffer {
    if (!this.spill) throw new Error('The shared strings are closed.');
    const packed = Buffer.alloc(place.length);
    readSync(this.spill.fd, packed, 0, place.length, place.offset);
    return packed;
  }
}

function createSpill() {
  const folder = mkdtempSync(join(tmpdir(), 'atrium-strings-'));
  const fd = openSync(join(folder, 'strings'), 'wx+', 0o600);
  // Where the system allows it the file goes now, so that a crash leaves nothing behind.
  if (process.platform !== 'win32') rmSync(folder, { recursive: true, force: true });
  return { fd, folder, size: 0 };
}

/**
 * Reads the part with the shared strings: rich text becomes plain, phonetic readings are left out.
 * @throws TableError DAMAGED, ZIP_BOMB, CUT_OFF
 */
export async function readSharedStrings(
  pkg: ZipPackage,
  part: string | null,
  limits: TableLimits,
): Promise<SharedStrings> {
  const strings = new SharedStrings(limits.maxSharedStringBytes);
  if (part === null) return strings;
  const text = new TextCollector(limits.maxCellLength);
  const xml = new XmlStream(part, {
    open: (name) => {
      if (name === 'si') text.start();
      else text.open(name);
    },
    text: (piece) => text.add(piece),
    close: (name) => {
      if (name === 'si') strings.add(text.take());
      else text.close(name);
    },
  });
  try {
    for await (const chunk of pkg.read(part)) xml.write(chunk);
    xml.end();
  } catch (error) {
    strings.close();
    throw error;
  }
  return strings;
}

/** Puts together the text of `<si>` and `<is>`: every `<t>` but those of `<rPh>` (how a name is pronounced). */
export class TextCollector {
  private text = '';
  private inText = false;
  private inPhonetic = false;

  private readonly limit: number;

  /** @param characters of a cell; more is kept, so that too long a text can be told from one that just fits */
  constructor(characters: number) {
    this.limit = (characters + 1) * ESCAPED_LENGTH;
  }

  start(): void {
    this.text = '';
    this.inText = this.inPhonetic = false;
  }

  open(name: string): void {
    if (name === 't') this.inText = !this.inPhonetic;
    else if (name === 'rPh') this.inPhonetic = true;
  }

  add(piece: string): void {
    if (this.inText && this.text.length <= this.limit) this.text += piece;
  }

  close(name: string): void {
    if (name === 't') this.inText = false;
    else if (name === 'rPh') this.inPhonetic = false;
  }

  take(): string {
    return this.text.length > this.limit ? this.text.slice(0, this.limit).toWellFormed() : this.text;
  }
}
