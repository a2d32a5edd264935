import { JsonLogger, PlatformModule, type ProcessOptions, withPlugins } from '@atrium/platform';
import { type INestApplicationContext, Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

@Module({})
class WorkerModule {
  static forRoot(given: ProcessOptions): DynamicModule {
    const options = withPlugins(given);
    return {
      module: WorkerModule,
      imports: [PlatformModule.forRoot(options), ...options.contexts.map(({ module }) => module)],
    };
  }
}

/** The worker of one process: jobs, schedules, deliveries. Closing it hands back what it has not finished. */
export async function createWorkerApp(options: Omit<ProcessOptions, 'role'>): Promise<INestApplicationContext> {
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot({ ...options, role: 'worker' }), {
    logger: new JsonLogger(options.config),
    abortOnError: false,
  });
  return app;
}
