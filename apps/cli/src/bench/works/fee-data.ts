import { withClient } from '@atrium/platform';
import type { ApiClient } from '../../client/api-client';
import { fillUnits } from './register-data';

/**
 * Gives a tenant `count` units with an owner each who pays a fee by area, 2.80 a month, from January 2026 on. Written past
 * the application, as superuser and without its triggers, because only what follows is looked at.
 * @param tenantId UUID
 */
export async function fillAssignments(
  admin: ApiClient,
  adminUrl: string,
  tenantId: string,
  count: number,
): Promise<void> {
  await fillUnits(adminUrl, tenantId, count);
  const definition = {
    ...{ formula: 'AREA', rounding: { step: '0.01' }, cycleMonths: 1, timing: 'ADVANCE' },
    ...{ due: { kind: 'DAY_OF_MONTH', day: 10 }, proration: 'BY_DAY', taxRate: '0.06' },
  };
  await admin.call('mutation ($input: CreateFeeItemInput!) { createFeeItem(input: $input) { feeItem { id } } }', {
    input: { code: 'WY', name: '物业费', startsOn: '2020-01-01', definition, tiers: [{ price: '2.80' }] },
  });
  await withClient(adminUrl, async (client) => {
    await client.query('SET session_replication_role = replica');
    // Homes are of many sizes: nothing is to be gained from all charges being alike.
    await client.query(
      `UPDATE atrium.unit SET gross_area = (4000 + ('x' || substr(md5(id::text), 1, 6))::bit(24)::int % 12000) / 100.0
       WHERE tenant_id = $1`,
      [tenantId],
    );
    await client.query(
      `INSERT INTO atrium.customer (tenant_id, id, code, kind, name, name_key, sort_key)
       SELECT $1, app.new_id(), 'C' || n, 'PERSON', '客户' || n, '客户' || n, lpad(n::text, 8, '0')
       FROM generate_series(1, $2::int) n`,
      [tenantId, count],
    );
    await client.query(
      `INSERT INTO atrium.occupancy (tenant_id, id, community_id, unit_id, customer_id, kind, starts_on, pays_fees)
       SELECT $1, app.new_id(), u.community_id, u.id, c.id, 'OWNER', '2020-01-01', true
       FROM (SELECT id, row_number() OVER (ORDER BY code) AS n FROM atrium.customer WHERE tenant_id = $1) c
       JOIN (SELECT id, community_id, row_number() OVER (ORDER BY id) AS n FROM atrium.unit WHERE tenant_id = $1) u USING (n)`,
      [tenantId],
    );
    await client.query(
      `INSERT INTO atrium.fee_assignment (tenant_id, id, fee_item_id, community_id, unit_id, starts_on)
       SELECT $1, app.new_id(), i.id, u.community_id, u.id, '2026-01-01'
       FROM atrium.fee_item i, atrium.unit u WHERE i.tenant_id = $1 AND u.tenant_id = $1`,
      [tenantId],
    );
    for (const table of ['unit', 'customer', 'occupancy', 'fee_assignment']) {
      await client.query(`VACUUM ANALYZE atrium.${table}`);
    }
  });
}
