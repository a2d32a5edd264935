import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DatabaseModule } from './database/database.module';
import { CLOCK, CONFIG, PROCESS, type ProcessOptions, systemClock } from './platform.tokens';

/** Everything that stands behind the SDK, for one process. The rooms' own modules are global. */
@Global()
@Module({})
export class PlatformModule {
  static forRoot(options: ProcessOptions): DynamicModule {
    return {
      module: PlatformModule,
      imports: [DatabaseModule],
      providers: [
        { provide: PROCESS, useValue: options },
        { provide: CONFIG, useValue: options.config },
        { provide: CLOCK, useValue: options.clock ?? systemClock },
      ],
      exports: [PROCESS, CONFIG, CLOCK],
    };
  }
}
