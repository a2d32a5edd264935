import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const PARTS = `parts text[] NOT NULL CHECK (parts <@ ARRAY['PROPERTIES', 'CUSTOMERS', 'DOCUMENTS', 'HISTORY'])`;

/** Offers of a community to another company, at the giver's; what was taken over, at the receiver's. */
export class TakeOver1700000140050 implements MigrationInterface {
  readonly name = 'TakeOver1700000140050';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.community_offer',
      hasParent: true,
      columns: `
        community_id uuid NOT NULL,
        ${PARTS},
        afterwards text NOT NULL CHECK (afterwards IN ('KEEP', 'ERASE_CUSTOMERS')),
        token_hash text COLLATE "C" NOT NULL,
        offered_by text NOT NULL,
        expires_at timestamptz NOT NULL,
        state text NOT NULL DEFAULT 'OFFERED' CHECK (state IN ('OFFERED', 'ACCEPTED', 'TAKEN', 'WITHDRAWN')),
        taken_by text,
        taken_at timestamptz,
        counts jsonb NOT NULL DEFAULT '{}',
        CONSTRAINT community_offer_token_key UNIQUE (tenant_id, token_hash),
        FOREIGN KEY (tenant_id, community_id) REFERENCES atrium.community (tenant_id, id) ON DELETE NO ACTION`,
      scope: 'community_id',
      secret: ['token_hash'],
    });
    await createTenantTable(runner, {
      table: 'atrium.community_takeover',
      columns: `
        from_tenant_id uuid NOT NULL,
        offer_id uuid NOT NULL,
        from_name text NOT NULL,
        community_name text NOT NULL,
        ${PARTS},
        accepted_by text NOT NULL,
        state text NOT NULL DEFAULT 'RUNNING' CHECK (state IN ('RUNNING', 'DONE', 'FAILED')),
        failure jsonb,
        counts jsonb NOT NULL DEFAULT '{}',
        finished_at timestamptz,
        CONSTRAINT community_takeover_offer_key UNIQUE (tenant_id, offer_id)`,
      scope: 'none', // of the company as a whole: the community was not its own before
    });
    await runner.query(`
      CREATE UNIQUE INDEX community_offer_open ON atrium.community_offer (tenant_id, community_id)
        WHERE state IN ('OFFERED', 'ACCEPTED');
      CREATE INDEX community_offer_created ON atrium.community_offer (tenant_id, created_at, id);
      CREATE INDEX community_takeover_created ON atrium.community_takeover (tenant_id, created_at, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE atrium.community_takeover, atrium.community_offer');
  }
}
