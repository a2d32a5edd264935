import type { MigrationInterface, QueryRunner } from 'typeorm';
import { writeCustomerSearch } from './write-customer-search';

/** Customers are found by the words of their units, most of which stand in the buildings. */
export class WordsOfBuildings1700000250010 implements MigrationInterface {
  readonly name = 'WordsOfBuildings1700000250010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${writeCustomerSearch(
        'tsvector_to_array(b.unit_words) || u.search_tokens',
        'LEFT JOIN atrium.building b ON b.tenant_id = u.tenant_id AND b.id = u.building_id',
      )}

      -- A building or its community got another name: whoever has to do with its units is found by it at once.
      CREATE FUNCTION app.building_words_changed() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
      DECLARE
        found uuid[] := ARRAY(
          SELECT DISTINCT occupied.customer_id FROM new_buildings n
          JOIN old_buildings o ON o.tenant_id = n.tenant_id AND o.id = n.id AND o.unit_words <> n.unit_words
          JOIN atrium.unit u ON u.tenant_id = n.tenant_id AND u.building_id = n.id
          JOIN atrium.occupancy occupied ON occupied.tenant_id = u.tenant_id AND occupied.unit_id = u.id);
      BEGIN
        IF cardinality(found) > 0 THEN
          PERFORM app.write_customer_search(found, array_fill(NULL::text, ARRAY[cardinality(found)]));
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER customer_search AFTER UPDATE ON atrium.building
        REFERENCING OLD TABLE AS old_buildings NEW TABLE AS new_buildings
        FOR EACH STATEMENT EXECUTE FUNCTION app.building_words_changed();
      REVOKE ALL ON FUNCTION app.building_words_changed FROM PUBLIC;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER customer_search ON atrium.building;
      DROP FUNCTION app.building_words_changed;
      ${writeCustomerSearch('u.search_tokens')}`);
  }
}
