import { createTenantTable, releaseFiles } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who collects where, demands and acknowledgements of debts, and which claims are about to be limited. */
export class Claims1700000541430 implements MigrationInterface {
  readonly name = 'Claims1700000541430';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.fee_collector',
      hasParent: true,
      versioned: true,
      retention: { kept: 'who works where now' },
      // building_id: null for whatever of the community has nobody of its own.
      columns: `
        community_id uuid NOT NULL,
        building_id uuid,
        staff_id uuid NOT NULL,
        CONSTRAINT fee_collector_place_key UNIQUE NULLS NOT DISTINCT (tenant_id, community_id, building_id),
        CONSTRAINT fee_collector_community_fkey FOREIGN KEY (tenant_id, community_id)
          REFERENCES atrium.community (tenant_id, id) ON DELETE CASCADE,
        CONSTRAINT fee_collector_building_fkey FOREIGN KEY (tenant_id, building_id)
          REFERENCES atrium.building (tenant_id, id) ON DELETE CASCADE,
        CONSTRAINT fee_collector_staff_fkey FOREIGN KEY (tenant_id, staff_id)
          REFERENCES atrium.staff (tenant_id, id) ON DELETE CASCADE`,
      scope: 'community_id',
    });
    await createTenantTable(runner, {
      table: 'atrium.fee_demand',
      hasParent: true,
      accounting: true,
      retention: { kept: 'it proves that a claim is not limited' },
      columns: `
        community_id uuid NOT NULL,
        customer_id uuid NOT NULL,
        charge_ids uuid[] NOT NULL CHECK (cardinality(charge_ids) > 0),
        kind text COLLATE "C" NOT NULL CHECK (kind IN ('DEMAND', 'ACKNOWLEDGEMENT')),
        means text COLLATE "C" NOT NULL,
        made_on date NOT NULL,
        proof text NOT NULL,
        file_id uuid,
        recorded_by uuid,
        CONSTRAINT fee_demand_community_fkey FOREIGN KEY (tenant_id, community_id)
          REFERENCES atrium.community (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT fee_demand_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT fee_demand_file_fkey FOREIGN KEY (tenant_id, file_id)
          REFERENCES atrium.file (tenant_id, id) ON DELETE CASCADE`,
      scope: 'community_id',
      rights: 'append',
      onCustomerErased: 'keep',
    });
    await createTenantTable(runner, {
      table: 'atrium.fee_claim_alert',
      hasParent: true,
      retention: { kept: 'it says that somebody was told in time' },
      // One for each day that a claim would be limited on: an interruption makes it later, and another alert then.
      columns: `
        community_id uuid NOT NULL,
        charge_id uuid NOT NULL,
        ends_on date NOT NULL,
        CONSTRAINT fee_claim_alert_key UNIQUE (tenant_id, charge_id, ends_on),
        CONSTRAINT fee_claim_alert_charge_fkey FOREIGN KEY (tenant_id, charge_id)
          REFERENCES atrium.fee_charge (tenant_id, id) ON DELETE NO ACTION`,
      scope: 'community_id',
      rights: 'append',
      unaudited: 'it follows from charges, demands and payments, and says itself when',
    });
    await releaseFiles(runner, { table: 'atrium.fee_demand' });
    await runner.query(`
      CREATE INDEX fee_collector_staff ON atrium.fee_collector (tenant_id, staff_id);
      CREATE INDEX fee_collector_building ON atrium.fee_collector (tenant_id, building_id) WHERE building_id IS NOT NULL;
      CREATE INDEX fee_demand_customer ON atrium.fee_demand (tenant_id, customer_id, made_on, id);
      CREATE INDEX fee_demand_community ON atrium.fee_demand (tenant_id, community_id);
      CREATE INDEX fee_demand_day ON atrium.fee_demand (tenant_id, made_on, id);
      CREATE INDEX fee_demand_file ON atrium.fee_demand (tenant_id, file_id) WHERE file_id IS NOT NULL;
      CREATE INDEX fee_claim_alert_end ON atrium.fee_claim_alert (tenant_id, ends_on, id);
      CREATE INDEX fee_claim_alert_community ON atrium.fee_claim_alert (tenant_id, community_id, ends_on, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE atrium.fee_claim_alert, atrium.fee_demand, atrium.fee_collector');
  }
}
