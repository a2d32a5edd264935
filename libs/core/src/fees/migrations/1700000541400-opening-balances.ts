import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What customers owed and had prepaid elsewhere on the day a company moved in, each entered once. */
export class OpeningBalances1700000541400 implements MigrationInterface {
  readonly name = 'OpeningBalances1700000541400';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.fee_opening_balance',
      hasParent: true,
      accounting: true,
      retention: { kept: 'books: what they began with' },
      // key: of the other system, or what tells it from others. late_fee: what had been asked for through as_of.
      columns: `
        community_id uuid NOT NULL,
        unit_id uuid,
        customer_id uuid NOT NULL,
        fee_item_id uuid,
        charge_id uuid,
        kind text COLLATE "C" NOT NULL CHECK (kind IN ('DEBT', 'PREPAID')),
        amount bigint NOT NULL CHECK (amount > 0),
        late_fee bigint NOT NULL DEFAULT 0 CHECK (late_fee >= 0),
        currency text COLLATE "C" NOT NULL,
        as_of date NOT NULL,
        due_on date,
        key text COLLATE "C" NOT NULL,
        CHECK ((kind = 'DEBT') = (charge_id IS NOT NULL AND due_on IS NOT NULL)),
        CHECK (kind <> 'DEBT' OR fee_item_id IS NOT NULL),
        CHECK (kind = 'DEBT' OR late_fee = 0),
        CONSTRAINT fee_opening_balance_key UNIQUE (tenant_id, key),
        CONSTRAINT fee_opening_balance_charge_key UNIQUE (tenant_id, charge_id),
        CONSTRAINT fee_opening_balance_community_fkey FOREIGN KEY (tenant_id, community_id)
          REFERENCES atrium.community (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT fee_opening_balance_unit_fkey FOREIGN KEY (tenant_id, community_id, unit_id)
          REFERENCES atrium.unit (tenant_id, community_id, id) ON DELETE NO ACTION,
        CONSTRAINT fee_opening_balance_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT fee_opening_balance_item_fkey FOREIGN KEY (tenant_id, fee_item_id)
          REFERENCES atrium.fee_item (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT fee_opening_balance_charge_fkey FOREIGN KEY (tenant_id, charge_id)
          REFERENCES atrium.fee_charge (tenant_id, id) ON DELETE NO ACTION`,
      scope: 'community_id',
      rights: 'append',
      onCustomerErased: 'keep',
    });
    await runner.query(`
      CREATE INDEX fee_opening_balance_community ON atrium.fee_opening_balance (tenant_id, community_id, id);
      CREATE INDEX fee_opening_balance_unit ON atrium.fee_opening_balance (tenant_id, unit_id) WHERE unit_id IS NOT NULL;
      CREATE INDEX fee_opening_balance_customer ON atrium.fee_opening_balance (tenant_id, customer_id);
      CREATE INDEX fee_opening_balance_item ON atrium.fee_opening_balance (tenant_id, fee_item_id)
        WHERE fee_item_id IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE atrium.fee_opening_balance');
  }
}
