import { AccessChanges, context, db } from '@atrium/sdk';
import type { NotificationListener } from '../database/notification-listener';
import type { PrincipalCache } from './principal-cache';

/** Channel on which processes tell each other of a tenant (its UUID) whose actors are to be asked for anew. */
export const ACCESS_CHANNEL = 'atrium_access';

/** At once in this process, by notification in the others; both only when the change is committed. */
export class NotifiedAccessChanges extends AccessChanges {
  constructor(private readonly cache: PrincipalCache) {
    super();
  }

  async announce(): Promise<void> {
    const { afterCommit } = context();
    const [row] = await db().query<{ tenant: string }>(
      `SELECT tenant, pg_notify($1, tenant) FROM nullif(current_setting('app.tenant_id', true), '') AS tenant`,
      [ACCESS_CHANNEL],
    );
    if (row) afterCommit(() => this.cache.forgetTenant(row.tenant));
  }

  listenTo(notifications: NotificationListener): void {
    notifications.on(ACCESS_CHANNEL, {
      notified: (tenantId) => this.cache.forgetTenant(tenantId),
      interrupted: () => this.cache.forgetAll(),
    });
  }
}
