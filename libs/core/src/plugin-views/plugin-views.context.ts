import type { ContextDefinition } from '@atrium/sdk';
import { Module } from '@nestjs/common';
import { PluginViews1700000110010 } from './1700000110010-plugin-views';

@Module({})
class PluginViewsModule {}

/** The core as plugins read it in SQL. */
export const pluginViewsContext: ContextDefinition = {
  name: 'plugin-views',
  module: PluginViewsModule,
  entities: [],
  migrations: [PluginViews1700000110010],
};
