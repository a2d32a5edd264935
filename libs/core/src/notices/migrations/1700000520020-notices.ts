import { createTenantTable, CUSTOMER_IDS, SCOPE_IDS, showCustomers } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where a notice is, its rows are. */
const seen = (table: string): { using: string; checked: true } => ({
  checked: true,
  using: `EXISTS (SELECT FROM atrium.notice n WHERE n.tenant_id = ${table}.tenant_id AND n.id = ${table}.notice_id)`,
});
/** Customers see what is addressed to them. */
const ADDRESSED = `ANY (ARRAY(SELECT a.notice_id FROM atrium.notice_addressee a WHERE a.customer_id = ANY (${CUSTOMER_IDS})))`;
const OF_NOTICE = `notice_id uuid NOT NULL,
  FOREIGN KEY (tenant_id, notice_id) REFERENCES atrium.notice (tenant_id, id) ON DELETE CASCADE`;
const RETENTION = { kept: 'it goes with its notice' };

/** Notices (公告), in every language they are written in, with what is attached, and to whom each was addressed. */
export class Notices1700000520020 implements MigrationInterface {
  readonly name = 'Notices1700000520020';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.notice',
      retention: { kind: 'NOTICES', since: 'coalesce(t.withdrawn_at, t.expires_at, t.published_at)' },
      // author: who publishes it, whose view of a segment counts. asks_from: the version from which reading counts.
      columns: `
        community_id uuid,
        building_id uuid,
        segment_id uuid,
        main_locale text COLLATE "C" NOT NULL,
        state text COLLATE "C" NOT NULL DEFAULT 'DRAFT' CHECK (state IN ('DRAFT', 'SCHEDULED', 'PUBLISHED', 'WITHDRAWN')),
        pin integer NOT NULL DEFAULT 0 CHECK (pin IN (0, 1)),
        needs_confirmation boolean NOT NULL DEFAULT false,
        is_urgent boolean NOT NULL DEFAULT false,
        notifies boolean NOT NULL DEFAULT true,
        publish_at timestamptz,
        published_at timestamptz,
        expires_at timestamptz,
        withdrawn_at timestamptz,
        withdrawn_reason text,
        sorted_at timestamptz NOT NULL,
        asks_from integer NOT NULL DEFAULT 1,
        author jsonb,
        CHECK (segment_id IS NOT NULL OR community_id IS NOT NULL),
        CHECK (building_id IS NULL OR community_id IS NOT NULL),
        CHECK ((state = 'SCHEDULED') <= (publish_at IS NOT NULL)),
        CHECK ((state IN ('PUBLISHED', 'WITHDRAWN')) = (published_at IS NOT NULL)),
        CONSTRAINT notice_community_fkey FOREIGN KEY (tenant_id, community_id)
          REFERENCES atrium.community (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT notice_building_fkey FOREIGN KEY (tenant_id, building_id)
          REFERENCES atrium.building (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT notice_segment_fkey FOREIGN KEY (tenant_id, segment_id)
          REFERENCES atrium.segment (tenant_id, id) ON DELETE NO ACTION`,
      versioned: true,
      scope: {
        checked: true,
        using: `community_id = ANY (${SCOPE_IDS}) OR (community_id IS NULL AND EXISTS (SELECT FROM atrium.segment s
          WHERE s.tenant_id = notice.tenant_id AND s.id = notice.segment_id))`,
      },
      redact: ['author'],
    });
    await createTenantTable(runner, {
      table: 'atrium.notice_text',
      retention: RETENTION,
      hasParent: true,
      columns: `${OF_NOTICE},
        locale text COLLATE "C" NOT NULL,
        title text NOT NULL,
        body text NOT NULL,
        CONSTRAINT notice_text_once UNIQUE (tenant_id, notice_id, locale)`,
      scope: seen('notice_text'),
      customer: { using: seen('notice_text').using },
    });
    await createTenantTable(runner, {
      table: 'atrium.notice_version',
      retention: RETENTION,
      hasParent: true,
      rights: 'append',
      columns: `${OF_NOTICE},
        number integer NOT NULL,
        texts jsonb NOT NULL,
        author text NOT NULL,
        CONSTRAINT notice_version_once UNIQUE (tenant_id, notice_id, number)`,
      scope: seen('notice_version'),
      unaudited: 'the notice it was is audited',
    });
    await createTenantTable(runner, {
      table: 'atrium.notice_file',
      retention: RETENTION,
      hasParent: true,
      columns: `${OF_NOTICE},
        file_id uuid NOT NULL,
        name text NOT NULL,
        content_type text NOT NULL,
        bytes bigint NOT NULL,
        CONSTRAINT notice_file_once UNIQUE (tenant_id, notice_id, file_id),
        CONSTRAINT notice_file_file_fkey FOREIGN KEY (tenant_id, file_id)
          REFERENCES atrium.file (tenant_id, id) ON DELETE CASCADE`,
      scope: seen('notice_file'),
      customer: { using: seen('notice_file').using },
    });
    await createTenantTable(runner, {
      table: 'atrium.notice_addressee',
      retention: RETENTION,
      hasParent: true,
      columns: `${OF_NOTICE},
        customer_id uuid NOT NULL,
        read_at timestamptz,
        read_version integer,
        confirmed_at timestamptz,
        confirmed_version integer,
        CHECK ((read_at IS NULL) = (read_version IS NULL)),
        CHECK ((confirmed_at IS NULL) = (confirmed_version IS NULL)),
        CONSTRAINT notice_addressee_once UNIQUE (tenant_id, notice_id, customer_id),
        CONSTRAINT notice_addressee_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE CASCADE`,
      scope: {
        checked: true,
        using: `EXISTS (SELECT FROM atrium.customer c
          WHERE c.tenant_id = notice_addressee.tenant_id AND c.id = notice_addressee.customer_id)`,
      },
      customer: 'customer_id',
      customerWrites: 'change',
      unaudited: 'it says itself to whom, and when it was read and confirmed',
    });
    // By now there is what it refers to.
    await showCustomers(runner, {
      table: 'atrium.notice',
      customer: { using: `state = 'PUBLISHED' AND (expires_at IS NULL OR expires_at > now()) AND id = ${ADDRESSED}` },
    });
    await runner.query(`
      CREATE INDEX notice_sorted ON atrium.notice (tenant_id, pin, sorted_at, id);
      CREATE INDEX notice_time ON atrium.notice (tenant_id, sorted_at, id);
      CREATE INDEX notice_community ON atrium.notice (tenant_id, community_id, sorted_at, id);
      CREATE INDEX notice_building ON atrium.notice (tenant_id, building_id) WHERE building_id IS NOT NULL;
      CREATE INDEX notice_segment ON atrium.notice (tenant_id, segment_id) WHERE segment_id IS NOT NULL;
      CREATE INDEX notice_file_file ON atrium.notice_file (tenant_id, file_id);
      CREATE INDEX notice_addressee_customer ON atrium.notice_addressee (tenant_id, customer_id, notice_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await showCustomers(runner, { table: 'atrium.notice', customer: 'nothing' });
    await runner.query(`DROP TABLE atrium.notice_addressee, atrium.notice_file, atrium.notice_version,
      atrium.notice_text, atrium.notice`);
  }
}
