import {
  AtriumError,
  ContentMissingError,
  db,
  FileStore,
  JobHandler,
  type JobRun,
  systemActor,
  type TransactionOptions,
  Transactions,
  Log,
} from '@atrium/sdk';
import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config';
import { CONFIG } from '../../platform.tokens';
import { imageJob } from './image.job';
import { ImageRefused, type ReEncoded, reEncode } from './re-encode';

interface Row {
  content_type: string;
  storage_key: string;
}

/** Turns an uploaded image into the one that is kept. Until then nobody can download it. */
@Injectable()
export class ImageRunner {
  private readonly log = new Log('Images');

  constructor(
    private readonly store: FileStore,
    private readonly transactions: Transactions,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @JobHandler(imageJob, { transaction: false })
  async run({ id }: { id: string }, run: JobRun): Promise<void> {
    const folder = run.tenantId!;
    const as: TransactionOptions = { tenantId: folder, actor: systemActor('images'), operation: 'processImage' };
    const [row] = await this.transactions.run({ ...as, readOnly: true }, () =>
      db().query<Row>(`SELECT content_type, storage_key FROM atrium.file WHERE id = $1 AND state = 'PROCESSING'`, [id]),
    );
    // Done by an earlier try, or removed meanwhile.
    if (!row) return;
    const { imageMaxPixels: maxPixels, uploadMaxBytes: maxBytes } = this.config.files;
    try {
      const made = await this.store.withPath(row.storage_key, (path) =>
        reEncode(path, { store: this.store, folder, type: row.content_type, maxPixels, maxBytes }),
      );
      await this.transactions
        .run(as, () => this.put(id, row, made))
        .catch(async (error: unknown) => {
          await this.remove(made.image.key, made.thumbnail.key);
          throw error;
        });
    } catch (error) {
      const problem = problemOf(error) ?? (run.last && !run.signal.aborted ? 'imageFailed' : null);
      if (!problem) throw error;
      if (problem === 'imageFailed') this.log.error('An image could not be made anew', { rowId: id, error });
      await this.transactions.run(as, () => this.refuse(id, row, problem));
    }
    await this.remove(row.storage_key);
  }

  private async put(id: string, { storage_key }: Row, { image, thumbnail, width, height }: ReEncoded): Promise<void> {
    const kept = await db().execute(
      `UPDATE atrium.file SET state = 'STORED', storage_key = $3, sha256 = $4, bytes = $5, width = $6, height = $7,
         thumbnail_key = $8, thumbnail_bytes = $9
       WHERE id = $1 AND state = 'PROCESSING' AND storage_key = $2`,
      [id, storage_key, image.key, image.sha256, image.bytes, width, height, thumbnail.key, thumbnail.bytes],
    );
    if (kept === 0) throw new Error(`File ${id} is no longer the one that was read`);
  }

  private async refuse(id: string, { storage_key }: Row, problem: string): Promise<void> {
    await db().execute(
      `UPDATE atrium.file SET state = 'REFUSED', problem = $3, storage_key = NULL, sha256 = NULL, bytes = 0
       WHERE id = $1 AND state = 'PROCESSING' AND storage_key = $2`,
      [id, storage_key, problem],
    );
  }

  /** What stays because the store fails here is swept later. */
  private async remove(...keys: string[]): Promise<void> {
    for (const key of keys) {
      await this.store
        .remove(key)
        .catch((error: unknown) => this.log.warn('A content stays in the store', { storageKey: key, error }));
    }
  }
}

function problemOf(error: unknown): string | null {
  if (error instanceof ImageRefused) return error.problem;
  if (error instanceof ContentMissingError) return 'imageFailed';
  if (error instanceof AtriumError && error.code === 'LIMIT_EXCEEDED') return 'imageNoRoom';
  return null;
}
