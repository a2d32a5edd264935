import { PlatformModule, type ProcessOptions, withPlugins } from '@atrium/platform';
import { type DynamicModule, Module } from '@nestjs/common';

/** The contexts on the platform, for one process. */
@Module({})
export class AppModule {
  static forRoot(given: ProcessOptions): DynamicModule {
    const options = withPlugins(given);
    return {
      module: AppModule,
      imports: [PlatformModule.forRoot(options), ...options.contexts.map(({ module }) => module)],
    };
  }
}
