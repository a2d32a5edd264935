import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const books = 'books: the law asks for 30 years of vouchers';

/** Gateways that a company takes payments by, orders at them, and what they reported. */
export class Gateways1700000541020 implements MigrationInterface {
  readonly name = 'Gateways1700000541020';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.fee_gateway',
      versioned: true,
      secret: ['secret_sealed'],
      retention: { kept: 'how the company is paid' },
      columns: `
        gateway text COLLATE "C" NOT NULL,
        secret_sealed text NOT NULL,
        is_enabled boolean NOT NULL,
        CONSTRAINT fee_gateway_key UNIQUE (tenant_id, gateway)`,
      // Of the whole company; customers pay by it, and see that it is there by no query of theirs.
      scope: 'none',
    });
    await createTenantTable(runner, {
      table: 'atrium.fee_payment_order',
      hasParent: true,
      accounting: true,
      retention: { kept: books },
      // paid, refunded: what the gateway reported so far, in whatever order it did.
      columns: `
        community_id uuid NOT NULL,
        customer_id uuid NOT NULL,
        gateway text COLLATE "C" NOT NULL,
        amount bigint NOT NULL CHECK (amount > 0),
        currency text COLLATE "C" NOT NULL,
        charge_ids uuid[] NOT NULL,
        state text COLLATE "C" NOT NULL DEFAULT 'CREATED' CHECK (state IN ('CREATED', 'PAID', 'FAILED')),
        paid bigint NOT NULL DEFAULT 0 CHECK (paid >= 0),
        refunded bigint NOT NULL DEFAULT 0 CHECK (refunded >= 0),
        payment_id uuid,
        reference text COLLATE "C",
        expires_at timestamptz NOT NULL,
        CHECK ((state = 'PAID') = (payment_id IS NOT NULL)),
        CONSTRAINT fee_payment_order_payment_key UNIQUE (tenant_id, payment_id),
        CONSTRAINT fee_payment_order_payment_fkey FOREIGN KEY (tenant_id, payment_id)
          REFERENCES atrium.fee_payment (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT fee_payment_order_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE NO ACTION`,
      scope: 'community_id',
      customer: 'customer_id',
      customerWrites: 'change',
      onCustomerErased: 'keep',
    });
    await createTenantTable(runner, {
      table: 'atrium.fee_gateway_event',
      hasParent: true,
      accounting: true,
      retention: { kept: books },
      columns: `
        community_id uuid NOT NULL,
        order_id uuid NOT NULL,
        gateway text COLLATE "C" NOT NULL,
        event text COLLATE "C" NOT NULL,
        state text COLLATE "C" NOT NULL,
        amount bigint NOT NULL,
        happened_at timestamptz NOT NULL,
        CONSTRAINT fee_gateway_event_key UNIQUE (tenant_id, gateway, event),
        CONSTRAINT fee_gateway_event_order_fkey FOREIGN KEY (tenant_id, order_id)
          REFERENCES atrium.fee_payment_order (tenant_id, id) ON DELETE NO ACTION`,
      scope: 'community_id',
      rights: 'append',
    });
    await runner.query(`
      CREATE INDEX fee_payment_order_customer ON atrium.fee_payment_order (tenant_id, customer_id, id);
      CREATE INDEX fee_payment_order_state ON atrium.fee_payment_order (tenant_id, state, id);
      CREATE INDEX fee_gateway_event_order ON atrium.fee_gateway_event (tenant_id, order_id, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE atrium.fee_gateway_event, atrium.fee_payment_order, atrium.fee_gateway');
  }
}
