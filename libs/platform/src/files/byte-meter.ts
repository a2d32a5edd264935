import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { FileTooLargeError } from '@atrium/sdk';

/** Bytes of a content's beginning that are remembered. */
const HEAD_BYTES = 16_384;

/** Passes bytes on while it counts and hashes them; fails at the first byte too many. */
export class ByteMeter extends Transform {
  bytes = 0;
  private readonly beginning: Buffer[] = [];
  private readonly hash = createHash('sha256');

  constructor(private readonly maxBytes: number) {
    super();
  }

  get head(): Buffer {
    return Buffer.concat(this.beginning);
  }

  /** Of everything that has passed; once. */
  sha256(): Buffer {
    return this.hash.digest();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (this.bytes < HEAD_BYTES) this.beginning.push(chunk.subarray(0, HEAD_BYTES - this.bytes));
    this.bytes += chunk.length;
    if (this.bytes > this.maxBytes) return done(new FileTooLargeError(this.maxBytes));
    this.hash.update(chunk);
    done(null, chunk);
  }
}
