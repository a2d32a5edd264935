import { createTenantTable, releaseFiles } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { GOES_WITH_TICKET, OF_TICKET, scopeOfTicket, withTicket } from './of-ticket';

/** Photos, recordings and letters on tickets. */
export class TicketFiles1700000561500 implements MigrationInterface {
  readonly name = 'TicketFiles1700000561500';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.ticket_file',
      hasParent: true,
      // customer_id: whose ticket it is on, so that it goes with the person.
      columns: `
        ${OF_TICKET},
        file_id uuid NOT NULL,
        name text NOT NULL,
        content_type text NOT NULL,
        bytes bigint NOT NULL,
        at timestamptz NOT NULL,
        visibility text COLLATE "C" NOT NULL CHECK (visibility IN ('INTERNAL', 'CUSTOMER')),
        author_name text,
        is_from_customer boolean NOT NULL,
        customer_id uuid,
        CONSTRAINT ticket_file_once UNIQUE (tenant_id, ticket_id, file_id),
        CONSTRAINT ticket_file_file_fkey FOREIGN KEY (tenant_id, file_id)
          REFERENCES atrium.file (tenant_id, id) ON DELETE CASCADE,
        CONSTRAINT ticket_file_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE CASCADE`,
      scope: scopeOfTicket('ticket_file'),
      customer: { using: `visibility = 'CUSTOMER' AND ${withTicket('ticket_file')}` },
      customerWrites: 'change',
      retention: GOES_WITH_TICKET,
    });
    await runner.query(`
      CREATE INDEX ticket_file_time ON atrium.ticket_file (tenant_id, ticket_id, at, id);
      CREATE INDEX ticket_file_file ON atrium.ticket_file (tenant_id, file_id);
      CREATE INDEX ticket_file_customer ON atrium.ticket_file (tenant_id, customer_id) WHERE customer_id IS NOT NULL;
    `);
    await releaseFiles(runner, { table: 'atrium.ticket_file' });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE atrium.ticket_file');
  }
}
