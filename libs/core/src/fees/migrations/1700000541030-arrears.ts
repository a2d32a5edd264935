import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Monthly snapshots of what was collected, and the indexes that reports of arrears and rates read. */
export class Arrears1700000541030 implements MigrationInterface {
  readonly name = 'Arrears1700000541030';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.fee_rate_snapshot',
      hasParent: true,
      accounting: true,
      retention: { kept: 'figures of closed months, compared over years' },
      // One row a community and item; units are counted once however many items they are charged, in the row without one.
      columns: `
        community_id uuid NOT NULL,
        fee_item_id uuid,
        month date NOT NULL CHECK (extract(day FROM month) = 1),
        taken_on date NOT NULL,
        charged bigint NOT NULL,
        paid bigint NOT NULL,
        recovered bigint NOT NULL,
        still_owing bigint NOT NULL,
        units bigint NOT NULL,
        settled_units bigint NOT NULL,
        ageing bigint[] NOT NULL CHECK (cardinality(ageing) = 6),
        CONSTRAINT fee_rate_snapshot_key UNIQUE NULLS NOT DISTINCT (tenant_id, month, community_id, fee_item_id),
        CONSTRAINT fee_rate_snapshot_community_fkey FOREIGN KEY (tenant_id, community_id)
          REFERENCES atrium.community (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT fee_rate_snapshot_item_fkey FOREIGN KEY (tenant_id, fee_item_id)
          REFERENCES atrium.fee_item (tenant_id, id) ON DELETE NO ACTION`,
      scope: 'community_id',
      rights: 'append',
      unaudited: 'derived from charges and postings, once a month, and never changed',
    });
    await runner.query(`
      CREATE INDEX fee_rate_snapshot_community ON atrium.fee_rate_snapshot (tenant_id, community_id, month);
      CREATE INDEX fee_rate_snapshot_item ON atrium.fee_rate_snapshot (tenant_id, fee_item_id) WHERE fee_item_id IS NOT NULL;
      CREATE INDEX fee_charge_owing ON atrium.fee_charge (tenant_id, due_on)
        INCLUDE (community_id, fee_item_id, principal_due, late_fee_due, costs_due)
        WHERE principal_due + late_fee_due + costs_due > 0 AND voided_at IS NULL;
      CREATE INDEX fee_charge_period ON atrium.fee_charge (tenant_id, starts_on);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX atrium.fee_charge_period, atrium.fee_charge_owing;
      DROP TABLE atrium.fee_rate_snapshot;
    `);
  }
}
