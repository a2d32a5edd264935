import { currentTenant, db } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { PgSession } from '../database/pg-session';
import { OwnerGate } from '../jobs/owner-gate';
import { PluginRegistry } from './plugin-registry';

/** Until the transaction ends. Shared: it stays enabled or disabled; exclusive: nobody relies on which it is. */
async function lock(plugin: string, how: 'shared' | 'exclusive'): Promise<void> {
  const take = how === 'shared' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock';
  await db().query(`SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0)), ${take}(hashtextextended($2, 0))`, [
    installationLock(plugin),
    `plugin ${currentTenant().id} ${plugin}`,
  ]);
}

/** What whoever takes a plugin out of the installation holds alone, and every company's lock of it shares. */
export const installationLock = (plugin: string): string => `plugin ${plugin}`;

/**
 * Until the transaction ends, nothing of the tenant begins that depends on whether the plugin is enabled, and those that it
 * `requires` stay as they are. All lock in the order of the ids, so that nobody waits in a circle. To be called before the
 * rows are read: who disables one that is required has then ended, or has not begun.
 */
export async function lockPlugin(plugin: string, requires: readonly string[] = []): Promise<void> {
  for (const id of [plugin, ...requires].sort()) await lock(id, id === plugin ? 'exclusive' : 'shared');
}

/**
 * The handlers of a plugin work for whoever has enabled it. Looked up in the transaction that asks, and true until it
 * ends: an event is kept for a plugin, or it was emitted before the plugin's `onEnable` looked for what it has missed.
 */
@Injectable()
export class PluginGate extends OwnerGate {
  constructor(private readonly registry: PluginRegistry) {
    super();
  }

  isGuest(owner: string): boolean {
    return this.registry.find(owner) !== undefined;
  }

  async isOpen(owner: string): Promise<boolean> {
    if (!this.registry.find(owner)) return true;
    if (this.registry.failureOf(owner)) return false;
    await lock(owner, 'shared');
    // Said also where no policy says it: the command line works by a role that sees all tenants.
    const [enabled, values] = [
      'SELECT FROM atrium.tenant_plugin WHERE tenant_id = $1 AND plugin = $2 AND enabled',
      [currentTenant().id, owner],
    ];
    const session = db();
    // Customers do not see what their company has enabled, and what they bring about is handled all the same.
    const rows = await (session instanceof PgSession
      ? session.queryWhole(enabled, values)
      : session.query(enabled, values));
    return rows.length > 0;
  }
}
