import type { Readable, Writable } from 'node:stream';

export interface StoredFile {
  /** UUID. */
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly bytes: number;
  /** Where its content lies in the store; opaque. */
  readonly key: string;
}

export interface FileMeta {
  /** What a download is saved as; control characters and path separators are replaced. */
  readonly name: string;
  readonly contentType: string;
  /** What it is for, e.g. `import-errors`. */
  readonly purpose: string;
  /** Removed some time after; default never. */
  readonly expiresAt?: Date;
}

/**
 * Files of the current tenant. A caller reaches only files of its own making; the platform itself (a SYSTEM actor)
 * reaches all of the tenant's.
 */
export abstract class Files {
  /**
   * Streams the content, sending no statement meanwhile, then makes its row in the current transaction. Nothing is left when `write` fails.
   * @throws AtriumError LIMIT_EXCEEDED when it is larger than an upload may be and no `maxBytes` is given
   */
  abstract create(
    meta: FileMeta,
    write: (sink: Writable) => Promise<void>,
    options?: { maxBytes?: number },
  ): Promise<StoredFile>;
  /** `NOT_FOUND` when the caller has no such file, it is not uploaded yet, or it has expired. */
  abstract get(id: string): Promise<StoredFile>;
  /**
   * A path on this machine's disk for as long as `task` runs. Nothing may be written there. It needs no transaction, so
   * that a long task leaves none open.
   */
  abstract withPath<T>(file: StoredFile, task: (path: string) => Promise<T>): Promise<T>;
  /**
   * Keeps a file of the caller's for good, in the transaction of what refers to it; an upload that nothing refers to is
   * removed after a day. An image may still be in processing. The row that refers to it decides who sees it: give its type
   * a field of type `File` by `f.one(() => fileView, …)`; a plugin, whose role does not read it, an address by `shareUrl`.
   *
   * @param options.types accepted media types, exact or like `image/*`; default all
   * @throws AtriumError NOT_FOUND when the caller has no such file or nothing was uploaded, VALIDATION_FAILED on `path`
   * when it is of another type
   */
  abstract keep(
    id: string,
    options: { purpose: string; path: string; types?: readonly string[] },
  ): Promise<Pick<StoredFile, 'id' | 'name' | 'contentType'>>;
  /** A signed address that anybody who has it can download from for a short time. */
  abstract downloadUrl(id: string): Promise<{ url: string; expiresAt: Date }>;
  /**
   * The same without a look at the file, for whoever reads a row that refers to it: that row decides who sees the file, not
   * who made it.
   */
  abstract shareUrl(id: string): { url: string; expiresAt: Date };
  /** Removes the file; its content goes when the transaction commits. */
  abstract remove(id: string): Promise<void>;
}

export interface WrittenContent {
  /** Opaque and random: tells nothing of name or content. */
  readonly key: string;
  readonly bytes: number;
  /** 32 bytes. */
  readonly sha256: Buffer;
  /** Its beginning, enough to tell what kind of file it is. */
  readonly head: Buffer;
}

/** A content as it lies in the store. */
export interface ContentEntry {
  readonly key: string;
  readonly bytes: number;
  readonly writtenAt: Date;
}

/** Bytes of a content, both ends included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Where the contents of files lie: a folder, an object store. Knows neither tenants' rights nor the database. */
export abstract class FileStore {
  /**
   * Keeps what `produce` writes, or nothing when it fails. The sink need not be ended.
   *
   * @param folder UUID of the tenant: contents of different tenants lie apart
   * @throws FileTooLargeError as soon as more than `maxBytes` have come
   * @throws StoreFullError
   */
  abstract write(
    folder: string,
    produce: (sink: Writable) => Promise<void>,
    options: { maxBytes: number },
  ): Promise<WrittenContent>;
  /** @throws ContentMissingError */
  abstract read(key: string, range?: ByteRange): Promise<Readable>;
  /**
   * A local path for as long as `task` runs, fetched first where the store is remote.
   * @throws ContentMissingError
   */
  abstract withPath<T>(key: string, task: (path: string) => Promise<T>): Promise<T>;
  /** Harmless when it is gone already. */
  abstract remove(key: string): Promise<void>;
  /** Removes every content of a tenant, also those no row knows of. Answers how many there were. @param folder its UUID */
  abstract removeAll(folder: string): Promise<number>;
  /** Every content of a tenant that is whole, in no order. */
  abstract list(folder: string): AsyncIterable<ContentEntry>;
  /** Removes what was begun before `before` and never finished, because a process died. Answers how many. */
  abstract removeUnfinished(folder: string, before: Date): Promise<number>;
}

export class FileTooLargeError extends Error {
  override readonly name = 'FileTooLargeError';
  constructor(readonly maxBytes: number) {
    super(`The content is longer than the ${maxBytes} bytes allowed`);
  }
}

export class StoreFullError extends Error {
  override readonly name = 'StoreFullError';
  constructor(cause: unknown) {
    super('There is no space left for files', { cause });
  }
}

export class ContentMissingError extends Error {
  override readonly name = 'ContentMissingError';
  constructor(cause?: unknown) {
    super('The content of the file is not in the store', { cause });
  }
}
