import { announceChanges } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { fileTopic } from '../file.topic';

/** Tells whoever waits for an image that it is ready. */
export class FileChanges1700000160020 implements MigrationInterface {
  readonly name = 'FileChanges1700000160020';

  async up(runner: QueryRunner): Promise<void> {
    await announceChanges(runner, { table: 'atrium.file', topic: fileTopic });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const event of ['insert', 'update', 'delete']) {
      await runner.query(`DROP TRIGGER announce_file_${event} ON atrium.file`);
    }
  }
}
