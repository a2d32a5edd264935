import { SaxesParser } from 'saxes';
import { TableError } from '../table-error';

export interface XmlHandlers {
  open?: (name: string, attributes: Record<string, string>) => void;
  close?: (name: string) => void;
  text?: (text: string) => void;
}

/** Deeper than any part of a workbook; every open element costs memory. */
const MAX_DEPTH = 64;
/** Characters without a tag: more would be one value (at most 32,767 characters, each escaped) or an attack. */
const MAX_WITHOUT_TAG = 1024 * 1024;

/** XML fed piece by piece; element names come without their namespace prefix. Declared entities are never expanded. */
export class XmlStream {
  private readonly parser = new SaxesParser({ xmlns: false, position: false });
  private decoder: InstanceType<typeof TextDecoder> | null = null;
  private depth = 0;
  private withoutTag = 0;

  constructor(
    private readonly part: string,
    handlers: XmlHandlers,
  ) {
    const { open, close, text } = handlers;
    this.parser.on('error', (cause) => {
      throw new TableError('DAMAGED', { part, detail: cause.message }, { cause });
    });
    this.parser.on('opentag', (tag) => {
      this.withoutTag = 0;
      if (++this.depth > MAX_DEPTH) throw new TableError('DAMAGED', { part, detail: `nested over ${MAX_DEPTH} deep` });
      open?.(this.local(tag.name), tag.attributes);
    });
    this.parser.on('closetag', (tag) => {
      this.withoutTag = 0;
      this.depth--;
      close?.(this.local(tag.name));
    });
    if (text) {
      this.parser.on('text', text);
      this.parser.on('cdata', text);
    }
  }

  /** @throws TableError DAMAGED, CELL_TOO_LONG */
  write(chunk: Buffer): void {
    this.decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true });
    const text = this.decode(() => this.decoder?.decode(chunk, { stream: true }) ?? '');
    this.withoutTag += text.length;
    this.parser.write(text);
    if (this.withoutTag > MAX_WITHOUT_TAG) {
      throw new TableError('CELL_TOO_LONG', { part: this.part, limit: MAX_WITHOUT_TAG });
    }
  }

  /** @throws TableError DAMAGED when elements are still open */
  end(): void {
    this.parser.write(this.decode(() => this.decoder?.decode() ?? ''));
    this.parser.close();
  }

  private decode(run: () => string): string {
    try {
      return run();
    } catch (cause) {
      throw new TableError('DAMAGED', { part: this.part, detail: 'bytes that are not text' }, { cause });
    }
  }

  private local(name: string): string {
    if (!name.includes(':')) return name;
    return name.slice(name.indexOf(':') + 1);
  }
}

/** ECMA-376 part 2 allows UTF-8 and UTF-16; the latter needs a byte order mark. */
function encodingOf(first: Buffer): string {
  if (first[0] === 0xff && first[1] === 0xfe) return 'utf-16le';
  if (first[0] === 0xfe && first[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

/** Reads a whole part through handlers. */
export async function parseXml(part: string, chunks: AsyncIterable<Buffer>, handlers: XmlHandlers): Promise<void> {
  const xml = new XmlStream(part, handlers);
  for await (const chunk of chunks) xml.write(chunk);
  xml.end();
}

/** The value of an attribute by its local name, whatever prefix the producer chose. */
export function attributeOf(attributes: Record<string, string>, local: string): string | undefined {
  if (attributes[local] !== undefined) return attributes[local];
  for (const name in attributes) if (name.endsWith(`:${local}`)) return attributes[name];
  return undefined;
}
