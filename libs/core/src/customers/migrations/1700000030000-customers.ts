import { createTenantTable, CUSTOMER_IDS, SCOPE_IDS } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rows that hang on a customer are there for whoever sees the customer. */
const withCustomer = (table: string): { using: string; checked: true } => ({
  checked: true,
  using: `EXISTS (SELECT FROM atrium.customer c WHERE c.tenant_id = ${table}.tenant_id AND c.id = ${table}.customer_id)`,
});

const OF_CUSTOMER = `customer_id uuid NOT NULL,
  FOREIGN KEY (tenant_id, customer_id) REFERENCES atrium.customer (tenant_id, id) ON DELETE CASCADE`;

const CHANNELS = `('PHONE', 'SMS', 'EMAIL', 'APP', 'WECHAT', 'POST')`;

/** Customers with contacts, consents, identity documents and sensitive profiles; occupancies and transfers; merges. */
export class Customers1700000030000 implements MigrationInterface {
  readonly name = 'Customers1700000030000';

  async up(runner: QueryRunner): Promise<void> {
    await this.counters(runner);
    await this.occupancies(runner);
    await this.customers(runner);
    await this.contacts(runner);
    await this.privacy(runner);
    await this.history(runner);
  }

  private async counters(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.counter',
      columns: `
        name text COLLATE "C" NOT NULL,
        value bigint NOT NULL,
        CONSTRAINT counter_name_key UNIQUE (tenant_id, name)`,
      // One series of numbers serves all communities of a tenant.
      scope: 'none',
      customer: 'tenant',
      customerWrites: 'change',
      unaudited: 'the numbers show on what they were given to',
    });
  }

  private async occupancies(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.unit_transfer',
      hasParent: true,
      columns: `
        community_id uuid NOT NULL,
        unit_id uuid NOT NULL,
        transferred_on date NOT NULL,
        note text,
        CONSTRAINT unit_transfer_unit_fkey FOREIGN KEY (tenant_id, community_id, unit_id)
          REFERENCES atrium.unit (tenant_id, community_id, id) ON DELETE NO ACTION`,
      scope: 'community_id',
    });
    // From starts_on up to, not including, ends_on; "not known" and "not yet" are infinite, so that dates just compare.
    await createTenantTable(runner, {
      table: 'atrium.occupancy',
      hasParent: true,
      columns: `
        community_id uuid NOT NULL,
        unit_id uuid NOT NULL,
        customer_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('OWNER', 'CO_OWNER', 'LESSEE', 'FAMILY', 'STAFF')),
        starts_on date NOT NULL DEFAULT '-infinity',
        ends_on date NOT NULL DEFAULT 'infinity',
        share numeric(5,2) CHECK (share > 0 AND share <= 100),
        pays_fees boolean NOT NULL DEFAULT false,
        is_primary_contact boolean NOT NULL DEFAULT false,
        external_id text COLLATE "C",
        started_by_transfer_id uuid,
        ended_by_transfer_id uuid,
        CONSTRAINT occupancy_dates CHECK (ends_on > starts_on),
        CONSTRAINT occupancy_share_of_owner CHECK (share IS NULL OR kind IN ('OWNER', 'CO_OWNER')),
        CONSTRAINT occupancy_external_id_key UNIQUE (tenant_id, external_id),
        CONSTRAINT occupancy_unit_fkey FOREIGN KEY (tenant_id, community_id, unit_id)
          REFERENCES atrium.unit (tenant_id, community_id, id) ON DELETE NO ACTION,
        CONSTRAINT occupancy_started_by_fkey FOREIGN KEY (tenant_id, started_by_transfer_id)
          REFERENCES atrium.unit_transfer (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT occupancy_ended_by_fkey FOREIGN KEY (tenant_id, ended_by_transfer_id)
          REFERENCES atrium.unit_transfer (tenant_id, id) ON DELETE NO ACTION`,
      versioned: true,
      scope: 'community_id',
      customer: 'customer_id',
    });
    // The service checks the rules under a lock on the unit; the unique indexes stand behind it for what is open.
    await runner.query(`
      CREATE INDEX unit_transfer_unit ON atrium.unit_transfer (tenant_id, unit_id, transferred_on, id);
      CREATE INDEX occupancy_unit ON atrium.occupancy (tenant_id, unit_id, starts_on, id);
      CREATE INDEX occupancy_start ON atrium.occupancy (tenant_id, starts_on, id);
      CREATE INDEX occupancy_customer ON atrium.occupancy (tenant_id, customer_id, starts_on, id);
      CREATE INDEX occupancy_community ON atrium.occupancy (tenant_id, community_id, customer_id);
      CREATE INDEX occupancy_started_by ON atrium.occupancy (tenant_id, started_by_transfer_id)
        WHERE started_by_transfer_id IS NOT NULL;
      CREATE INDEX occupancy_ended_by ON atrium.occupancy (tenant_id, ended_by_transfer_id)
        WHERE ended_by_transfer_id IS NOT NULL;
      CREATE UNIQUE INDEX occupancy_one_owner ON atrium.occupancy (tenant_id, unit_id)
        WHERE kind = 'OWNER' AND ends_on = 'infinity';
      CREATE UNIQUE INDEX occupancy_once ON atrium.occupancy (tenant_id, customer_id, unit_id, kind)
        WHERE ends_on = 'infinity';
    `);
  }

  private async customers(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.customer',
      // A merged customer points at its survivor. The reference goes through "is a survivor", so the database itself
      // refuses chains and cycles; alias_ids and alias_community_ids repeat it on the survivor for reading.
      columns: `
        code text COLLATE "C" NOT NULL,
        external_id text COLLATE "C",
        kind text NOT NULL CHECK (kind IN ('PERSON', 'ORGANISATION')),
        name text COLLATE "C" NOT NULL,
        name_key text COLLATE "C" NOT NULL,
        sort_key text COLLATE "C" NOT NULL,
        birthday date CHECK (birthday > '1850-01-01'),
        preferred_language text COLLATE "C",
        preferred_channel text CHECK (preferred_channel IN ${CHANNELS}),
        remarks text,
        community_id uuid,
        merged_into_id uuid,
        alias_ids uuid[] NOT NULL DEFAULT '{}',
        alias_community_ids uuid[] NOT NULL DEFAULT '{}',
        erased_at timestamptz,
        is_survivor boolean NOT NULL GENERATED ALWAYS AS (merged_into_id IS NULL) STORED,
        into_survivor boolean GENERATED ALWAYS AS (CASE WHEN merged_into_id IS NULL THEN NULL ELSE true END) STORED,
        CONSTRAINT customer_code_key UNIQUE (tenant_id, code),
        CONSTRAINT customer_external_id_key UNIQUE (tenant_id, external_id),
        CONSTRAINT customer_survivor_key UNIQUE (tenant_id, id, is_survivor),
        CONSTRAINT customer_merged_into_fkey FOREIGN KEY (tenant_id, merged_into_id, into_survivor)
          REFERENCES atrium.customer (tenant_id, id, is_survivor) ON DELETE NO ACTION,
        CONSTRAINT customer_community_fkey FOREIGN KEY (tenant_id, community_id)
          REFERENCES atrium.community (tenant_id, id) ON DELETE SET NULL (community_id)`,
      versioned: true,
      scope: {
        checked: true,
        // The look at the occupancies is apart for aliases: this way the planner may gather those of the scope once where
        // it reads many customers.
        using: `community_id = ANY (${SCOPE_IDS}) OR alias_community_ids && ${SCOPE_IDS}
          OR EXISTS (SELECT FROM atrium.occupancy o
                     WHERE o.tenant_id = customer.tenant_id AND o.customer_id = customer.id
                       AND o.community_id = ANY (${SCOPE_IDS}))
          OR (alias_ids <> '{}' AND EXISTS (SELECT FROM atrium.occupancy o
                     WHERE o.tenant_id = customer.tenant_id AND o.customer_id = ANY (customer.alias_ids)
                       AND o.community_id = ANY (${SCOPE_IDS})))`,
      },
      customer: { using: `id = ANY (${CUSTOMER_IDS})` },
      customerWrites: 'change',
    });
    await runner.query(`
      CREATE INDEX customer_sort ON atrium.customer (tenant_id, sort_key, id);
      CREATE INDEX customer_kind ON atrium.customer (tenant_id, kind, sort_key, id);
      CREATE INDEX customer_created ON atrium.customer (tenant_id, created_at, id);
      CREATE INDEX customer_name ON atrium.customer (tenant_id, name_key, id);
      CREATE INDEX customer_community ON atrium.customer (tenant_id, community_id, sort_key, id)
        WHERE community_id IS NOT NULL;
      CREATE INDEX customer_merged_into ON atrium.customer (tenant_id, merged_into_id) WHERE merged_into_id IS NOT NULL;
      ALTER TABLE atrium.occupancy ADD CONSTRAINT occupancy_customer_fkey FOREIGN KEY (tenant_id, customer_id)
        REFERENCES atrium.customer (tenant_id, id) ON DELETE NO ACTION;
    `);
  }

  private async contacts(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.customer_contact',
      hasParent: true,
      // The audit log shows what changed by the masked value. A removed contact is kept: notices went there.
      columns: `
        ${OF_CUSTOMER},
        kind text NOT NULL CHECK (kind IN ('PHONE', 'EMAIL')),
        value text COLLATE "C" NOT NULL,
        masked text NOT NULL,
        extension text,
        label text,
        is_preferred boolean NOT NULL DEFAULT false,
        verified_at timestamptz,
        removed_at timestamptz`,
      versioned: true,
      scope: withCustomer('customer_contact'),
      customer: 'customer_id',
      customerWrites: 'change',
      redact: ['value'],
    });
    await createTenantTable(runner, {
      table: 'atrium.identity_document',
      hasParent: true,
      columns: `
        ${OF_CUSTOMER},
        kind text NOT NULL CHECK (kind IN
          ('RESIDENT_ID', 'PASSPORT', 'HK_MACAO_PERMIT', 'TAIWAN_PERMIT', 'BUSINESS_LICENCE', 'OTHER')),
        number_sealed text NOT NULL,
        number_masked text NOT NULL,
        fingerprint text COLLATE "C" NOT NULL,
        valid_until date,
        CONSTRAINT identity_document_kind_key UNIQUE (tenant_id, customer_id, kind)`,
      versioned: true,
      scope: withCustomer('identity_document'),
      customer: 'customer_id',
      redact: ['number_sealed', 'fingerprint'],
    });
    await runner.query(`
      CREATE UNIQUE INDEX customer_contact_once ON atrium.customer_contact (tenant_id, customer_id, kind, value)
        WHERE removed_at IS NULL;
      CREATE UNIQUE INDEX customer_contact_preferred ON atrium.customer_contact (tenant_id, customer_id, kind)
        WHERE is_preferred AND removed_at IS NULL;
      CREATE INDEX customer_contact_value ON atrium.customer_contact (tenant_id, value, customer_id)
        WHERE removed_at IS NULL;
      CREATE INDEX identity_document_fingerprint ON atrium.identity_document (tenant_id, fingerprint, customer_id);
    `);
  }

  private async privacy(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.customer_consent',
      hasParent: true,
      // One row per decision; the one in force has not been superseded.
      columns: `
        ${OF_CUSTOMER},
        channel text NOT NULL CHECK (channel IN ${CHANNELS}),
        purpose text NOT NULL CHECK (purpose IN ('CONTRACT', 'MARKETING')),
        status text NOT NULL CHECK (status IN ('GRANTED', 'WITHDRAWN')),
        decided_at timestamptz NOT NULL,
        source text NOT NULL CHECK (source IN ('WRITTEN', 'VERBAL', 'ONLINE', 'IMPORT')),
        evidence text,
        superseded_at timestamptz`,
      scope: withCustomer('customer_consent'),
      customer: 'customer_id',
      customerWrites: 'change',
    });
    await createTenantTable(runner, {
      table: 'atrium.sensitive_profile',
      hasParent: true,
      columns: `
        ${OF_CUSTOMER},
        kind text NOT NULL CHECK (kind IN ('ELDERLY_LIVING_ALONE', 'MINOR')),
        consented_on date NOT NULL,
        consented_by text NOT NULL,
        evidence text,
        note text,
        CONSTRAINT sensitive_profile_kind_key UNIQUE (tenant_id, customer_id, kind)`,
      versioned: true,
      scope: withCustomer('sensitive_profile'),
      redact: ['kind', 'consented_on', 'consented_by', 'evidence', 'note'],
    });
    await createTenantTable(runner, {
      table: 'atrium.customer_reveal',
      hasParent: true,
      columns: `
        ${OF_CUSTOMER},
        subject text NOT NULL CHECK (subject IN ('CONTACT', 'IDENTITY_NUMBER')),
        subject_id uuid NOT NULL,
        reason text NOT NULL`,
      scope: withCustomer('customer_reveal'),
      rights: 'append',
    });
    await runner.query(`
      CREATE UNIQUE INDEX customer_consent_in_force
        ON atrium.customer_consent (tenant_id, customer_id, channel, purpose) WHERE superseded_at IS NULL;
      CREATE INDEX customer_consent_history ON atrium.customer_consent (tenant_id, customer_id, decided_at, id);
      CREATE INDEX customer_reveal_customer ON atrium.customer_reveal (tenant_id, customer_id, created_at, id);
    `);
  }

  private async history(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.customer_note',
      hasParent: true,
      columns: `
        ${OF_CUSTOMER},
        kind text NOT NULL CHECK (kind IN ('CALL', 'VISIT', 'NOTE')),
        body text NOT NULL,
        occurred_at timestamptz NOT NULL,
        author_id uuid,
        author_name text NOT NULL`,
      scope: withCustomer('customer_note'),
    });
    await createTenantTable(runner, {
      table: 'atrium.customer_merge',
      hasParent: true,
      columns: `
        ${OF_CUSTOMER},
        duplicate_id uuid NOT NULL,
        reason text,
        undone_at timestamptz,
        FOREIGN KEY (tenant_id, duplicate_id) REFERENCES atrium.customer (tenant_id, id) ON DELETE CASCADE`,
      scope: withCustomer('customer_merge'),
    });
    await runner.query(`
      CREATE INDEX customer_note_time ON atrium.customer_note (tenant_id, customer_id, occurred_at, id);
      CREATE INDEX customer_merge_time ON atrium.customer_merge (tenant_id, customer_id, created_at, id);
      CREATE UNIQUE INDEX customer_merge_once ON atrium.customer_merge (tenant_id, duplicate_id) WHERE undone_at IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE atrium.customer_merge, atrium.customer_note, atrium.customer_reveal, atrium.sensitive_profile,
        atrium.customer_consent, atrium.identity_document, atrium.customer_contact;
      ALTER TABLE atrium.occupancy DROP CONSTRAINT occupancy_customer_fkey;
      DROP TABLE atrium.customer, atrium.occupancy, atrium.unit_transfer, atrium.counter;
    `);
  }
}
