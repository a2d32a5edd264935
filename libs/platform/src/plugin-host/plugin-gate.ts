import { currentTenant, db } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { OwnerGate } from '../jobs/owner-gate';
import { PluginRegistry } from './plugin-registry';

const LOCK = `pg_advisory_xact_lock`;
const key = (plugin: string): string => `plugin ${currentTenant().id} ${plugin}`;

/** Until the transaction ends, nothing of the tenant begins that depends on whether the plugin is enabled. */
export async function lockPlugin(plugin: string): Promise<void> {
  await db().query(`SELECT ${LOCK}(hashtextextended($1, 0))`, [key(plugin)]);
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

  async isOpen(owner: string): Promise<boolean> {
    if (!this.registry.find(owner)) return true;
    if (this.registry.failureOf(owner)) return false;
    await db().query(`SELECT ${LOCK}_shared(hashtextextended($1, 0))`, [key(owner)]);
    // Said also where no policy says it: the command line works by a role that sees all tenants.
    const rows = await db().query('SELECT FROM atrium.tenant_plugin WHERE tenant_id = $1 AND plugin = $2 AND enabled', [
      currentTenant().id,
      owner,
    ]);
    return rows.length > 0;
  }
}
