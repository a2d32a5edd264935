import { CUSTOMER_IDS, showCustomers } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Customers upload what they attach to something of theirs, e.g. a photo of the damage, and see their own uploads. */
export class FilesOfCustomers1700000561520 implements MigrationInterface {
  readonly name = 'FilesOfCustomers1700000561520';

  async up(runner: QueryRunner): Promise<void> {
    await showCustomers(runner, {
      table: 'atrium.file',
      customer: { using: `actor_id = ANY (${CUSTOMER_IDS})` },
      customerWrites: 'change',
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await showCustomers(runner, { table: 'atrium.file', customer: 'nothing' });
  }
}
