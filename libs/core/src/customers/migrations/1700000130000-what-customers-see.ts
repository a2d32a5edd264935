import { CUSTOMER_IDS, showCustomers } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Result of one of the functions below: evaluated once a statement, and not at all for anybody but customers. */
const own = (places: string): string => `= ANY ((SELECT app.customer_${places}())::uuid[])`;

/**
 * The places a customer sees: units it occupies or occupied, and what they lie in. See decision 017. The functions run
 * as their caller, below row-level security; being functions, they cost others no planning.
 */
export class WhatCustomersSee1700000130000 implements MigrationInterface {
  readonly name = 'WhatCustomersSee1700000130000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION app.customer_units() RETURNS uuid[] LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
      BEGIN
        RETURN ARRAY(SELECT DISTINCT o.unit_id FROM atrium.occupancy o WHERE o.customer_id = ANY (${CUSTOMER_IDS}));
      END $$;
      CREATE FUNCTION app.customer_buildings() RETURNS uuid[] LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
      BEGIN
        RETURN ARRAY(SELECT DISTINCT u.building_id FROM atrium.unit u WHERE u.id = ANY (app.customer_units()));
      END $$;
      CREATE FUNCTION app.customer_sections() RETURNS uuid[] LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
      BEGIN
        RETURN ARRAY(SELECT DISTINCT u.section_id FROM atrium.unit u
                     WHERE u.id = ANY (app.customer_units()) AND u.section_id IS NOT NULL);
      END $$;
      CREATE FUNCTION app.customer_communities() RETURNS uuid[] LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
      BEGIN
        RETURN ARRAY(SELECT DISTINCT o.community_id FROM atrium.occupancy o WHERE o.customer_id = ANY (${CUSTOMER_IDS}));
      END $$;
    `);
    await showCustomers(runner, {
      table: 'atrium.unit',
      customer: { using: `id ${own('units')}` },
      searchable: true,
    });
    await showCustomers(runner, {
      table: 'atrium.building',
      customer: { using: `id ${own('buildings')}` },
      searchable: true,
    });
    await showCustomers(runner, { table: 'atrium.section', customer: { using: `id ${own('sections')}` } });
    await showCustomers(runner, { table: 'atrium.community', customer: { using: `id ${own('communities')}` } });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, searchable] of [
      ['atrium.unit', true],
      ['atrium.building', true],
      ['atrium.section', false],
      ['atrium.community', false],
    ] as const) {
      await showCustomers(runner, { table, customer: 'nothing', searchable });
    }
    await runner.query(`
      DROP FUNCTION app.customer_units, app.customer_buildings, app.customer_sections, app.customer_communities;
    `);
  }
}
