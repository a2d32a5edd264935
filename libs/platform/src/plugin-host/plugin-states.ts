import { Cipher, context, db, systemActor, Transactions, Log } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { PrincipalCache } from '../auth/principal-cache';
import type { NotificationListener } from '../database/notification-listener';
import { PluginRegistry, type RegisteredPlugin } from './plugin-registry';
import { checkSettings, type Values } from './settings.policy';

/** Channel on which processes tell each other of a tenant (its UUID) whose plugins or settings have changed. */
const CHANNEL = 'atrium_plugins';

/** What a tenant has made of a plugin. */
export interface PluginState {
  readonly enabled: boolean;
  /** With defaults and secrets; null where what is stored does not fit the plugin any more. */
  readonly settings: Values | null;
}

export interface StoredPlugin {
  plugin: string;
  enabled: boolean;
  settings: Values;
  secrets: Readonly<Record<string, string>>;
  settings_version: string;
  version: number;
}

export const STORED = 'plugin, enabled, settings, secrets, settings_version, version';

/** Stored settings as this version of the plugin has them, secrets open; throws where `upgradeSettings` does. */
export function openedSettings({ definition }: RegisteredPlugin, row: StoredPlugin, cipher: Cipher): Values {
  const secrets = Object.entries(row.secrets).map(([name, sealed]) => [name, cipher.decrypt(sealed)]);
  const values: Record<string, unknown> = { ...row.settings, ...Object.fromEntries(secrets) };
  const { version, upgradeSettings } = definition;
  return upgradeSettings && row.settings_version !== version
    ? upgradeSettings(values, row.settings_version, version)
    : values;
}

/**
 * Which plugins a tenant has enabled, with what settings: asked at every call, so remembered. A change is known at once in
 * its own process, by notification in the others, and after two seconds should the notification be lost.
 */
@Injectable()
export class PluginStates {
  private readonly log = new Log('Plugins');
  private readonly cache = new PrincipalCache();

  constructor(
    private readonly registry: PluginRegistry,
    private readonly transactions: Transactions,
    private readonly cipher: Cipher,
  ) {}

  /** By plugin; one that did not start, or that the tenant never enabled, is not there. */
  async of(tenantId: string): Promise<ReadonlyMap<string, PluginState>> {
    if (this.registry.size === 0) return new Map();
    const states = await this.cache.get(tenantId, tenantId, () =>
      this.transactions.run(
        // Secrets are sealed for the tenant, and a plugin is told of the erasure of one that is closed.
        { tenantId, actor: systemActor('plugins'), readOnly: true, operation: 'plugins', whileClosed: true },
        () => this.read(),
      ),
    );
    return states ?? new Map<string, PluginState>();
  }

  /** What a row of now says, for whoever changes it and cannot go by what is remembered; null as above. */
  stateOf(row: StoredPlugin): PluginState | null {
    const plugin = this.registry.find(row.plugin);
    if (!plugin || this.registry.failureOf(row.plugin)) return null;
    return { enabled: row.enabled, settings: this.settingsOf(plugin, row) };
  }

  /** Tells all processes, once the change of the current tenant commits. */
  async announce(): Promise<void> {
    const { afterCommit, tenant } = context();
    await db().query('SELECT pg_notify($1, $2)', [CHANNEL, tenant!.id]);
    afterCommit(() => this.cache.forgetTenant(tenant!.id));
  }

  listenTo(notifications: NotificationListener): void {
    notifications.on(CHANNEL, {
      notified: (tenantId) => this.cache.forgetTenant(tenantId),
      interrupted: () => this.cache.forgetAll(),
    });
  }

  private async read(): Promise<Map<string, PluginState>> {
    const rows = await db().query<StoredPlugin>(`SELECT ${STORED} FROM atrium.tenant_plugin`);
    const states = new Map<string, PluginState>();
    for (const row of rows) {
      const state = this.stateOf(row);
      if (state) states.set(row.plugin, state);
    }
    return states;
  }

  private settingsOf(plugin: RegisteredPlugin, row: StoredPlugin): Values | null {
    const { id, settings: schema } = plugin.definition;
    if (!schema) return {};
    try {
      const checked = checkSettings(schema, openedSettings(plugin, row, this.cipher), 'settings');
      if (checked.ok) return checked.settings;
      const { version } = plugin.definition;
      this.log.error('Stored settings of a plugin do not fit its version', {
        plugin: id,
        version,
        field: checked.problems[0]?.path,
      });
    } catch (error) {
      this.log.error('Stored settings of a plugin cannot be read', { plugin: id, error });
    }
    return null;
  }
}
