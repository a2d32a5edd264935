import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const OF_UNIT = (table: string): string => `
  community_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  CONSTRAINT ${table}_unit_fkey FOREIGN KEY (tenant_id, community_id, unit_id)
    REFERENCES atrium.unit (tenant_id, community_id, id) ON DELETE NO ACTION`;

const OF_ASSIGNMENT = (table: string): string => `
  community_id uuid NOT NULL,
  assignment_id uuid NOT NULL,
  CONSTRAINT ${table}_assignment_fkey FOREIGN KEY (tenant_id, community_id, assignment_id)
    REFERENCES atrium.fee_assignment (tenant_id, community_id, id) ON DELETE NO ACTION`;

const SPAN = (table: string): string => `
  starts_on date NOT NULL,
  ends_on date NOT NULL DEFAULT 'infinity',
  CONSTRAINT ${table}_days CHECK (ends_on > starts_on)`;

const basis = 'charges were made from it: it is kept as long as they are';

/** What is charged to whom: service contracts, fee items with versions and prices, assignments, meters and readings. */
export class FeeItems1700000540000 implements MigrationInterface {
  readonly name = 'FeeItems1700000540000';

  async up(runner: QueryRunner): Promise<void> {
    await this.contracts(runner);
    await this.items(runner);
    await this.meters(runner);
    await this.assignments(runner);
  }

  private async contracts(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.service_contract',
      hasParent: true,
      versioned: true,
      accounting: true,
      retention: { kept: 'bills and notices cite it' },
      columns: `
        community_id uuid NOT NULL,
        number text COLLATE "C" NOT NULL,
        kind text COLLATE "C" NOT NULL CHECK (kind IN ('LUMP_SUM', 'FEE_PLUS_REMUNERATION')),
        ${SPAN('service_contract')},
        developer_id uuid,
        service_standard text,
        fee_basis text NOT NULL,
        has_late_fee_clause boolean NOT NULL,
        CONSTRAINT service_contract_number_key UNIQUE (tenant_id, number),
        CONSTRAINT service_contract_community_fkey FOREIGN KEY (tenant_id, community_id)
          REFERENCES atrium.community (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT service_contract_developer_fkey FOREIGN KEY (tenant_id, developer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE NO ACTION`,
      scope: 'community_id',
      onCustomerErased: { developer_id: 'keep' },
    });
    await runner.query(`
      CREATE INDEX service_contract_community ON atrium.service_contract (tenant_id, community_id, starts_on, id);
      CREATE INDEX service_contract_start ON atrium.service_contract (tenant_id, starts_on, id);
      CREATE INDEX service_contract_developer ON atrium.service_contract (tenant_id, developer_id)
        WHERE developer_id IS NOT NULL;
    `);
  }

  private async items(runner: QueryRunner): Promise<void> {
    // Of the whole company; what a customer is charged for is no secret.
    await createTenantTable(runner, {
      table: 'atrium.fee_item',
      versioned: true,
      accounting: true,
      retention: { kept: basis },
      columns: `
        code text COLLATE "C" NOT NULL,
        name text COLLATE "C" NOT NULL,
        sort_key text COLLATE "C" NOT NULL,
        currency text COLLATE "C" NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
        belongs_to text COLLATE "C" NOT NULL CHECK (belongs_to IN ('COMPANY', 'OTHERS', 'OWNERS')),
        tax_code text COLLATE "C",
        external_id text COLLATE "C",
        archived_at timestamptz,
        CONSTRAINT fee_item_code_key UNIQUE (tenant_id, code),
        CONSTRAINT fee_item_external_id_key UNIQUE (tenant_id, external_id)`,
      scope: 'none',
      customer: 'tenant',
    });
    const ofItem = (table: string): string => `
      fee_item_id uuid NOT NULL,
      starts_on date NOT NULL,
      CONSTRAINT ${table}_day_key UNIQUE (tenant_id, fee_item_id, starts_on),
      CONSTRAINT ${table}_item_fkey FOREIGN KEY (tenant_id, fee_item_id)
        REFERENCES atrium.fee_item (tenant_id, id) ON DELETE NO ACTION`;
    for (const [table, column] of [
      ['fee_item_version', 'definition jsonb NOT NULL'],
      ['fee_item_price', 'tiers jsonb NOT NULL'],
    ] as const) {
      await createTenantTable(runner, {
        table: `atrium.${table}`,
        hasParent: true,
        accounting: true,
        retention: { kept: basis },
        columns: `${ofItem(table)}, ${column}`,
        scope: 'none',
        customer: 'tenant',
      });
    }
    await runner.query(`
      CREATE INDEX fee_item_sort ON atrium.fee_item (tenant_id, sort_key, id);
      CREATE INDEX fee_item_owner ON atrium.fee_item (tenant_id, belongs_to, id);
    `);
  }

  private async meters(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.fee_meter',
      hasParent: true,
      versioned: true,
      accounting: true,
      retention: { kept: basis },
      columns: `
        ${OF_UNIT('fee_meter')},
        code text COLLATE "C" NOT NULL,
        kind text COLLATE "C" NOT NULL CHECK (kind IN ('WATER', 'HOT_WATER', 'ELECTRICITY', 'GAS', 'HEAT', 'OTHER')),
        multiplier numeric(12,4) NOT NULL CHECK (multiplier > 0),
        rolls_over_at numeric(16,4) NOT NULL CHECK (rolls_over_at > 0),
        installed_on date NOT NULL,
        first_value numeric(16,4) NOT NULL CHECK (first_value >= 0),
        external_id text COLLATE "C",
        CONSTRAINT fee_meter_code_key UNIQUE (tenant_id, code, community_id),
        CONSTRAINT fee_meter_external_id_key UNIQUE (tenant_id, external_id),
        CONSTRAINT fee_meter_unit_key UNIQUE (tenant_id, unit_id, id),
        CONSTRAINT fee_meter_community_key UNIQUE (tenant_id, community_id, id)`,
      scope: 'community_id',
    });
    await createTenantTable(runner, {
      table: 'atrium.fee_meter_reading',
      hasParent: true,
      accounting: true,
      retention: { kept: basis },
      // Which meter device ended and began, where it was replaced; multiplier and roll-over are those of the new one.
      columns: `
        community_id uuid NOT NULL,
        meter_id uuid NOT NULL,
        read_on date NOT NULL,
        previous_on date NOT NULL,
        value numeric(16,4) NOT NULL CHECK (value >= 0),
        follows text COLLATE "C" NOT NULL CHECK (follows IN ('ON', 'ROLLED_OVER', 'REPLACED')),
        final_value numeric(16,4),
        first_value numeric(16,4),
        quantity numeric(20,8) NOT NULL CHECK (quantity >= 0),
        note text,
        CHECK (read_on > previous_on),
        CHECK ((follows = 'REPLACED') = (final_value IS NOT NULL AND first_value IS NOT NULL)),
        CONSTRAINT fee_meter_reading_day_key UNIQUE (tenant_id, meter_id, read_on),
        CONSTRAINT fee_meter_reading_previous_key UNIQUE (tenant_id, meter_id, previous_on),
        CONSTRAINT fee_meter_reading_meter_fkey FOREIGN KEY (tenant_id, community_id, meter_id)
          REFERENCES atrium.fee_meter (tenant_id, community_id, id) ON DELETE NO ACTION`,
      scope: 'community_id',
    });
    await runner.query(`
      CREATE INDEX fee_meter_unit ON atrium.fee_meter (tenant_id, unit_id, code);
      CREATE INDEX fee_meter_code ON atrium.fee_meter (tenant_id, code, id);
      CREATE INDEX fee_meter_community ON atrium.fee_meter (tenant_id, community_id, kind, id);
      CREATE INDEX fee_meter_reading_day ON atrium.fee_meter_reading (tenant_id, read_on, id);
    `);
  }

  private async assignments(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.fee_billing_area',
      hasParent: true,
      accounting: true,
      retention: { kept: basis },
      columns: `
        ${OF_UNIT('fee_billing_area')},
        starts_on date NOT NULL,
        area numeric(10,2) NOT NULL CHECK (area > 0),
        coefficient numeric(9,6) NOT NULL DEFAULT 1 CHECK (coefficient > 0),
        CONSTRAINT fee_billing_area_day_key UNIQUE (tenant_id, unit_id, starts_on)`,
      scope: 'community_id',
    });
    await createTenantTable(runner, {
      table: 'atrium.fee_assignment',
      hasParent: true,
      versioned: true,
      accounting: true,
      retention: { kept: basis },
      // The wide key is what charges refer to, so that their item, unit and community are those of the assignment.
      columns: `
        fee_item_id uuid NOT NULL,
        ${OF_UNIT('fee_assignment')},
        ${SPAN('fee_assignment')},
        quantity numeric(14,4) NOT NULL DEFAULT 1 CHECK (quantity > 0),
        meter_id uuid,
        external_id text COLLATE "C",
        CONSTRAINT fee_assignment_item_fkey FOREIGN KEY (tenant_id, fee_item_id)
          REFERENCES atrium.fee_item (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT fee_assignment_meter_fkey FOREIGN KEY (tenant_id, unit_id, meter_id)
          REFERENCES atrium.fee_meter (tenant_id, unit_id, id) ON DELETE NO ACTION,
        CONSTRAINT fee_assignment_external_id_key UNIQUE (tenant_id, external_id),
        CONSTRAINT fee_assignment_community_key UNIQUE (tenant_id, community_id, id),
        CONSTRAINT fee_assignment_charge_key UNIQUE (tenant_id, id, fee_item_id, unit_id, community_id)`,
      scope: 'community_id',
    });
    await createTenantTable(runner, {
      table: 'atrium.fee_own_price',
      hasParent: true,
      accounting: true,
      retention: { kept: basis },
      columns: `${OF_ASSIGNMENT('fee_own_price')}, ${SPAN('fee_own_price')}, tiers jsonb NOT NULL`,
      scope: 'community_id',
    });
    await createTenantTable(runner, {
      table: 'atrium.fee_payer',
      hasParent: true,
      accounting: true,
      retention: { kept: basis },
      columns: `
        ${OF_ASSIGNMENT('fee_payer')},
        customer_id uuid NOT NULL,
        role text COLLATE "C" NOT NULL CHECK (role IN ('PAYER', 'JOINT')),
        share numeric(9,4) NOT NULL DEFAULT 1 CHECK (share > 0),
        ${SPAN('fee_payer')},
        CONSTRAINT fee_payer_customer_fkey FOREIGN KEY (tenant_id, customer_id)
          REFERENCES atrium.customer (tenant_id, id) ON DELETE NO ACTION`,
      scope: 'community_id',
      onCustomerErased: 'keep',
    });
    await createTenantTable(runner, {
      table: 'atrium.fee_rate_factor',
      hasParent: true,
      versioned: true,
      accounting: { without: ['inspection'] },
      retention: { kept: basis },
      columns: `
        ${OF_ASSIGNMENT('fee_rate_factor')},
        kind text COLLATE "C" NOT NULL,
        factor numeric(9,6) NOT NULL CHECK (factor >= 0 AND factor <= 10),
        ${SPAN('fee_rate_factor')},
        state text COLLATE "C" NOT NULL CHECK (state IN ('APPLIED', 'INSPECTED', 'APPROVED', 'REJECTED')),
        reason text NOT NULL,
        inspection text,
        decision text,
        applied_by uuid,
        inspected_by uuid,
        inspected_at timestamptz,
        decided_by uuid,
        decided_at timestamptz,
        CHECK ((state IN ('APPROVED', 'REJECTED')) = (decided_at IS NOT NULL))`,
      scope: 'community_id',
    });
    await runner.query(`
      CREATE INDEX fee_billing_area_unit ON atrium.fee_billing_area (tenant_id, community_id, unit_id);
      CREATE INDEX fee_assignment_unit ON atrium.fee_assignment (tenant_id, unit_id, fee_item_id, id);
      CREATE INDEX fee_assignment_item ON atrium.fee_assignment (tenant_id, fee_item_id, id);
      CREATE INDEX fee_assignment_start ON atrium.fee_assignment (tenant_id, starts_on, id);
      CREATE INDEX fee_assignment_meter ON atrium.fee_assignment (tenant_id, meter_id) WHERE meter_id IS NOT NULL;
      CREATE INDEX fee_own_price_assignment ON atrium.fee_own_price (tenant_id, assignment_id, starts_on);
      CREATE INDEX fee_payer_assignment ON atrium.fee_payer (tenant_id, assignment_id, starts_on);
      CREATE INDEX fee_payer_customer ON atrium.fee_payer (tenant_id, customer_id);
      CREATE INDEX fee_rate_factor_assignment ON atrium.fee_rate_factor (tenant_id, assignment_id, starts_on);
      CREATE INDEX fee_rate_factor_state ON atrium.fee_rate_factor (tenant_id, state, starts_on, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE atrium.fee_rate_factor, atrium.fee_payer, atrium.fee_own_price, atrium.fee_assignment,
        atrium.fee_billing_area, atrium.fee_meter_reading, atrium.fee_meter, atrium.fee_item_price,
        atrium.fee_item_version, atrium.fee_item, atrium.service_contract;
    `);
  }
}
