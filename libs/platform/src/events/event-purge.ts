import { db, defineSchedule, Schedule, type ScheduleTick } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';

/** Days for which a handled event can still be looked up, and for which a dead one can be replayed. */
const KEPT_DAYS = 7;
const DEAD_KEPT_DAYS = 180;
const BATCH = 10_000;

const purgeSchedule = defineSchedule({ name: 'events.purge', at: { daily: '03:40' }, timeoutSeconds: 3_600 });

/** Deletes events that every handler has handled. One that still waits stays, however old. */
@Injectable()
export class EventPurge {
  @Schedule(purgeSchedule)
  async purge({ signal }: ScheduleTick): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const deleted = await db().execute(
        `DELETE FROM atrium.event e WHERE e.id IN (
           SELECT o.id FROM atrium.event o WHERE o.created_at < now() - $1 * interval '1 day'
             AND NOT EXISTS (
               SELECT FROM atrium.event_delivery d
               WHERE d.tenant_id = o.tenant_id AND d.event_id = o.id
                 AND (d.state = 'WAITING' OR d.state = 'DEAD' AND d.ended_at > now() - $2 * interval '1 day'))
           LIMIT ${BATCH})`,
        [KEPT_DAYS, DEAD_KEPT_DAYS],
      );
      if (deleted < BATCH) return;
    }
  }
}
