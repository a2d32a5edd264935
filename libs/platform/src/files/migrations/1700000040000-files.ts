import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Files: what was uploaded and what was made for download. The contents lie in the file store. */
export class Files1700000040000 implements MigrationInterface {
  readonly name = 'Files1700000040000';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.file',
      columns: `
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
        content_type text NOT NULL CHECK (length(content_type) <= 200),
        bytes bigint NOT NULL CHECK (bytes >= 0),
        sha256 bytea,
        purpose text NOT NULL,
        state text NOT NULL CHECK (state IN ('PENDING', 'PROCESSING', 'STORED', 'REFUSED')),
        storage_key text,
        actor_id uuid,
        expires_at timestamptz NOT NULL DEFAULT 'infinity',
        width integer CHECK (width > 0),
        height integer CHECK (height > 0),
        thumbnail_key text,
        thumbnail_bytes bigint NOT NULL DEFAULT 0 CHECK (thumbnail_bytes >= 0),
        problem text CHECK ((problem IS NOT NULL) = (state = 'REFUSED')),
        CHECK ((state IN ('PROCESSING', 'STORED')) = (storage_key IS NOT NULL AND sha256 IS NOT NULL))`,
      // A file belongs to whoever made it, wherever its content comes from: only its maker reaches it.
      scope: 'none',
      redact: ['storage_key', 'thumbnail_key', 'sha256'],
    });
    await runner.query(`
      CREATE INDEX file_expiry ON atrium.file (tenant_id, expires_at, id);
      CREATE INDEX file_content ON atrium.file (tenant_id, storage_key);
      CREATE INDEX file_thumbnail ON atrium.file (tenant_id, thumbnail_key);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE atrium.file');
  }
}
