import {
  Cipher,
  conflict,
  context,
  currentTenant,
  db,
  InstalledPlugins,
  invalidField,
  Jobs,
  newId,
  notFound,
  type TimelineFeed,
  type PluginSegmentUse,
  staleVersion,
  validationFailed,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { pluginMessages } from './plugin.messages';
import type { Plugin } from './plugin.types';
import { lockPlugin } from './plugin-gate';
import { PluginRegistry, type RegisteredPlugin } from './plugin-registry';
import { PluginRunner } from './plugin-runner';
import { feedsOf } from './plugin-timelines';
import { wakePlugin } from './plugin-wake';
import { openedSettings, PluginStates, STORED, type StoredPlugin } from './plugin-states';
import { checkSettings, mergedSettings, splitSecrets, type Values } from './settings.policy';
import { jsonSchemaOf } from './settings-schema';

const PATH = 'input.settings';

/** What a company makes of the plugins: the one place that writes it. */
@Injectable()
export class TenantPlugins extends InstalledPlugins {
  constructor(
    private readonly registry: PluginRegistry,
    private readonly states: PluginStates,
    private readonly runner: PluginRunner,
    private readonly cipher: Cipher,
    private readonly jobs: Jobs,
  ) {
    super();
  }

  async timelineFeeds(): Promise<readonly TimelineFeed[]> {
    const ids = await this.enabledFor(currentTenant().id);
    return ids.flatMap((id) => feedsOf(this.known(id), this.runner));
  }

  async all(): Promise<Plugin[]> {
    const rows = new Map((await this.rows()).map((row) => [row.plugin, row]));
    const plugins = [...this.registry.all()].sort((a, b) => (a.definition.id < b.definition.id ? -1 : 1));
    return plugins.map((plugin) => this.shown(plugin, rows.get(plugin.definition.id)));
  }

  async enable(id: string, given: unknown): Promise<Plugin> {
    const plugin = this.known(id);
    if (this.registry.failureOf(id)) throw conflict(pluginMessages.notStarted, { plugin: id });
    const requires = Object.keys(plugin.definition.requires ?? {});
    await lockPlugin(id, requires);
    await this.refuseUninstalled(id);
    const rows = await this.rows();
    const missing = requires.find((other) => !rows.some((row) => row.plugin === other && row.enabled));
    if (missing) throw conflict(pluginMessages.needs, { plugin: id, other: missing }, { requires: missing });
    const row = rows.find((one) => one.plugin === id);
    const { settings, stored } = this.changed(plugin, row, given);
    await this.write(plugin, row, true, stored);
    if (!row?.enabled) {
      await this.hook(plugin, 'onEnable', settings);
      await this.jobs.enqueue(wakePlugin, { plugin: id });
    }
    await this.states.announce();
    return this.one(plugin);
  }

  async disable(id: string): Promise<Plugin> {
    const plugin = this.known(id);
    await lockPlugin(id);
    const rows = await this.rows();
    const row = rows.find((one) => one.plugin === id);
    if (!row?.enabled) return this.shown(plugin, row);
    // Whoever enables one that needs it holds its lock, too: these are all, and stay so.
    const needing = rows.find(
      (one) => one.enabled && id in (this.registry.find(one.plugin)?.definition.requires ?? {}),
    );
    if (needing) throw conflict(pluginMessages.needed, { plugin: id, other: needing.plugin });
    // One that did not start, or whose settings do not fit it any more, can still be disabled: without its hook.
    const settings = this.states.stateOf(row)?.settings;
    if (settings) await this.hook(plugin, 'onDisable', settings);
    await db().execute(
      `UPDATE atrium.tenant_plugin SET enabled = false, version = version + 1, updated_at = now() WHERE plugin = $1`,
      [id],
    );
    await this.states.announce();
    return this.one(plugin);
  }

  async updateSettings(id: string, version: number, given: unknown): Promise<Plugin> {
    const plugin = this.known(id);
    await lockPlugin(id);
    const row = (await this.rows()).find((one) => one.plugin === id);
    if (!row) throw conflict(pluginMessages.neverEnabled, { plugin: id });
    if (row.version !== version) throw staleVersion(version, row.version);
    await this.write(plugin, row, row.enabled, this.changed(plugin, row, given).stored);
    await this.states.announce();
    return this.one(plugin);
  }

  async enabledFor(tenantId: string): Promise<readonly string[]> {
    const states = await this.states.of(tenantId);
    return [...states].flatMap(([id, { enabled }]) => (enabled ? [id] : [])).sort();
  }

  /** Plugins that are disabled for now are asked, too: what they keep still names the segment. */
  async usesOfSegment(segmentId: string): Promise<readonly PluginSegmentUse[]> {
    const states = await this.states.of(currentTenant().id);
    const found: PluginSegmentUse[] = [];
    for (const plugin of this.registry.all()) {
      const { id, segments } = plugin.definition;
      const settings = states.get(id)?.settings;
      const usesOf = segments?.usesOf;
      if (!settings || !usesOf) continue;
      const { displayName = {} } = plugin.metadata;
      const en = displayName.en ?? id;
      const label = { en, 'zh-CN': displayName['zh-CN'] ?? en };
      const uses = await this.runner.with(plugin, settings, (ctx) => usesOf(ctx as never, segmentId), {
        place: 'hook',
        name: 'usesOf',
      });
      found.push(...uses.map((use) => ({ ...use, label })));
    }
    return found;
  }

  private known(id: string): RegisteredPlugin {
    const plugin = this.registry.find(id);
    if (!plugin) throw notFound('Plugin');
    return plugin;
  }

  /** A process that runs still has the code of a plugin that was taken out since it began. */
  private async refuseUninstalled(id: string): Promise<void> {
    const installed = await db().query('SELECT FROM app.plugin WHERE id = $1', [id]);
    if (installed.length === 0) throw conflict(pluginMessages.uninstalled, { plugin: id });
  }

  private rows(): Promise<StoredPlugin[]> {
    return db().query<StoredPlugin>(`SELECT ${STORED} FROM atrium.tenant_plugin ORDER BY plugin`);
  }

  private async one(plugin: RegisteredPlugin): Promise<Plugin> {
    const rows = await this.rows();
    return this.shown(
      plugin,
      rows.find((row) => row.plugin === plugin.definition.id),
    );
  }

  private hook(plugin: RegisteredPlugin, name: 'onEnable' | 'onDisable', settings: Values): Promise<void> {
    const hook = plugin.definition[name];
    return hook ? this.runner.with(plugin, settings, hook, { place: 'hook', name }) : Promise.resolve();
  }

  /** Settings after the change: as they will be, and as they are kept. `VALIDATION_FAILED` with each that is wrong. */
  private changed(
    plugin: RegisteredPlugin,
    row: StoredPlugin | undefined,
    given: unknown,
  ): { settings: Values; stored: Record<string, unknown> } {
    const { id, settings: schema } = plugin.definition;
    if (typeof given !== 'object' || given === null || Array.isArray(given)) {
      throw invalidField(PATH, 'INVALID_VALUE', pluginMessages.settingsNotAnObject);
    }
    if (!schema) {
      if (Object.keys(given).length > 0)
        throw invalidField(PATH, 'UNKNOWN_SETTING', pluginMessages.noSettings, { plugin: id });
      return { settings: {}, stored: {} };
    }
    const stored = mergedSettings(row ? openedSettings(plugin, row, this.cipher) : {}, given as Values);
    const checked = checkSettings(schema, stored, PATH);
    if (!checked.ok) throw validationFailed(...checked.problems);
    return { settings: checked.settings, stored };
  }

  private async write(
    { definition }: RegisteredPlugin,
    row: StoredPlugin | undefined,
    enabled: boolean,
    stored: Record<string, unknown>,
  ): Promise<void> {
    const { id, version, settings: schema } = definition;
    const { open, secrets } = schema ? splitSecrets(schema, stored) : { open: {}, secrets: {} };
    const sealed = Object.fromEntries(
      Object.entries(secrets).map(([name, text]) => [name, this.sealed(row, name, text)]),
    );
    await db().execute(
      `INSERT INTO atrium.tenant_plugin AS known (id, plugin, enabled, settings, secrets, settings_version)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (tenant_id, plugin) DO UPDATE
         SET enabled = excluded.enabled, settings = excluded.settings, secrets = excluded.secrets,
             settings_version = excluded.settings_version, version = known.version + 1, updated_at = now()`,
      [newId(), id, enabled, JSON.stringify(open), JSON.stringify(sealed), version],
    );
  }

  /** A secret that stays the same keeps its seal, so that the audit log shows no change. */
  private sealed(row: StoredPlugin | undefined, name: string, text: string): string {
    const before = row?.secrets[name];
    return before !== undefined && this.cipher.decrypt(before) === text ? before : this.cipher.encrypt(text);
  }

  private shown({ definition, metadata }: RegisteredPlugin, row: StoredPlugin | undefined): Plugin {
    const { id, version, requires = {}, permissions = {}, settings: schema } = definition;
    const { locale } = context();
    const running = !this.registry.failureOf(id);
    return {
      name: id,
      displayName: metadata.displayName?.[locale] ?? metadata.displayName?.en ?? id,
      description: metadata.description ?? null,
      release: version,
      enabled: running && (row?.enabled ?? false),
      running,
      requires: Object.keys(requires).sort(),
      permissions: Object.keys(permissions).sort(),
      settingsSchema: schema ? jsonSchemaOf(schema) : null,
      settings: this.openSettings(definition.settings, row),
      secretsSet: Object.keys(row?.secrets ?? {}).sort(),
      version: row?.version ?? 0,
    };
  }

  /** What may be answered: never a secret, not even in a default. */
  private openSettings(schema: RegisteredPlugin['definition']['settings'], row: StoredPlugin | undefined): Values {
    if (!schema) return {};
    const defaults = Object.entries(jsonSchemaOf(schema).properties ?? {})
      .filter(([, property]) => property.writeOnly !== true && 'default' in property)
      .map(([name, property]) => [name, property.default] as const);
    return { ...Object.fromEntries(defaults), ...row?.settings };
  }
}
