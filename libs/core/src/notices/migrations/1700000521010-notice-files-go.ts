import { releaseFiles } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was attached to a notice goes when it is taken off, or with the notice. */
export class NoticeFilesGo1700000521010 implements MigrationInterface {
  readonly name = 'NoticeFilesGo1700000521010';

  async up(runner: QueryRunner): Promise<void> {
    await releaseFiles(runner, { table: 'atrium.notice_file' });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER release_files ON atrium.notice_file');
  }
}
