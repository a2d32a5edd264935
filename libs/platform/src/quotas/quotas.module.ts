import { Quotas, TenantRules, Transactions } from '@atrium/sdk';
import { Global, Module } from '@nestjs/common';
import type { Config } from '../config';
import { NotificationListener } from '../database/notification-listener';
import { CONFIG } from '../platform.tokens';
import { PgQuotas } from './pg-quotas';

@Global()
@Module({
  providers: [
    { provide: TenantRules, inject: [CONFIG], useFactory: ({ tenants }: Config): TenantRules => tenants },
    {
      provide: Quotas,
      inject: [CONFIG, Transactions, NotificationListener],
      useFactory: ({ tenants }: Config, transactions: Transactions, notifications: NotificationListener) => {
        const quotas = new PgQuotas(tenants.signUpPlan, transactions);
        quotas.listenTo(notifications);
        return quotas;
      },
    },
  ],
  exports: [Quotas, TenantRules],
})
export class QuotasModule {}
