import { releaseFiles } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The file of a photo goes with the photo, and with its event. */
export class CommunityEvents2 implements MigrationInterface {
  readonly name = 'CommunityEvents2';

  async up(runner: QueryRunner): Promise<void> {
    await releaseFiles(runner, { table: 'plg_community_events.photo' });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TRIGGER release_files ON plg_community_events.photo;
      DROP TRIGGER release_files_replaced ON plg_community_events.photo`);
  }
}
