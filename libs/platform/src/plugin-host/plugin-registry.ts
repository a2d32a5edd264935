import { type PluginDefinition, type PluginNames, pluginNames, Log } from '@atrium/sdk';
import type { DataSource } from 'typeorm';
import type { LoadedPlugin, PluginMetadata } from './arrange-plugins';
import { PLUGIN_LABEL } from '../observability/labels';
import { within } from '../graphql/operation/deadline';
import type { ProcessOptions } from '../platform.tokens';
import { PluginBootError } from './plugin-errors';
import { pluginFaults } from './plugin.metrics';
import { pluginLog } from './plugin-log';

export interface RegisteredPlugin {
  readonly definition: PluginDefinition;
  readonly names: PluginNames;
  readonly metadata: PluginMetadata;
}

type ProcessRole = ProcessOptions['role'];

/** The plugins of this process, and which of them did not start. */
export class PluginRegistry {
  private readonly log = new Log('Plugins');
  private readonly plugins: ReadonlyMap<string, RegisteredPlugin>;
  private readonly failed = new Map<string, Error>();

  constructor(loaded: readonly LoadedPlugin[]) {
    for (const { definition } of loaded) PLUGIN_LABEL.declare(definition.id);
    this.plugins = new Map(
      loaded.map(({ definition, metadata }) => [
        definition.id,
        { definition, metadata, names: pluginNames(definition.id) },
      ]),
    );
  }

  /** In the order of what needs what. */
  all(): readonly RegisteredPlugin[] {
    return [...this.plugins.values()];
  }

  get size(): number {
    return this.plugins.size;
  }

  find(id: string): RegisteredPlugin | undefined {
    return this.plugins.get(id);
  }

  /** Why it did not start; undefined when it runs. */
  failureOf(id: string): Error | undefined {
    return this.failed.get(id);
  }

  /**
   * Starts each behind what it needs. One whose tables are not there as its code expects them, whose `onBoot` throws, or
   * which needs one that has failed, has failed.
   *
   * @param patienceMs how long an `onBoot` may take
   * @throws PluginBootError where its `onBootFailure` is not `disable`
   */
  async start(source: DataSource, process: ProcessRole, patienceMs: number): Promise<void> {
    if (this.plugins.size === 0) return;
    const rows = await source.query<{ plugin: string; name: string }[]>(
      'SELECT plugin, name FROM app.plugin_migration',
    );
    const applied = new Set(rows.map(({ plugin, name }) => `${plugin}/${name}`));
    for (const { definition } of this.plugins.values()) {
      const { id, onBootFailure = 'abort' } = definition;
      try {
        await this.startOne(definition, applied, patienceMs);
      } catch (error) {
        const failure = error instanceof PluginBootError ? error : new PluginBootError(id, 'onBoot', error);
        await noteStart(source, id, process, failure.step);
        if (onBootFailure !== 'disable') throw failure;
        this.failed.set(id, failure);
        pluginFaults.add({ plugin: id, place: 'boot' });
        this.log.error('A plugin did not start; it is disabled for everybody until a start succeeds', {
          plugin: id,
          kind: failure.step,
          error: failure,
        });
        continue;
      }
      await noteStart(source, id, process, null);
    }
  }

  private async startOne(
    definition: PluginDefinition,
    applied: ReadonlySet<string>,
    patienceMs: number,
  ): Promise<void> {
    const { id, requires = {}, data, onBoot } = definition;
    const broken = Object.keys(requires).find((other) => this.failed.has(other));
    if (broken) throw new PluginBootError(id, 'requires', new Error(`${broken}, which it needs, did not start`));
    const missing = data?.migrations.find(({ name }) => !applied.has(`${id}/${name}`));
    if (missing) throw new PluginBootError(id, 'migrations', new Error(`${missing.name} has not been run`));
    if (!onBoot) return;
    const late = (): Error => new Error(`It took longer than ${patienceMs / 1_000} s`);
    await within(patienceMs, onBoot({ log: pluginLog(id) }), late);
  }
}

/** How it went: whoever asks for the plugin's health asks another process. `step`: what failed. */
const noteStart = (source: DataSource, id: string, process: ProcessRole, step: string | null): Promise<unknown> =>
  source.query(
    `INSERT INTO app.plugin_start (plugin, process, at, step) VALUES ($1, $2, now(), $3)
     ON CONFLICT (plugin, process) DO UPDATE SET at = excluded.at, step = excluded.step`,
    [id, process, step],
  );
