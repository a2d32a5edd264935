import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DatabaseModule } from './database/database.module';
import { anonymousActor, unauthenticated } from '@atrium/sdk';
import { AtriumGraphqlModule, Authenticator, type Call, type Caller } from './graphql';
import { JobsModule } from './jobs/jobs.module';
import { HealthController } from './observability';
import { CLOCK, CONFIG, PROCESS, type ProcessOptions, systemClock } from './platform.tokens';

/** PROVISIONAL: until the auth room is there. */
class NoCredentials extends Authenticator {
  authenticate({ headers, ip }: Call): Promise<Caller> {
    if (headers.authorization) return Promise.reject(unauthenticated());
    return Promise.resolve({ actor: anonymousActor, tenant: null, locale: 'en', client: { ip, name: null } });
  }
}

/** Everything that stands behind the SDK, for one process. The rooms' own modules are global. */
@Global()
@Module({})
export class PlatformModule {
  static forRoot(options: ProcessOptions): DynamicModule {
    return {
      module: PlatformModule,
      controllers: options.role === 'api' ? [HealthController] : [],
      imports: [DatabaseModule, JobsModule, ...(options.role === 'api' ? [AtriumGraphqlModule.forRoot()] : [])],
      providers: [
        { provide: Authenticator, useClass: NoCredentials },
        { provide: PROCESS, useValue: options },
        { provide: CONFIG, useValue: options.config },
        { provide: CLOCK, useValue: options.clock ?? systemClock },
      ],
      exports: [Authenticator, PROCESS, CONFIG, CLOCK],
    };
  }
}
