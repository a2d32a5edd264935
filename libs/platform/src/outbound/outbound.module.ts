import { OutboundHttp, WebhookRules } from '@atrium/sdk';
import { Global, Module } from '@nestjs/common';
import type { Config } from '../config';
import { CONFIG } from '../platform.tokens';
import { GuardedHttp } from './guarded-http';

/** The way out to addresses that companies choose. */
@Global()
@Module({
  providers: [
    {
      provide: OutboundHttp,
      inject: [CONFIG],
      useFactory: ({ outbound }: Config) => new GuardedHttp(outbound.allowed),
    },
    { provide: WebhookRules, inject: [CONFIG], useFactory: ({ outbound }: Config): WebhookRules => outbound },
  ],
  exports: [OutboundHttp, WebhookRules],
})
export class OutboundModule {}
