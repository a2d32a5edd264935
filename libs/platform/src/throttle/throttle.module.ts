import { Quotas, Transactions } from '@atrium/sdk';
import { Global, Module } from '@nestjs/common';
import type { Config } from '../config';
import { CONFIG } from '../platform.tokens';
import { CostThrottle } from './cost-throttle';
import { NetworkLimits } from './network-limits';

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
        }),
    },
  ],
  exports: [CostThrottle, NetworkLimits],
})
export class ThrottleModule {}
