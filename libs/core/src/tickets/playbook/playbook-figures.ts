import { db } from '@atrium/sdk';

/** As they are stored with a promotion and shown. */
export interface StoredFigures {
  readonly uses: number;
  readonly resolved: number;
  readonly completed: number;
  readonly onTimeRate: number | null;
  readonly reopenRate: number | null;
  readonly satisfaction: number | null;
}

/** What came of the tickets of a version, as one JSON object: rates from 0 to 1. */
export const FIGURES = (tenant: string, version: string): string => `SELECT json_build_object(
    'uses', count(*)::int,
    'resolved', count(*) FILTER (WHERE k.resolved_at IS NOT NULL)::int,
    'completed', count(*) FILTER (WHERE k.resolved_at IS NOT NULL AND r.state = 'DONE')::int,
    'onTimeRate', avg(CASE WHEN k.resolved_at IS NOT NULL THEN (NOT EXISTS (SELECT FROM atrium.ticket_clock c
      WHERE c.tenant_id = k.tenant_id AND c.ticket_id = k.id AND c.target = 'RESOLUTION'
        AND c.breached_at IS NOT NULL))::int END)::float8,
    'reopenRate', avg(CASE WHEN k.resolved_at IS NOT NULL THEN (k.reopen_count > 0)::int END)::float8,
    'satisfaction', avg(k.satisfaction)::float8)
  FROM atrium.ticket_playbook r JOIN atrium.ticket k ON k.tenant_id = r.tenant_id AND k.id = r.ticket_id
  WHERE r.tenant_id = ${tenant} AND r.version_id = ${version}`;

export async function figuresOf(versionId: string): Promise<StoredFigures> {
  const [row] = await db().query<{ figures: StoredFigures }>(
    `SELECT (${FIGURES('v.tenant_id', 'v.id')}) AS figures FROM atrium.playbook_version v WHERE v.id = $1`,
    [versionId],
  );
  return row!.figures;
}
