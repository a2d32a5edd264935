import { db, now } from '@atrium/sdk';
import type { CallQueue } from './call.type';

/** A call that an exchange never told the end of does not wait for ever. */
const LONGEST = `interval '2 hours'`;

/** Queues of callers as they stand, from what exchanges have told. */
export async function callQueues(): Promise<CallQueue[]> {
  return db().query<CallQueue & Record<string, unknown>>(
    {
      name: 'call_queues',
      text: `SELECT c.queue AS name,
          count(*) FILTER (WHERE c.state = 'RINGING' AND c.started_at > $1::timestamptz - ${LONGEST})::int AS waiting,
          coalesce(max(extract(epoch FROM $1::timestamptz - c.started_at))
            FILTER (WHERE c.state = 'RINGING' AND c.started_at > $1::timestamptz - ${LONGEST}), 0)::int AS "longestWaitSeconds",
          count(*) FILTER (WHERE c.state = 'TALKING' AND c.started_at > $1::timestamptz - ${LONGEST})::int AS talking,
          count(*) FILTER (WHERE c.answered_at IS NOT NULL)::int AS answered,
          count(*) FILTER (WHERE c.state = 'ENDED' AND c.answered_at IS NULL)::int AS missed,
          coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM c.answered_at - c.started_at))
            FILTER (WHERE c.answered_at IS NOT NULL), 0)::int AS "medianWaitSeconds"
        FROM atrium.phone_call c
        WHERE c.direction = 'INBOUND' AND c.started_at >= (SELECT date_trunc('day', $1 AT TIME ZONE z.time_zone) AT TIME ZONE z.time_zone FROM atrium.tenant z)
        GROUP BY c.queue ORDER BY c.queue NULLS LAST`,
    },
    [now()],
  );
}
