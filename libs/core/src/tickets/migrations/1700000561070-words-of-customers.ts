import { noteLifeOfRows } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose words stand in a follow-up: they go with the person. */
export class TicketWordsOfCustomers1700000561070 implements MigrationInterface {
  readonly name = 'TicketWordsOfCustomers1700000561070';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE atrium.ticket_follow_up ADD customer_id uuid,
        ADD CONSTRAINT ticket_follow_up_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE NO ACTION;
      UPDATE atrium.ticket_follow_up f SET customer_id = k.customer_id FROM atrium.ticket k
        WHERE k.tenant_id = f.tenant_id AND k.id = f.ticket_id;
      CREATE INDEX ticket_follow_up_customer ON atrium.ticket_follow_up (tenant_id, customer_id)
        WHERE customer_id IS NOT NULL;
    `);
    await noteLifeOfRows(runner, 'atrium.ticket_follow_up', { onCustomerErased: { set: { comment: 'NULL' } } });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE atrium.ticket_follow_up DROP customer_id');
  }
}
