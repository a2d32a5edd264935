import type { Client } from 'pg';

/**
 * Tickets of a company over a year, in some communities and of every kind, nine of ten of them done. Written past the
 * application, as superuser and without its triggers: what is measured comes after. Answers the communities' UUIDs.
 */
export async function fillTickets(
  client: Client,
  { tenantId, tickets, communities }: { tenantId: string; tickets: number; communities: number },
): Promise<string[]> {
  await client.query('SET session_replication_role = replica');
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO atrium.community (tenant_id, id, code, name, sort_key, region)
     SELECT $1, app.new_id(), 'C' || n, '小区' || n, lpad(n::text, 4, '0'), '区' || n % 5 FROM generate_series(1, $2::int) n
     RETURNING id`,
    [tenantId, communities],
  );
  const ids = rows.map(({ id }) => id);
  await client.query(
    `INSERT INTO atrium.ticket (tenant_id, id, number, kind, channel, severity, state, title, community_id, opened_at,
       first_response_at, resolved_at, is_on_time, reopen_count, assigned_count, satisfaction)
     SELECT $1, app.new_id(), '2025-' || lpad(n::text, 6, '0'),
       (ARRAY['REPAIR', 'COMPLAINT', 'INQUIRY', 'SERVICE'])[1 + n % 4], (ARRAY['PHONE', 'APP', 'WALK_IN'])[1 + n % 3],
       (ARRAY['GENERAL', 'MINOR', 'MAJOR'])[1 + n % 3], CASE WHEN n % 10 = 0 THEN 'IN_PROGRESS' ELSE 'CLOSED' END,
       '工单' || n, ($3::uuid[])[1 + n % cardinality($3::uuid[])], t.opened,
       t.opened + ((n * 7919) % 7200) * interval '1 second',
       CASE WHEN n % 10 > 0 THEN t.opened + ((n * 104729) % 604800) * interval '1 second' END,
       CASE WHEN n % 10 > 0 THEN n % 20 <> 1 END, (n % 25 = 0)::int, 1 + n % 2, CASE WHEN n % 3 = 0 THEN 1 + n % 5 END
     FROM generate_series(1, $2::int) n
     CROSS JOIN LATERAL (SELECT '2025-01-01T00:00:00Z'::timestamptz + (n * 31536000.0 / $2) * interval '1 second' AS opened) t`,
    [tenantId, tickets, ids],
  );
  for (const table of ['community', 'ticket']) await client.query(`VACUUM ANALYZE atrium.${table}`);
  return ids;
}
