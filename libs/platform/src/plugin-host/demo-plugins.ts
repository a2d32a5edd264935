import { Log, systemActor, type TransactionOptions, Transactions } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { PluginRegistry, type RegisteredPlugin } from './plugin-registry';
import { PluginRunner } from './plugin-runner';
import { TenantPlugins } from './tenant-plugins';

/** What plugins show in the demo company. */
@Injectable()
export class DemoPlugins {
  private readonly log = new Log('Plugins');

  constructor(
    private readonly registry: PluginRegistry,
    private readonly runner: PluginRunner,
    private readonly tenants: TenantPlugins,
    private readonly transactions: Transactions,
  ) {}

  /**
   * Enables those with an `onDemo` that the company has never had, and has them fill it. One that fails is logged and left:
   * a demo without it is better than none.
   */
  async show(tenantId: string): Promise<void> {
    for (const plugin of this.registry.all()) {
      const { id, onDemo } = plugin.definition;
      if (!onDemo || this.registry.failureOf(id)) continue;
      await this.showOne(tenantId, plugin, onDemo).catch((error: unknown) =>
        this.log.error('A plugin shows nothing in the demo company', { plugin: id, tenantId, error }),
      );
    }
  }

  private async showOne(
    tenantId: string,
    plugin: RegisteredPlugin,
    onDemo: NonNullable<RegisteredPlugin['definition']['onDemo']>,
  ): Promise<void> {
    const { id } = plugin.definition;
    const as: TransactionOptions = { tenantId, actor: systemActor('demo'), operation: 'seedDemo' };
    const isOn = await this.transactions.run(as, async () => {
      const known = (await this.tenants.all()).find(({ name }) => name === id)!;
      // Whoever has disabled it, and looks at the demo without it, is not asked again.
      return known.version === 0 ? (await this.tenants.enable(id, {})).enabled : known.enabled;
    });
    if (isOn)
      await this.transactions.run(as, () => this.runner.inOperation(plugin, onDemo, { place: 'hook', name: 'onDemo' }));
  }
}
