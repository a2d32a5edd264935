import { createTenantTable } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createSearch } from './search-function';

/** A point is whole or not there. */
const LOCATION = `
  latitude numeric(9,6) CHECK (latitude BETWEEN -90 AND 90),
  longitude numeric(9,6) CHECK (longitude BETWEEN -180 AND 180),
  CHECK ((latitude IS NULL) = (longitude IS NULL))`;

/** Where common areas and equipment are: in a community, perhaps in a building, perhaps in a section of it. */
const place = (table: string): string => `
  community_id uuid NOT NULL,
  building_id uuid,
  section_id uuid,
  CONSTRAINT ${table}_community_fkey FOREIGN KEY (tenant_id, community_id)
    REFERENCES atrium.community (tenant_id, id) ON DELETE NO ACTION,
  CONSTRAINT ${table}_building_fkey FOREIGN KEY (tenant_id, community_id, building_id)
    REFERENCES atrium.building (tenant_id, community_id, id) ON DELETE NO ACTION,
  CONSTRAINT ${table}_section_fkey FOREIGN KEY (tenant_id, building_id, section_id)
    REFERENCES atrium.section (tenant_id, building_id, id) ON DELETE NO ACTION,
  CONSTRAINT ${table}_section_in_building CHECK (section_id IS NULL OR building_id IS NOT NULL)`;

/**
 * The tree of communities, buildings, sections and units, common areas and equipment. The unique keys of codes begin with the
 * code, so that they serve filters by code over the whole tenant too.
 */
export class Properties1700000020000 implements MigrationInterface {
  readonly name = 'Properties1700000020000';

  async up(runner: QueryRunner): Promise<void> {
    await this.communities(runner);
    await this.buildings(runner);
    await this.sections(runner);
    await this.units(runner);
    await this.commonAreas(runner);
    await this.equipment(runner);
  }

  private async communities(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.community',
      // Its own id under the name the tables below it use, so that the data scope and the audit log read it alike.
      columns: `
        community_id uuid NOT NULL GENERATED ALWAYS AS (id) STORED,
        code text COLLATE "C" NOT NULL,
        name text COLLATE "C" NOT NULL,
        sort_key text COLLATE "C" NOT NULL,
        service_profile text NOT NULL DEFAULT 'RESIDENTIAL'
          CHECK (service_profile IN ('PREMIUM_OFFICE', 'STANDARD_OFFICE', 'LANDSCAPE', 'RESIDENTIAL', 'COMMERCIAL')),
        address text COLLATE "C",
        postcode text COLLATE "C",
        region text COLLATE "C",
        district text COLLATE "C",
        external_id text COLLATE "C",
        ${LOCATION},
        CONSTRAINT community_code_key UNIQUE (tenant_id, code),
        CONSTRAINT community_external_id_key UNIQUE (tenant_id, external_id)`,
      versioned: true,
      scope: 'community_id',
    });
    await runner.query(`
      CREATE INDEX community_sort ON atrium.community (tenant_id, sort_key, id);
      CREATE INDEX community_name ON atrium.community (tenant_id, name, id);
      CREATE INDEX community_profile ON atrium.community (tenant_id, service_profile, id);
      CREATE INDEX community_postcode ON atrium.community (tenant_id, postcode, id);
      CREATE INDEX community_region ON atrium.community (tenant_id, region, district, id);
      CREATE INDEX community_district ON atrium.community (tenant_id, district, id);
    `);
  }

  private async buildings(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.building',
      // The millionths of a degree are there for an index: comparing numerics is not leakproof, comparing integers is.
      columns: `
        community_id uuid NOT NULL,
        code text COLLATE "C" NOT NULL,
        name text COLLATE "C",
        sort_key text COLLATE "C" NOT NULL,
        kind text NOT NULL DEFAULT 'RESIDENTIAL'
          CHECK (kind IN ('RESIDENTIAL', 'OFFICE', 'COMMERCIAL', 'MIXED', 'GARAGE', 'OUTDOOR', 'OTHER')),
        address text COLLATE "C",
        postcode text COLLATE "C",
        floors_above integer CHECK (floors_above BETWEEN 0 AND 200),
        floors_below integer CHECK (floors_below BETWEEN 0 AND 20),
        external_id text COLLATE "C",
        search_tokens text[] NOT NULL,
        ${LOCATION},
        latitude_e6 integer GENERATED ALWAYS AS ((latitude * 1000000)::integer) STORED,
        longitude_e6 integer GENERATED ALWAYS AS ((longitude * 1000000)::integer) STORED,
        CONSTRAINT building_community_fkey FOREIGN KEY (tenant_id, community_id)
          REFERENCES atrium.community (tenant_id, id) ON DELETE NO ACTION,
        CONSTRAINT building_code_key UNIQUE (tenant_id, code, community_id),
        CONSTRAINT building_external_id_key UNIQUE (tenant_id, external_id),
        CONSTRAINT building_community_key UNIQUE (tenant_id, community_id, id)`,
      versioned: true,
      hasParent: true,
      scope: 'community_id',
      searchable: true,
    });
    await runner.query(`
      CREATE INDEX building_sort ON atrium.building (tenant_id, sort_key, id);
      CREATE INDEX building_community_sort ON atrium.building (tenant_id, community_id, sort_key, id);
      CREATE INDEX building_kind ON atrium.building (tenant_id, kind, id);
      CREATE INDEX building_address ON atrium.building (tenant_id, address, community_id, id);
      CREATE INDEX building_postcode ON atrium.building (tenant_id, postcode, id);
      CREATE INDEX building_location ON atrium.building (tenant_id, latitude_e6, longitude_e6, id);
    `);
    await createSearch(runner, {
      table: 'atrium.building',
      index: 'building_search',
      function: 'app.search_buildings',
    });
  }

  private async sections(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.section',
      columns: `
        community_id uuid NOT NULL,
        building_id uuid NOT NULL,
        code text COLLATE "C" NOT NULL,
        name text COLLATE "C",
        sort_key text COLLATE "C" NOT NULL,
        external_id text COLLATE "C",
        CONSTRAINT section_building_fkey FOREIGN KEY (tenant_id, community_id, building_id)
          REFERENCES atrium.building (tenant_id, community_id, id) ON DELETE NO ACTION,
        CONSTRAINT section_code_key UNIQUE (tenant_id, code, building_id),
        CONSTRAINT section_external_id_key UNIQUE (tenant_id, external_id),
        CONSTRAINT section_building_key UNIQUE (tenant_id, building_id, id)`,
      versioned: true,
      hasParent: true,
      scope: 'community_id',
    });
    await runner.query(`
      CREATE INDEX section_sort ON atrium.section (tenant_id, sort_key, id);
      CREATE INDEX section_community_sort ON atrium.section (tenant_id, community_id, sort_key, id);
      CREATE INDEX section_building_sort ON atrium.section (tenant_id, building_id, sort_key, id);
    `);
  }

  private async units(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.unit',
      columns: `
        community_id uuid NOT NULL,
        building_id uuid NOT NULL,
        section_id uuid,
        code text COLLATE "C" NOT NULL,
        sort_key text COLLATE "C" NOT NULL,
        usage text NOT NULL DEFAULT 'RESIDENTIAL'
          CHECK (usage IN ('RESIDENTIAL', 'OFFICE', 'RETAIL', 'PARKING', 'STORAGE', 'OTHER')),
        state text NOT NULL DEFAULT 'VACANT' CHECK (state IN ('VACANT', 'OCCUPIED', 'RENOVATING', 'FOR_RENT')),
        gross_area numeric(10,2) CHECK (gross_area > 0 AND gross_area <= 200000),
        net_area numeric(10,2) CHECK (net_area > 0),
        floor integer CHECK (floor BETWEEN -20 AND 200),
        handed_over_on date,
        external_id text COLLATE "C",
        search_tokens text[] NOT NULL,
        CONSTRAINT unit_net_within_gross CHECK (net_area <= gross_area),
        CONSTRAINT unit_building_fkey FOREIGN KEY (tenant_id, community_id, building_id)
          REFERENCES atrium.building (tenant_id, community_id, id) ON DELETE NO ACTION,
        CONSTRAINT unit_section_fkey FOREIGN KEY (tenant_id, building_id, section_id)
          REFERENCES atrium.section (tenant_id, building_id, id) ON DELETE NO ACTION,
        CONSTRAINT unit_code_key UNIQUE (tenant_id, code, building_id),
        CONSTRAINT unit_external_id_key UNIQUE (tenant_id, external_id),
        CONSTRAINT unit_community_key UNIQUE (tenant_id, community_id, id)`,
      versioned: true,
      hasParent: true,
      scope: 'community_id',
      searchable: true,
    });
    await runner.query(`
      CREATE INDEX unit_sort ON atrium.unit (tenant_id, sort_key, id);
      CREATE INDEX unit_community_sort ON atrium.unit (tenant_id, community_id, sort_key, id);
      CREATE INDEX unit_building_sort ON atrium.unit (tenant_id, building_id, sort_key, id);
      CREATE INDEX unit_section ON atrium.unit (tenant_id, section_id, id) WHERE section_id IS NOT NULL;
      CREATE INDEX unit_usage ON atrium.unit (tenant_id, usage, id);
      CREATE INDEX unit_state ON atrium.unit (tenant_id, state, id);
      CREATE INDEX unit_floor ON atrium.unit (tenant_id, floor, id);
      CREATE INDEX unit_handed_over ON atrium.unit (tenant_id, handed_over_on, id);
    `);
    await createSearch(runner, { table: 'atrium.unit', index: 'unit_search', function: 'app.search_units' });
  }

  private async commonAreas(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.common_area',
      columns: `
        code text COLLATE "C" NOT NULL,
        name text COLLATE "C" NOT NULL,
        sort_key text COLLATE "C" NOT NULL,
        kind text NOT NULL CHECK (kind IN
          ('LOBBY', 'CIRCULATION', 'ROOF', 'PLANT_ROOM', 'GREENERY', 'ROAD', 'RECREATION', 'OTHER')),
        area numeric(12,2) CHECK (area > 0 AND area <= 10000000),
        floor integer CHECK (floor BETWEEN -20 AND 200),
        external_id text COLLATE "C",
        ${place('common_area')},
        CONSTRAINT common_area_code_key UNIQUE (tenant_id, code, community_id),
        CONSTRAINT common_area_external_id_key UNIQUE (tenant_id, external_id),
        CONSTRAINT common_area_community_key UNIQUE (tenant_id, community_id, id)`,
      versioned: true,
      hasParent: true,
      scope: 'community_id',
    });
    await runner.query(`
      CREATE INDEX common_area_sort ON atrium.common_area (tenant_id, sort_key, id);
      CREATE INDEX common_area_community_sort ON atrium.common_area (tenant_id, community_id, sort_key, id);
      CREATE INDEX common_area_building_sort ON atrium.common_area (tenant_id, building_id, sort_key, id);
      CREATE INDEX common_area_section ON atrium.common_area (tenant_id, section_id, id);
      CREATE INDEX common_area_kind ON atrium.common_area (tenant_id, kind, id);
    `);
  }

  private async equipment(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, {
      table: 'atrium.equipment',
      columns: `
        code text COLLATE "C" NOT NULL,
        name text COLLATE "C" NOT NULL,
        sort_key text COLLATE "C" NOT NULL,
        kind text NOT NULL CHECK (kind IN
          ('ELEVATOR', 'PUMP', 'FIRE_SYSTEM', 'HVAC', 'ELECTRICAL', 'ACCESS_CONTROL', 'OTHER')),
        state text NOT NULL DEFAULT 'IN_SERVICE' CHECK (state IN ('IN_SERVICE', 'OUT_OF_SERVICE', 'RETIRED')),
        serial_number text COLLATE "C",
        maker text,
        model text,
        installed_on date,
        commissioned_on date,
        next_inspection_on date,
        next_inspection_order date NOT NULL GENERATED ALWAYS AS (coalesce(next_inspection_on, 'infinity')) STORED,
        external_id text COLLATE "C",
        ${place('equipment')},
        CONSTRAINT equipment_commissioned_after_installed CHECK (commissioned_on >= installed_on),
        CONSTRAINT equipment_code_key UNIQUE (tenant_id, code, community_id),
        CONSTRAINT equipment_external_id_key UNIQUE (tenant_id, external_id),
        CONSTRAINT equipment_community_key UNIQUE (tenant_id, community_id, id)`,
      versioned: true,
      hasParent: true,
      scope: 'community_id',
    });
    await runner.query(`
      CREATE INDEX equipment_sort ON atrium.equipment (tenant_id, sort_key, id);
      CREATE INDEX equipment_community_sort ON atrium.equipment (tenant_id, community_id, sort_key, id);
      CREATE INDEX equipment_building_sort ON atrium.equipment (tenant_id, building_id, sort_key, id);
      CREATE INDEX equipment_section ON atrium.equipment (tenant_id, section_id, id);
      CREATE INDEX equipment_kind ON atrium.equipment (tenant_id, kind, id);
      CREATE INDEX equipment_state ON atrium.equipment (tenant_id, state, id);
      CREATE INDEX equipment_serial_number ON atrium.equipment (tenant_id, serial_number, id);
      CREATE INDEX equipment_next_inspection ON atrium.equipment (tenant_id, next_inspection_on, id);
      CREATE INDEX equipment_next_inspection_order ON atrium.equipment (tenant_id, next_inspection_order, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION app.search_units, app.search_buildings;
      DROP TABLE atrium.equipment, atrium.common_area, atrium.unit, atrium.section, atrium.building, atrium.community;
    `);
  }
}
