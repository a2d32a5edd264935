import type { CoreView } from '@atrium/sdk';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What plugins may read of the core: columns that keep their meaning however the tables behind them change, and nothing
 * that is masked or sealed: phones and documents are reached through the API, which masks and audits.
 */
const VIEWS: Readonly<Record<CoreView, string>> = {
  community: 'id, code, name, service_profile, address, region, district, external_id, created_at',
  building: 'id, community_id, code, name, kind, address, external_id, created_at',
  unit: 'id, community_id, building_id, section_id, code, usage, state, gross_area, net_area, floor, handed_over_on, external_id, created_at',
  customer: 'id, code, kind, name, preferred_language, preferred_channel, external_id, merged_into_id, created_at',
  occupancy:
    'id, community_id, unit_id, customer_id, kind, starts_on, ends_on, share, pays_fees, is_primary_contact, created_at',
  staff: 'id, name, status, locale, created_at',
};

/**
 * The views run as `atrium_views`, whom the policies of the tenant and of the data scope bind like everybody else, so a
 * plugin needs no right on any table of the core. A barrier: conditions of a plugin that are not leakproof see no row
 * that the policies hide.
 */
export class PluginViews1700000110010 implements MigrationInterface {
  readonly name = 'PluginViews1700000110010';

  async up(runner: QueryRunner): Promise<void> {
    for (const [name, columns] of Object.entries(VIEWS)) {
      await runner.query(`
        GRANT SELECT ON atrium.${name} TO atrium_views;
        SET LOCAL ROLE atrium_views;
        CREATE VIEW core.${name} WITH (security_barrier = true) AS SELECT tenant_id, ${columns} FROM atrium.${name};
        SET LOCAL ROLE atrium_owner;
      `);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('SET LOCAL ROLE atrium_views');
    for (const name of Object.keys(VIEWS)) await runner.query(`DROP VIEW core.${name}`);
    await runner.query('SET LOCAL ROLE atrium_owner');
  }
}
