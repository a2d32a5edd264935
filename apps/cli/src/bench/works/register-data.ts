import { withClient } from '@atrium/platform';

/** Companies besides the measured one, so that indexes and row-level security have something to keep apart. */
const OTHERS = 20;
const COMMUNITIES = 10;
const BUILDINGS = 50;
const UNITS = 20;

/**
 * Gives the tenant and 20 others registers of the same size: 10 communities with 50 buildings of 20 units each. Written
 * past the application, as superuser and without its triggers, because only reading is measured.
 * @param tenantId UUID
 */
export async function fillRegisters(adminUrl: string, tenantId: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    await client.query('SET session_replication_role = replica');
    await client.query(
      `INSERT INTO atrium.tenant (id, slug, name, locale, time_zone, currency)
       SELECT app.new_id(), 'other-' || n, '其他物业' || n, 'zh-CN', 'Asia/Shanghai', 'CNY' FROM generate_series(1, $1::int) n`,
      [OTHERS],
    );
    const owners = `(SELECT id FROM atrium.tenant WHERE id = $1 OR slug LIKE 'other-%')`;
    await client.query(
      `INSERT INTO atrium.community (tenant_id, id, code, name, sort_key)
       SELECT t.id, app.new_id(), 'C' || n, '和园' || n || '期', lpad(n::text, 4, '0')
       FROM ${owners} t, generate_series(1, $2::int) n`,
      [tenantId, COMMUNITIES],
    );
    await client.query(
      `INSERT INTO atrium.building (tenant_id, id, community_id, code, name, sort_key, address, search_tokens)
       SELECT c.tenant_id, app.new_id(), c.id, n || '栋', n || '号楼', c.sort_key || chr(1) || lpad(n::text, 4, '0'),
              '和园路' || n || '号', '{}'
       FROM atrium.community c, generate_series(1, $1::int) n`,
      [BUILDINGS],
    );
    await client.query(
      `INSERT INTO atrium.unit (tenant_id, id, community_id, building_id, code, sort_key, gross_area, search_tokens)
       SELECT b.tenant_id, app.new_id(), b.community_id, b.id, n::text, b.sort_key || chr(1) || lpad(n::text, 4, '0'),
              89.37, '{}'
       FROM atrium.building b, generate_series(1, $1::int) n`,
      [UNITS],
    );
    for (const table of ['tenant', 'community', 'building', 'unit'])
      await client.query(`VACUUM ANALYZE atrium.${table}`);
  });
}

/**
 * Gives a tenant `count` units in buildings of 100, in one community. Written past the application as in
 * {@link fillRegisters}.
 * @param tenantId UUID
 */
export async function fillUnits(adminUrl: string, tenantId: string, count: number): Promise<void> {
  await withClient(adminUrl, async (client) => {
    await client.query('SET session_replication_role = replica');
    await client.query(
      `INSERT INTO atrium.community (tenant_id, id, code, name, sort_key) VALUES ($1, app.new_id(), 'C', '和园', 'c')`,
      [tenantId],
    );
    await client.query(
      `INSERT INTO atrium.building (tenant_id, id, community_id, code, name, sort_key, address, search_tokens)
       SELECT c.tenant_id, app.new_id(), c.id, n || '栋', n || '号楼', 'c' || chr(1) || lpad(n::text, 6, '0'),
              '和园路' || n || '号', '{}'
       FROM atrium.community c, generate_series(1, $2::int) n WHERE c.tenant_id = $1`,
      [tenantId, Math.ceil(count / 100)],
    );
    await client.query(
      `INSERT INTO atrium.unit (tenant_id, id, community_id, building_id, code, sort_key, gross_area, search_tokens)
       SELECT b.tenant_id, app.new_id(), b.community_id, b.id, n::text, b.sort_key || chr(1) || lpad(n::text, 4, '0'),
              89.37, '{}'
       FROM atrium.building b, generate_series(1, 100) n WHERE b.tenant_id = $1 LIMIT $2::int`,
      [tenantId, count],
    );
    for (const table of ['community', 'building', 'unit']) await client.query(`VACUUM ANALYZE atrium.${table}`);
  });
}
