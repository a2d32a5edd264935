import { context, db, Log, type PluginExport, systemActor, type TransactionOptions, Transactions } from '@atrium/sdk';
import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../config';
import { within } from '../graphql/operation/deadline';
import { CONFIG } from '../platform.tokens';
import { PluginFaults } from './plugin-faults';
import { PluginRegistry, type RegisteredPlugin } from './plugin-registry';
import { PluginRunner } from './plugin-runner';
import { PluginStates, STORED, type StoredPlugin } from './plugin-states';
import type { Values } from './settings.policy';

/** A plugin that did not do its part, and why. */
export interface PluginFailure {
  readonly plugin: string;
  readonly message: string;
}

/** One part of an archive. */
export interface PluginPart extends PluginExport {
  readonly plugin: string;
}

type Hook = 'onTenantExport' | 'onTenantErase';

class HookLateError extends Error {
  override readonly name = 'HookLateError';
  readonly loggable = true;
}

/**
 * What plugins do when a tenant leaves: all that it has ever enabled, disabled ones too, also while it is closed. Each
 * works in a transaction of its own and has `PLUGIN_HOOK_SECONDS` for each step; one that throws, hangs or is not there is
 * named, and keeps nobody from leaving.
 */
@Injectable()
export class TenantHooks {
  private readonly log = new Log('Plugins');
  private readonly seconds: number;

  constructor(
    private readonly registry: PluginRegistry,
    private readonly states: PluginStates,
    private readonly runner: PluginRunner,
    private readonly transactions: Transactions,
    private readonly faults: PluginFaults,
    @Inject(CONFIG) { general }: Config,
  ) {
    this.seconds = general.pluginHookSeconds;
  }

  /** Hands over the parts that plugins add to an archive; their tables are not among them. */
  export(tenantId: string, write: (part: PluginPart) => Promise<void>): Promise<PluginFailure[]> {
    return this.each(tenantId, 'onTenantExport', true, (plugin, settings) =>
      this.exportOf(plugin, settings, write).catch((error: unknown) => {
        const kind = error instanceof HookLateError ? 'LATE' : 'FAILED';
        this.faults.note(plugin.definition.id, { place: 'hook', name: 'onTenantExport' }, kind, error, context());
        throw error;
      }),
    );
  }

  private async exportOf(
    plugin: RegisteredPlugin,
    settings: Values,
    write: (part: PluginPart) => Promise<void>,
  ): Promise<void> {
    const { id, onTenantExport } = plugin.definition;
    const { items, within: inside } = this.runner.iterate(plugin, settings, onTenantExport!);
    const names = new Set<string>();
    for await (const { name, rows } of this.patiently(items)) {
      if (!/^[\w-]{1,80}$/.test(name) || names.has(name)) {
        throw new Error(`${JSON.stringify(name)} is no name for a part: letters, digits, - and _, none twice`);
      }
      names.add(name);
      await write({ plugin: id, name, rows: this.patiently(inside(rows)) });
    }
  }

  /** To be called before the tenant's rows are erased, for what plugins keep elsewhere. */
  beforeErasing(tenantId: string): Promise<PluginFailure[]> {
    return this.each(tenantId, 'onTenantErase', false, (plugin, settings) =>
      within(
        this.seconds * 1_000,
        this.runner.with(plugin, settings, plugin.definition.onTenantErase!, {
          place: 'hook',
          name: 'onTenantErase',
          lateMs: this.seconds * 1_000,
        }),
        () => this.late(),
      ),
    );
  }

  private async each(
    tenantId: string,
    hook: Hook,
    readOnly: boolean,
    task: (plugin: RegisteredPlugin, settings: Values) => Promise<void>,
  ): Promise<PluginFailure[]> {
    const as: TransactionOptions = {
      tenantId,
      actor: systemActor(hook),
      operation: hook,
      whileClosed: true,
      readOnly,
    };
    const failures: PluginFailure[] = [];
    const failed = (plugin: string, error: Error): void => {
      failures.push({ plugin, message: error.message });
      this.log.error('A hook of a plugin failed', { operation: hook, plugin, tenantId, error });
    };
    // The rows themselves, not what is remembered of them: there is no second time for a tenant that leaves.
    const stored = await this.transactions.run({ ...as, readOnly: true }, async () => {
      const rows = await db().query<StoredPlugin>(`SELECT ${STORED} FROM atrium.tenant_plugin ORDER BY plugin`);
      return new Map(rows.map((row) => [row.plugin, this.states.stateOf(row)]));
    });
    const here = this.registry.all().filter(({ definition }) => stored.has(definition.id));
    for (const id of stored.keys()) {
      if (!this.registry.find(id)) failed(id, new Error('It is not installed any more'));
    }
    // What needs another goes first.
    for (const plugin of hook === 'onTenantErase' ? here.reverse() : here) {
      const { id, [hook]: wanted } = plugin.definition;
      if (!wanted) continue;
      try {
        const broken = this.registry.failureOf(id);
        if (broken) throw broken;
        const settings = stored.get(id)?.settings;
        if (!settings) throw new Error('Its stored settings do not fit it');
        await this.transactions.run(as, () => task(plugin, settings));
      } catch (error) {
        failed(id, error as Error);
      }
    }
    return failures;
  }

  /** The same items; a step that takes too long ends them. */
  private patiently<T>(items: AsyncIterable<T>): AsyncIterable<T> {
    const [ms, late] = [this.seconds * 1_000, () => this.late()];
    return {
      [Symbol.asyncIterator]: () => {
        const iterator = items[Symbol.asyncIterator]();
        return {
          next: () => within(ms, iterator.next(), late),
          // One that hangs would hang here too.
          return: async () => {
            if (iterator.return) await within(ms, iterator.return(), late).catch(() => undefined);
            return { done: true as const, value: undefined };
          },
        };
      },
    };
  }

  private late(): Error {
    return new HookLateError(`It took longer than ${this.seconds} s`);
  }
}
