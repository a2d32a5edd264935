import type { Writable } from 'node:stream';
import {
  AtriumError,
  context,
  currentTenant,
  db,
  type FileMeta,
  Files,
  type FileStore,
  FileTooLargeError,
  invalidField,
  newId,
  notFound,
  type StoredFile,
  StoreFullError,
  Log,
} from '@atrium/sdk';
import type { FileUrl, FileUrls } from './file-urls';
import { fitsTypes } from './content-type';
import { fileMessages } from './files.messages';

/** Expired files removed with each new one: at that rate they cannot pile up. */
const SWEEP = 20;

interface Contents {
  storage_key: string | null;
  thumbnail_key: string | null;
}

interface FileRow {
  id: string;
  name: string;
  content_type: string;
  bytes: string;
  storage_key: string;
}

const log = new Log('Files');

/** Rows in `atrium.file`, contents in the store. */
export class PgFiles extends Files {
  constructor(
    private readonly store: FileStore,
    private readonly urls: FileUrls,
    private readonly maxBytes: number,
  ) {
    super();
  }

  async create(
    meta: FileMeta,
    write: (sink: Writable) => Promise<void>,
    { maxBytes = this.maxBytes }: { maxBytes?: number } = {},
  ): Promise<StoredFile> {
    // No statement before the content is there: writing it can take minutes, and a transaction would stay open.
    const content = await this.store.write(currentTenant().id, write, { maxBytes }).catch((error: unknown) => {
      throw asAtriumError(error);
    });
    const id = newId();
    try {
      await this.sweep();
      await db().execute(
        `INSERT INTO atrium.file (id, name, content_type, bytes, sha256, purpose, state, storage_key, actor_id, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, 'STORED', $7, $8, coalesce($9, 'infinity'::timestamptz))`,
        [
          id,
          safeName(meta.name),
          meta.contentType,
          content.bytes,
          content.sha256,
          meta.purpose,
          content.key,
          context().actor.id,
          meta.expiresAt ?? null,
        ],
      );
    } catch (error) {
      await this.store.remove(content.key);
      throw error;
    }
    return { id, name: safeName(meta.name), contentType: meta.contentType, bytes: content.bytes, key: content.key };
  }

  /** A row that waits for its content. */
  async announce(meta: FileMeta, bytes: number): Promise<FileUrl & { id: string }> {
    if (bytes > this.maxBytes) throw tooLarge(this.maxBytes, bytes);
    await this.sweep();
    const id = newId();
    await db().execute(
      `INSERT INTO atrium.file (id, name, content_type, bytes, purpose, state, actor_id, expires_at)
       VALUES ($1, $2, $3, $4, $5, 'PENDING', $6, $7)`,
      [id, safeName(meta.name), meta.contentType, bytes, meta.purpose, context().actor.id, meta.expiresAt],
    );
    return { id, ...this.urls.upload(id) };
  }

  async get(id: string): Promise<StoredFile> {
    return stored(await this.row(id));
  }

  withPath<T>({ key }: StoredFile, task: (path: string) => Promise<T>): Promise<T> {
    return this.store.withPath(key, task);
  }

  async downloadUrl(id: string): Promise<FileUrl> {
    await this.row(id);
    return this.urls.download(id);
  }

  shareUrl(id: string): FileUrl {
    return this.urls.download(id);
  }

  async keep(
    id: string,
    { purpose, path, types }: { purpose: string; path: string; types?: readonly string[] },
  ): Promise<Pick<StoredFile, 'id' | 'name' | 'contentType'>> {
    const { content_type: type, name } = await this.row(id, ['PROCESSING', 'STORED']);
    if (types && !fitsTypes(type, types)) {
      throw invalidField(path, 'TYPE_NOT_ALLOWED', fileMessages.otherType, { given: type, allowed: types.join(', ') });
    }
    await db().execute(`UPDATE atrium.file SET purpose = $2, expires_at = 'infinity' WHERE id = $1`, [id, purpose]);
    return { id, name, contentType: type };
  }

  async remove(id: string): Promise<void> {
    await this.row(id);
    const gone = await db().query<Contents>(
      'DELETE FROM atrium.file WHERE id = $1 RETURNING storage_key, thumbnail_key',
      [id],
    );
    this.removeContents(gone);
  }

  private async row(id: string, states: readonly string[] = ['STORED']): Promise<FileRow> {
    const { actor, clock } = context();
    const [row] = await db().query<FileRow>(
      `SELECT id, name, content_type, bytes, storage_key FROM atrium.file
       WHERE id = $1 AND state = ANY ($5) AND expires_at > $2 AND ($3 OR actor_id = $4)`,
      [id, clock.now(), actor.kind === 'SYSTEM', actor.id, states],
    );
    if (!row) throw notFound('File');
    return row;
  }

  /** Removes some files whose time is over; answers how many. */
  async sweep(most = SWEEP): Promise<number> {
    const gone = await db().query<Contents>(
      `DELETE FROM atrium.file WHERE id IN (
         SELECT id FROM atrium.file WHERE expires_at <= $1 ORDER BY expires_at, id LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING storage_key, thumbnail_key`,
      [context().clock.now(), most],
    );
    this.removeContents(gone);
    return gone.length;
  }

  private removeContents(rows: readonly Contents[]): void {
    const keys = rows.flatMap(({ storage_key, thumbnail_key }) => [storage_key ?? [], thumbnail_key ?? []].flat());
    if (keys.length === 0) return;
    context().afterCommit(async () => {
      for (const key of keys) {
        await this.store
          .remove(key)
          .catch((error: unknown) => log.warn('A content stays in the store', { storageKey: key, error }));
      }
    });
  }
}

export const stored = ({ id, name, content_type, bytes, storage_key }: FileRow): StoredFile => ({
  id,
  name,
  contentType: content_type,
  bytes: Number(bytes),
  key: storage_key,
});

export const tooLarge = (max: number, given: number): AtriumError =>
  new AtriumError('LIMIT_EXCEEDED', fileMessages.tooLarge, { params: { max, given }, extra: { limit: max } });

export function asAtriumError(error: unknown): unknown {
  if (error instanceof FileTooLargeError) {
    const params = { max: error.maxBytes };
    return new AtriumError('LIMIT_EXCEEDED', fileMessages.longerThanSaid, { params, extra: { limit: error.maxBytes } });
  }
  if (error instanceof StoreFullError) {
    log.error('A file could not be stored: the store is full', { error });
    return new AtriumError('INTERNAL', fileMessages.storeFull, { retryable: true, cause: error });
  }
  return error;
}

/** A name that is one everywhere: no path, no control characters, no marks that turn text around. */
export function safeName(name: string): string {
  const plain = name
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069/\\:*?"<>|]/g, '_')
    .trim()
    .replace(/^\.+/, '_');
  return [...plain].slice(0, 200).join('') || 'file';
}
