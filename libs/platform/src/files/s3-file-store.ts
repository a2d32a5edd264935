import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type {
  AbortMultipartUploadCommandInput,
  ListMultipartUploadsCommandOutput,
  MultipartUpload,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import {
  type ByteRange,
  type ContentEntry,
  ContentMissingError,
  FileStore,
  isUuid,
  StoreFullError,
  type WrittenContent,
} from '@atrium/sdk';
import { ByteMeter } from './byte-meter';

export interface S3Options {
  readonly endpoint?: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly pathStyle: boolean;
}

const KEY = /^[0-9a-f-]{36}\/[0-9a-f]{2}\/[0-9a-f]{32}$/;
/** A content is sent in parts of this size, which are in memory meanwhile, this many at a time. */
const PART_BYTES = 8 * 1024 * 1024;
const PARTS_AT_ONCE = 2;
const MISSING = new Set(['NoSuchKey', 'NotFound']);
/** As stores other than Amazon's say it. */
const FULL = new Set(['QuotaExceeded', 'XMinioStorageFull', 'InsufficientCapacity']);
const INSUFFICIENT_STORAGE = 507;

type Client = typeof import('@aws-sdk/client-s3');
type Storage = typeof import('@aws-sdk/lib-storage');

/** Contents as objects of a bucket. An object is there when it is whole. */
export class S3FileStore extends FileStore {
  private readonly client: S3Client;
  private readonly bucket: string;

  /** Loads Amazon's client, which is large, only where it is used. */
  static async open(options: S3Options): Promise<S3FileStore> {
    const [s3, storage] = await Promise.all([import('@aws-sdk/client-s3'), import('@aws-sdk/lib-storage')]);
    return new S3FileStore(options, s3, storage);
  }

  private constructor(
    { endpoint, region, bucket, accessKeyId, secretAccessKey, pathStyle }: S3Options,
    private readonly s3: Client,
    private readonly storage: Storage,
  ) {
    super();
    this.bucket = bucket;
    this.client = new s3.S3Client({
      endpoint,
      region,
      credentials: { accessKeyId, secretAccessKey },
      forcePathStyle: pathStyle,
      // Checksums in trailers are Amazon's own: many stores do not know them.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  async write(
    folder: string,
    produce: (sink: Writable) => Promise<void>,
    { maxBytes }: { maxBytes: number },
  ): Promise<WrittenContent> {
    const name = randomBytes(16).toString('hex');
    const key = `${checked(folder)}/${name.slice(0, 2)}/${name}`;
    const meter = new ByteMeter(maxBytes);
    const body = new PassThrough();
    const upload = new this.storage.Upload({
      client: this.client,
      params: { Bucket: this.bucket, Key: key, Body: body, ContentType: 'application/octet-stream' },
      partSize: PART_BYTES,
      queueSize: PARTS_AT_ONCE,
    });
    // Whoever fails first ends the others: nothing is stored of what was not produced to its end.
    const sent = upload.done().catch((error: Error) => {
      meter.destroy(error);
      throw error;
    });
    const passed = pipeline(meter, body);
    const produced = produce(meter).then(
      () => void (meter.writableEnded || meter.end()),
      (error: Error) => {
        meter.destroy(error);
        throw error;
      },
    );
    const [passing, producing] = await Promise.allSettled([passed, produced]);
    const failure = [passing, producing].find((one) => one.status === 'rejected');
    if (failure?.status === 'rejected') await upload.abort();
    const [sending] = await Promise.allSettled([sent]);
    if (sending.status === 'rejected' && !isAbort(sending.reason)) throw understood(sending.reason);
    if (failure?.status === 'rejected') {
      await this.remove(key);
      throw failure.reason;
    }
    return { key, bytes: meter.bytes, sha256: meter.sha256(), head: meter.head };
  }

  async read(key: string, range?: ByteRange): Promise<Readable> {
    const Range = range ? `bytes=${range.start}-${range.end}` : undefined;
    const { Body } = await this.client
      .send(new this.s3.GetObjectCommand({ Bucket: this.bucket, Key: ownKey(key), Range }))
      .catch((error: unknown) => {
        throw understood(error);
      });
    return Body as Readable;
  }

  async withPath<T>(key: string, task: (path: string) => Promise<T>): Promise<T> {
    const content = await this.read(key);
    const folder = await mkdtemp(join(tmpdir(), 'atrium-content-'));
    try {
      const path = join(folder, 'content');
      await pipeline(content, createWriteStream(path, { mode: 0o600 }));
      return await task(path);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async remove(key: string): Promise<void> {
    await this.client.send(new this.s3.DeleteObjectCommand({ Bucket: this.bucket, Key: ownKey(key) }));
  }

  async removeAll(folder: string): Promise<number> {
    let removed = 0;
    for await (const { key } of this.list(folder)) {
      await this.remove(key);
      removed += 1;
    }
    return removed + (await this.removeUnfinished(folder, new Date()));
  }

  async *list(folder: string): AsyncIterable<ContentEntry> {
    let ContinuationToken: string | undefined;
    do {
      const page = await this.client.send(
        new this.s3.ListObjectsV2Command({ Bucket: this.bucket, Prefix: `${checked(folder)}/`, ContinuationToken }),
      );
      for (const { Key = '', Size = 0, LastModified = new Date() } of page.Contents ?? []) {
        if (KEY.test(Key)) yield { key: Key, bytes: Size, writtenAt: LastModified };
      }
      ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (ContinuationToken);
  }

  async removeUnfinished(folder: string, before: Date): Promise<number> {
    let removed = 0;
    for await (const { Key, UploadId, Initiated } of this.unfinished(folder)) {
      if (Initiated === undefined || Initiated >= before) continue;
      if (await this.abort({ Bucket: this.bucket, Key, UploadId })) removed += 1;
    }
    return removed;
  }

  private async *unfinished(folder: string): AsyncIterable<MultipartUpload> {
    const Prefix = `${checked(folder)}/`;
    let after: { KeyMarker?: string; UploadIdMarker?: string } | undefined = {};
    while (after) {
      const page: ListMultipartUploadsCommandOutput | null = await this.client
        .send(new this.s3.ListMultipartUploadsCommand({ Bucket: this.bucket, Prefix, ...after }))
        .catch((error: Error) => {
          // Some stores clean up by themselves and have no such call.
          if (error.name === 'NotImplemented') return null;
          throw error;
        });
      yield* page?.Uploads ?? [];
      // A page that leads nowhere would be asked for again for ever.
      after = page?.IsTruncated && page.NextKeyMarker ? nextOf(page) : undefined;
    }
  }

  /** False where somebody else was faster: it is gone as well. */
  private async abort(upload: AbortMultipartUploadCommandInput): Promise<boolean> {
    try {
      await this.client.send(new this.s3.AbortMultipartUploadCommand(upload));
      return true;
    } catch (error) {
      if ((error as Error).name === 'NoSuchUpload') return false;
      throw error;
    }
  }

  close(): void {
    this.client.destroy();
  }
}

function checked(folder: string): string {
  if (!isUuid(folder)) throw new Error(`Not a tenant: ${JSON.stringify(folder)}`);
  return folder;
}

function ownKey(key: string): string {
  if (!KEY.test(key)) throw new Error(`Not a key of this store: ${JSON.stringify(key)}`);
  return key;
}

const nextOf = ({ NextKeyMarker, NextUploadIdMarker }: ListMultipartUploadsCommandOutput) => ({
  KeyMarker: NextKeyMarker,
  UploadIdMarker: NextUploadIdMarker,
});

const isAbort = (error: unknown): boolean => (error as Error).name === 'AbortError';

function understood(error: unknown): unknown {
  const { name, $metadata } = error as Partial<S3ServiceException>;
  if (name !== undefined && MISSING.has(name)) return new ContentMissingError(error);
  const isFull = (name !== undefined && FULL.has(name)) || $metadata?.httpStatusCode === INSUFFICIENT_STORAGE;
  return isFull ? new StoreFullError(error) : error;
}
