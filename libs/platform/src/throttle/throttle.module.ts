import { Quotas, Transactions } from '@atrium/sdk';
import { type BeforeApplicationShutdown, Global, Inject, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Config } from '../config';
import { NotificationListener } from '../database/notification-listener';
import { CONFIG, PROCESS, type ProcessOptions } from '../platform.tokens';
import { BackgroundPace } from './background-pace';
import { CostThrottle } from './cost-throttle';
import { NetworkLimits } from './network-limits';
import { hearPresence, Presence } from './presence';

@Global()
@Module({
  providers: [
    {
      provide: CostThrottle,
      inject: [CONFIG, Transactions, Quotas],
      useFactory: ({ graphql }: Config, transactions: Transactions, quotas: Quotas) =>
        new CostThrottle(transactions, quotas, {
          pointsPerCall: graphql.pointsPerCall,
          clientSharePercent: graphql.clientSharePercent,
          maxCost: graphql.maxCost,
        }),
    },
    {
      provide: NetworkLimits,
      inject: [CONFIG, Transactions],
      useFactory: ({ networks }: Config, transactions: Transactions) =>
        new NetworkLimits(transactions, {
          signUp: { most: networks.signUpsPerHour, seconds: 3_600 },
          code: { most: networks.codesPerHour, seconds: 3_600 },
          signIn: { most: networks.signInsPerMinute, seconds: 60 },
          answer: { most: networks.surveyPagesPerMinute, seconds: 60 },
        }),
    },
    {
      provide: Presence,
      inject: [CONFIG, PROCESS, DataSource],
      useFactory: ({ graphql }: Config, { role }: ProcessOptions, source: DataSource) =>
        role === 'api' && graphql.tenantSharePercent < 100
          ? new Presence((text, values) => source.query(text, values))
          : null,
    },
  ],
  exports: [CostThrottle, NetworkLimits, Presence],
})
export class ThrottleModule implements BeforeApplicationShutdown {
  constructor(
    @Inject(PROCESS) { role }: ProcessOptions,
    @Inject(Presence) private readonly presence: Presence | null,
    pace: BackgroundPace,
    notifications: NotificationListener,
  ) {
    if (role === 'worker') hearPresence(notifications, (tenantId) => pace.heard(tenantId));
  }

  beforeApplicationShutdown(): void {
    this.presence?.close();
  }
}
