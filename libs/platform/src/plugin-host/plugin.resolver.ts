import { Allow } from '@atrium/sdk';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { pluginPermissions } from './plugin.permissions';
import {
  DisablePluginInput,
  EnablePluginInput,
  Plugin,
  PluginPayload,
  UpdatePluginSettingsInput,
} from './plugin.types';
import { PluginHealthReader } from './plugin-health';
import { PluginHealth } from './plugin-health.types';
import { TenantPlugins } from './tenant-plugins';

const MANAGE = pluginPermissions['plugin:manage'];

@Resolver()
export class PluginResolver {
  constructor(
    private readonly tenants: TenantPlugins,
    private readonly health: PluginHealthReader,
  ) {}

  @Allow(MANAGE)
  @Query(() => [Plugin], { description: 'Plugins of this installation, enabled or not, by name.' })
  plugins(): Promise<Plugin[]> {
    return this.tenants.all();
  }

  @Allow(MANAGE)
  @Query(() => [PluginHealth], {
    description:
      'How the plugins of this installation fare in this company, by name: what went wrong in their code within seven days. One that fares badly can be disabled.',
  })
  pluginHealth(): Promise<PluginHealth[]> {
    return this.health.all();
  }

  @Allow(MANAGE)
  @Mutation(() => PluginPayload, {
    description:
      'Enables a plugin for the company, at once and without a restart. CONFLICT while one it needs is not enabled; VALIDATION_FAILED for settings that it refuses or lacks. What it kept from before is there again.',
  })
  async enablePlugin(@Args('input') input: EnablePluginInput): Promise<PluginPayload> {
    return { plugin: await this.tenants.enable(input.plugin, input.settings ?? {}) };
  }

  @Allow(MANAGE)
  @Mutation(() => PluginPayload, {
    description:
      'Disables a plugin for the company, at once. Its data and settings stay. CONFLICT while another that is enabled needs it.',
  })
  async disablePlugin(@Args('input') input: DisablePluginInput): Promise<PluginPayload> {
    return { plugin: await this.tenants.disable(input.plugin) };
  }

  @Allow(MANAGE)
  @Mutation(() => PluginPayload, {
    description: 'Changes settings of a plugin, in force at once. VALIDATION_FAILED for what it refuses.',
  })
  async updatePluginSettings(@Args('input') input: UpdatePluginSettingsInput): Promise<PluginPayload> {
    return { plugin: await this.tenants.updateSettings(input.plugin, input.version, input.settings) };
  }
}
