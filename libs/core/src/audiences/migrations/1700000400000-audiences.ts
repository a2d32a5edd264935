import { createTenantTable, SCOPE_IDS } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Segments with their rules, and the members of frozen ones. */
export class Audiences1700000400000 implements MigrationInterface {
  readonly name = 'Audiences1700000400000';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.segment',
      retention: { kept: 'settings: it is there until it is deleted' },
      // named_communities: those the rule refers to, itself or by what lies in them. within: what its maker was limited
      // to; null for the whole company's. Whoever sees only some communities sees the segments that are about no other.
      columns: `
        name text NOT NULL,
        name_lower text COLLATE "C" NOT NULL GENERATED ALWAYS AS (lower(name)) STORED,
        sort_key text COLLATE "C" NOT NULL,
        description text,
        membership text COLLATE "C" NOT NULL CHECK (membership IN ('DYNAMIC', 'FROZEN')),
        rule jsonb NOT NULL,
        named_communities uuid[] NOT NULL DEFAULT '{}',
        within uuid[],
        CONSTRAINT segment_name_key UNIQUE (tenant_id, name_lower)`,
      versioned: true,
      scope: { using: `named_communities || coalesce(within, '{}') <@ ${SCOPE_IDS}`, checked: true },
    });
    const seen = (table: string): { using: string; checked: true } => ({
      checked: true,
      using: `EXISTS (SELECT FROM atrium.segment s WHERE s.tenant_id = ${table}.tenant_id AND s.id = ${table}.segment_id)`,
    });
    await createTenantTable(runner, {
      table: 'atrium.segment_snapshot',
      retention: { kept: 'it goes with its segment' },
      hasParent: true,
      columns: `
        segment_id uuid NOT NULL,
        state text COLLATE "C" NOT NULL DEFAULT 'TAKING' CHECK (state IN ('TAKING', 'READY', 'FAILED')),
        rule jsonb NOT NULL,
        actor jsonb NOT NULL,
        member_count integer,
        taken_at timestamptz,
        failure text,
        CHECK ((state = 'READY') = (member_count IS NOT NULL)),
        CHECK ((state = 'READY') = (taken_at IS NOT NULL)),
        CONSTRAINT segment_snapshot_segment_fkey FOREIGN KEY (tenant_id, segment_id)
          REFERENCES atrium.segment (tenant_id, id) ON DELETE CASCADE`,
      scope: seen('segment_snapshot'),
    });
    await createTenantTable(runner, {
      table: 'atrium.segment_member',
      retention: { kept: 'it goes with its segment, and with the customer' },
      hasParent: true,
      columns: `
        snapshot_id uuid NOT NULL,
        customer_id uuid NOT NULL,
        CONSTRAINT segment_member_once UNIQUE (tenant_id, snapshot_id, customer_id),
        CONSTRAINT segment_member_snapshot_fkey FOREIGN KEY (tenant_id, snapshot_id)
          REFERENCES atrium.segment_snapshot (tenant_id, id) ON DELETE CASCADE,
        CONSTRAINT segment_member_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE CASCADE`,
      scope: {
        using: `EXISTS (SELECT FROM atrium.customer c
          WHERE c.tenant_id = segment_member.tenant_id AND c.id = segment_member.customer_id)`,
        checked: true,
      },
      unaudited: 'what a rule answered at a moment: the snapshot says by whom and when',
    });
    await runner.query(`
      CREATE INDEX segment_sort ON atrium.segment (tenant_id, sort_key, id);
      CREATE INDEX segment_created ON atrium.segment (tenant_id, created_at, id);
      CREATE INDEX segment_snapshot_segment ON atrium.segment_snapshot (tenant_id, segment_id, id);
      CREATE UNIQUE INDEX segment_snapshot_under_way ON atrium.segment_snapshot (tenant_id, segment_id)
        WHERE state = 'TAKING';
      CREATE INDEX segment_member_customer ON atrium.segment_member (tenant_id, customer_id, snapshot_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE atrium.segment_member, atrium.segment_snapshot, atrium.segment');
  }
}
