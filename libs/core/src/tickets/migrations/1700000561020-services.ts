import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { GOES_WITH_TICKET, OF_TICKET, scopeOfTicket, withTicket } from './of-ticket';

const KINDS = `kind text COLLATE "C" NOT NULL CHECK (kind IN ('SERVICE', 'LABOUR', 'MATERIAL'))`;
const withQuotation = `EXISTS (SELECT FROM atrium.ticket_quotation q
  WHERE q.tenant_id = ticket_quotation_line.tenant_id AND q.id = ticket_quotation_line.quotation_id)`;
const feeItem = (table: string): string => `fee_item_id uuid NOT NULL,
  CONSTRAINT ${table}_fee_item_fkey FOREIGN KEY (tenant_id, fee_item_id)
    REFERENCES atrium.fee_item (tenant_id, id) ON DELETE NO ACTION`;

/** Paid services (特约有偿服务): the price list, and quotations of tickets. */
export class TicketServices1700000561020 implements MigrationInterface {
  readonly name = 'TicketServices1700000561020';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.service_item',
      columns: `
        name text NOT NULL,
        name_lower text COLLATE "C" NOT NULL GENERATED ALWAYS AS (lower(name)) STORED,
        sort_key text COLLATE "C" NOT NULL,
        ${KINDS},
        unit text NOT NULL,
        price bigint NOT NULL CHECK (price >= 0),
        currency text COLLATE "C" NOT NULL,
        description text,
        is_active boolean NOT NULL DEFAULT true,
        ${feeItem('service_item')},
        CONSTRAINT service_item_name_key UNIQUE (tenant_id, name_lower)`,
      versioned: true,
      scope: 'none', // prices are the whole company's
      customer: 'tenant',
      retention: { kept: 'settings: quotations were made from it' },
    });
    await createTenantTable(runner, {
      table: 'atrium.ticket_quotation',
      hasParent: true,
      // amount: what is offered; final_amount: what was used of it.
      columns: `
        ${OF_TICKET},
        number integer NOT NULL,
        state text COLLATE "C" NOT NULL DEFAULT 'DRAFT' CHECK (state IN
          ('DRAFT', 'OFFERED', 'ACCEPTED', 'DONE', 'CONFIRMED', 'CHARGED', 'DECLINED', 'WITHDRAWN')),
        currency text COLLATE "C" NOT NULL,
        amount bigint NOT NULL CHECK (amount > 0),
        final_amount bigint CHECK (final_amount BETWEEN 0 AND amount),
        valid_until timestamptz NOT NULL,
        note text,
        offered_at timestamptz,
        decided_at timestamptz,
        done_at timestamptz,
        confirmed_at timestamptz,
        proof text,
        charge_ids uuid[] NOT NULL DEFAULT '{}',
        CONSTRAINT ticket_quotation_number_key UNIQUE (tenant_id, ticket_id, number)`,
      versioned: true,
      scope: scopeOfTicket('ticket_quotation'),
      customer: { using: `state <> 'DRAFT' AND ${withTicket('ticket_quotation')}` },
      customerWrites: 'change',
      retention: GOES_WITH_TICKET,
    });
    await createTenantTable(runner, {
      table: 'atrium.ticket_quotation_line',
      hasParent: true,
      columns: `
        quotation_id uuid NOT NULL,
        position integer NOT NULL,
        ${KINDS},
        service_item_id uuid,
        ${feeItem('ticket_quotation_line')},
        description text NOT NULL,
        unit text NOT NULL,
        unit_price bigint NOT NULL CHECK (unit_price >= 0),
        quantity numeric(12,3) NOT NULL CHECK (quantity > 0),
        amount bigint NOT NULL CHECK (amount >= 0),
        used numeric(12,3) CHECK (used >= 0),
        used_amount bigint CHECK (used_amount >= 0),
        CHECK ((used IS NULL) = (used_amount IS NULL)),
        CONSTRAINT ticket_quotation_line_quotation_fkey FOREIGN KEY (tenant_id, quotation_id)
          REFERENCES atrium.ticket_quotation (tenant_id, id) ON DELETE CASCADE,
        CONSTRAINT ticket_quotation_line_item_fkey FOREIGN KEY (tenant_id, service_item_id)
          REFERENCES atrium.service_item (tenant_id, id) ON DELETE SET NULL (service_item_id)`,
      scope: { using: withQuotation, checked: true },
      customer: { using: withQuotation },
      retention: GOES_WITH_TICKET,
    });
    await runner.query(`
      CREATE INDEX service_item_sort ON atrium.service_item (tenant_id, sort_key, id);
      CREATE INDEX service_item_fee_item ON atrium.service_item (tenant_id, fee_item_id);
      CREATE INDEX ticket_quotation_created ON atrium.ticket_quotation (tenant_id, created_at, id);
      CREATE INDEX ticket_quotation_line_quotation ON atrium.ticket_quotation_line (tenant_id, quotation_id, position);
      CREATE INDEX ticket_quotation_line_item ON atrium.ticket_quotation_line (tenant_id, service_item_id)
        WHERE service_item_id IS NOT NULL;
      CREATE INDEX ticket_quotation_line_fee_item ON atrium.ticket_quotation_line (tenant_id, fee_item_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE atrium.ticket_quotation_line, atrium.ticket_quotation, atrium.service_item');
  }
}
