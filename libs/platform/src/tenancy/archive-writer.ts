import { createHash } from 'node:crypto';
import { PassThrough, Readable, Transform, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

export interface Entry {
  readonly path: string;
  readonly bytes: number;
  /** Of the content, hexadecimal. */
  readonly sha256: string;
}

/**
 * A zip that is written while its contents come, entry by entry, so that its size is no matter. Always in the 64-bit
 * form: how long an entry gets is known when it is over.
 */
export class ArchiveWriter {
  private readonly zip = new ZipFile();
  private readonly sent: Promise<void>;
  private failure: Error | null = null;
  private current: PassThrough | null = null;

  constructor(
    sink: Writable,
    private readonly madeAt: Date,
  ) {
    this.sent = pipeline(this.zip.outputStream as Readable, sink).catch((error: Error) => this.fail(error));
    this.zip.on('error', (error: Error) => this.fail(error));
  }

  /** @param compress false for what would not get smaller */
  async add(path: string, content: Readable | AsyncIterable<string | Buffer>, compress = true): Promise<Entry> {
    if (this.failure) throw this.failure;
    const through = new PassThrough();
    this.current = through;
    this.zip.addReadStream(through, path, {
      mtime: this.madeAt,
      mode: 0o100644,
      compress,
      forceZip64Format: true,
    });
    const hash = createHash('sha256');
    let bytes = 0;
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        hash.update(chunk);
        done(null, chunk);
      },
    });
    try {
      await pipeline(content, meter, through);
    } catch (error) {
      throw this.failure ?? error;
    }
    return { path, bytes, sha256: hash.digest('hex') };
  }

  addText(path: string, text: string): Promise<Entry> {
    return this.add(path, Readable.from([Buffer.from(text)]));
  }

  /** Resolves when everything has arrived. */
  async end(): Promise<void> {
    this.zip.end({ forceZip64Format: true, comment: '' });
    await this.sent;
    if (this.failure) throw this.failure;
  }

  private fail(error: Error): void {
    this.failure ??= error;
    this.current?.destroy(error);
  }
}
