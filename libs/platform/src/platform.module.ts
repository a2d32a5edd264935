import { isPermission, type PublicEvent, PublicEvents, type RetentionRule, RetentionRules } from '@atrium/sdk';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { AuthModule } from './auth';
import { BulkModule } from './bulk/bulk.module';
import { ChannelsModule } from './channels';
import { GatewayRouteModule } from './payments/gateway-route.module';
import { CorsModule } from './cors';
import { DatabaseModule } from './database/database.module';
import { DeadLettersModule } from './dead-letters/dead-letters.module';
import { EventsModule } from './events';
import { FilesModule } from './files';
import { AtriumGraphqlModule } from './graphql';
import { JobsModule } from './jobs/jobs.module';
import { MailModule } from './mail';
import { OutboundModule } from './outbound';
import { SmsModule } from './sms';
import { ObservabilityModule } from './observability';
import { QuotasModule } from './quotas/quotas.module';
import { RealtimeModule, RealtimeServerModule } from './realtime';
import { PluginHostModule } from './plugin-host';
import { SchedulesModule } from './schedules';
import { ThrottleModule } from './throttle/throttle.module';
import { CONFIG, PROCESS, type ProcessOptions } from './platform.tokens';

const rulesOf = ({ contexts, plugins = [] }: ProcessOptions): RetentionRules => {
  const rules: readonly RetentionRule[] = [
    ...contexts.flatMap(({ retention = [] }) => retention),
    ...plugins.flatMap(({ definition }) => definition.retention ?? []),
  ];
  return { all: () => rules };
};

const publicEventsOf = ({ contexts, plugins = [] }: ProcessOptions): PublicEvents => {
  const events = new Map<string, PublicEvent>();
  const declared = [...contexts, ...plugins.map(({ definition }) => definition)];
  for (const event of declared.flatMap(({ publicEvents = [] }) => publicEvents)) {
    const { name } = event.definition;
    if (events.has(name)) throw new Error(`The event ${name} is made public twice`);
    if (!isPermission(event.permission)) throw new Error(`The public event ${name}: no permission ${event.permission}`);
    events.set(name, event);
  }
  const sorted = [...events.values()].sort((a, b) => (a.definition.name < b.definition.name ? -1 : 1));
  return { all: () => sorted, find: (name) => events.get(name) };
};

/** Everything that stands behind the SDK, for one process. The rooms' own modules are global. */
@Global()
@Module({})
export class PlatformModule {
  static forRoot(options: ProcessOptions): DynamicModule {
    const graphql = AtriumGraphqlModule.forRoot();
    return {
      module: PlatformModule,
      imports: [
        DatabaseModule,
        ObservabilityModule.forRoot(options),
        AuthModule,
        QuotasModule,
        ThrottleModule,
        FilesModule,
        JobsModule,
        EventsModule,
        DeadLettersModule.forRoot(options),
        SchedulesModule.forRoot(options),
        MailModule,
        OutboundModule,
        SmsModule,
        ChannelsModule,
        GatewayRouteModule,
        CorsModule,
        BulkModule.forRoot(options),
        RealtimeModule,
        ...(options.role === 'api' ? [graphql, RealtimeServerModule.forRoot(graphql)] : []),
        PluginHostModule.forRoot(options),
      ],
      providers: [
        { provide: PROCESS, useValue: options },
        { provide: RetentionRules, useValue: rulesOf(options) },
        { provide: PublicEvents, useFactory: () => publicEventsOf(options) },
        { provide: CONFIG, useValue: options.config },
      ],
      exports: [PROCESS, CONFIG, PublicEvents, RetentionRules],
    };
  }
}
