import { withClient } from '@atrium/platform';

/** Companies besides the measured one. */
const OTHERS = 49;
const BUILDINGS = 10;
/** In each building. */
const UNITS = 20;
const CUSTOMERS = 500;
/** Of each company; half a million in all. */
const TICKETS = 10_000;
const COMMENTS = 3;
/** Of the others every so many tickets have comments. */
const COMMENTED = 10;

/**
 * Gives the tenant and 49 others 10,000 tickets each, with customers, units, buildings and comments. Written past the
 * application, as superuser and without its triggers, because only reading is measured.
 * @param tenantId UUID
 */
export async function fillTickets(adminUrl: string, tenantId: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    await client.query('SET session_replication_role = replica');
    await client.query(
      `INSERT INTO atrium.tenant (id, slug, name, locale, time_zone, currency)
       SELECT app.new_id(), 'desk-' || n, '其他物业' || n, 'zh-CN', 'Asia/Shanghai', 'CNY' FROM generate_series(1, $1::int) n`,
      [OTHERS],
    );
    await client.query(
      `CREATE TEMP TABLE desk AS SELECT id AS tenant_id, id = $1 AS measured, app.new_id() AS community_id
       FROM atrium.tenant WHERE id = $1 OR slug LIKE 'desk-%'`,
      [tenantId],
    );
    await client.query(
      `INSERT INTO atrium.community (tenant_id, id, code, name, sort_key)
       SELECT tenant_id, community_id, 'C1', '和园', '0001' FROM desk`,
    );
    await client.query(
      `CREATE TEMP TABLE desk_unit AS
       WITH building AS (
         INSERT INTO atrium.building (tenant_id, id, community_id, code, name, sort_key, address, search_tokens)
         SELECT d.tenant_id, app.new_id(), d.community_id, n || '栋', n || '号楼', lpad(n::text, 4, '0'), '和园路' || n || '号', '{}'
         FROM desk d, generate_series(1, ${BUILDINGS}) n RETURNING tenant_id, id, community_id, sort_key),
       unit AS (
         INSERT INTO atrium.unit (tenant_id, id, community_id, building_id, code, sort_key, gross_area, search_tokens)
         SELECT b.tenant_id, app.new_id(), b.community_id, b.id, n::text, b.sort_key || chr(1) || lpad(n::text, 4, '0'), 89.37, '{}'
         FROM building b, generate_series(1, ${UNITS}) n RETURNING tenant_id, id, community_id, building_id)
       SELECT *, row_number() OVER (PARTITION BY tenant_id ORDER BY id) - 1 AS nth FROM unit`,
    );
    await client.query(
      `CREATE TEMP TABLE desk_customer AS
       WITH customer AS (
         INSERT INTO atrium.customer (tenant_id, id, code, kind, name, name_key, sort_key)
         SELECT d.tenant_id, app.new_id(), 'C' || lpad(n::text, 8, '0'), 'PERSON', '张伟' || n, '张伟' || n, 'zhangwei' || n
         FROM desk d, generate_series(1, ${CUSTOMERS}) n RETURNING tenant_id, id)
       SELECT *, row_number() OVER (PARTITION BY tenant_id ORDER BY id) - 1 AS nth FROM customer`,
    );
    for (const table of ['desk_unit', 'desk_customer']) await client.query(`CREATE INDEX ON ${table} (tenant_id, nth)`);
    await client.query(
      `INSERT INTO atrium.ticket (tenant_id, id, number, kind, channel, severity, state, title, community_id, building_id,
         unit_id, place, customer_id, reporter_name, opened_at, due_at)
       SELECT d.tenant_id, app.new_id(), '2026-' || lpad(n::text, 6, '0'), 'REPAIR', 'PHONE', 'GENERAL', 'TRIAGED',
         '卫生间水管漏水', d.community_id, u.building_id, u.id, '和园 3栋-1101', c.id, '张伟',
         timestamptz '2026-01-01' + n * interval '1 minute', timestamptz '2026-02-01' + (n * 7919 % ${TICKETS}) * interval '1 minute'
       FROM desk d CROSS JOIN generate_series(1, ${TICKETS}) n
       JOIN desk_unit u ON u.tenant_id = d.tenant_id AND u.nth = n % ${BUILDINGS * UNITS}
       JOIN desk_customer c ON c.tenant_id = d.tenant_id AND c.nth = n % ${CUSTOMERS}`,
    );
    await client.query(
      `INSERT INTO atrium.ticket_comment (tenant_id, id, ticket_id, at, body, visibility, author_name)
       SELECT k.tenant_id, app.new_id(), k.id, k.opened_at + n * interval '1 hour', '师傅下午两点上门，请保持电话畅通', 'CUSTOMER', '客服'
       FROM atrium.ticket k JOIN desk d ON d.tenant_id = k.tenant_id CROSS JOIN generate_series(1, ${COMMENTS}) n
       WHERE d.measured OR right(k.number, 6)::int % ${COMMENTED} = 0`,
    );
    for (const table of ['tenant', 'community', 'building', 'unit', 'customer', 'ticket', 'ticket_comment']) {
      await client.query(`VACUUM ANALYZE atrium.${table}`);
    }
  });
}
