import { db, newId } from '@atrium/sdk';
import { TODAY } from '../../customers';

/** Customers who live or work somewhere today, by UUID; of merged ones the survivors. */
const OCCUPANTS = `
  SELECT DISTINCT coalesce(c.merged_into_id, c.id) AS customer
  FROM atrium.occupancy o
  JOIN atrium.unit u ON u.tenant_id = o.tenant_id AND u.id = o.unit_id
  JOIN atrium.customer c ON c.tenant_id = o.tenant_id AND c.id = o.customer_id
  WHERE o.starts_on <= ${TODAY} AND o.ends_on > ${TODAY} AND c.erased_at IS NULL
    AND o.community_id = n.community_id AND (n.building_id IS NULL OR u.building_id = n.building_id)`;

/** Addresses these customers, each once. Answers those that are new. */
export async function addressCustomers(noticeId: string, customers: readonly string[]): Promise<readonly string[]> {
  if (customers.length === 0) return [];
  const rows = await db().query<{ customer: string }>(
    `INSERT INTO atrium.notice_addressee (id, notice_id, customer_id)
     SELECT given.id, $1, given.customer FROM unnest($2::uuid[], $3::uuid[]) AS given (id, customer)
     ON CONFLICT (tenant_id, notice_id, customer_id) DO NOTHING RETURNING customer_id AS customer`,
    [noticeId, customers.map(() => newId()), customers],
  );
  return rows.map(({ customer }) => customer);
}

/** Who lives or works today where a notice is to. */
export async function occupantsOf(noticeId: string): Promise<readonly string[]> {
  const rows = await db().query<{ customer: string }>(
    `SELECT r.customer FROM atrium.notice n CROSS JOIN LATERAL (${OCCUPANTS}) r WHERE n.id = $1`,
    [noticeId],
  );
  return rows.map(({ customer }) => customer);
}

/** Notices to communities and buildings that are out, and those who moved in since and do not see them yet. */
export async function newcomers(unitId: string | null): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await db().query<{ notice: string; customer: string }>(
    `SELECT n.id AS notice, r.customer FROM atrium.notice n
     CROSS JOIN LATERAL (${OCCUPANTS} AND ($1::uuid IS NULL OR o.unit_id = $1)) r
     WHERE n.state = 'PUBLISHED' AND n.community_id IS NOT NULL AND n.segment_id IS NULL
       AND (n.expires_at IS NULL OR n.expires_at > now())
       AND NOT EXISTS (SELECT FROM atrium.notice_addressee a
         WHERE a.tenant_id = n.tenant_id AND a.notice_id = n.id AND a.customer_id = r.customer)`,
    [unitId],
  );
  const found = new Map<string, string[]>();
  for (const { notice, customer } of rows) found.set(notice, [...(found.get(notice) ?? []), customer]);
  return found;
}
