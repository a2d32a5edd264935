import { announceChanges } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { customerTopic } from '../customers.topic';

/** Whatever a customer's file shows. */
const TABLES = [
  'atrium.customer_contact',
  'atrium.customer_consent',
  'atrium.customer_note',
  'atrium.identity_document',
  'atrium.sensitive_profile',
  'atrium.occupancy',
];

/** Tells of changes of customers, for those who have a customer's file open. */
export class CustomerChanges1700000160010 implements MigrationInterface {
  readonly name = 'CustomerChanges1700000160010';

  async up(runner: QueryRunner): Promise<void> {
    await announceChanges(runner, { table: 'atrium.customer', topic: customerTopic });
    for (const table of TABLES) await announceChanges(runner, { table, topic: customerTopic, key: 'customer_id' });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['atrium.customer', ...TABLES]) {
      for (const event of ['insert', 'update', 'delete']) {
        await runner.query(`DROP TRIGGER announce_customer_${event} ON ${table}`);
      }
    }
  }
}
