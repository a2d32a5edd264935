import { Quotas, Transactions } from '@atrium/sdk';
import { Global, Module } from '@nestjs/common';
import type { Config } from '../config';
import { CONFIG } from '../platform.tokens';
import { CostThrottle } from './cost-throttle';

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
  ],
  exports: [CostThrottle],
})
export class ThrottleModule {}
