import * as path from 'node:path';
import { Cipher, Jobs, Sms, type SmsGateway, smsGateway } from '@atrium/sdk';
import { Global, Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import type { Config } from '../config';
import { CONFIG } from '../platform.tokens';
import { FileSmsGateway } from './file-sms-gateway';
import { QueuedSms } from './queued-sms';
import { SmsDelivery } from './sms-delivery';

const GATEWAY = Symbol('atrium:sms-gateway');
type Gateway = () => SmsGateway | null;

/** Short messages: queued with the change, handed by the worker to the gateway that the configuration names. */
@Global()
@Module({
  providers: [
    {
      provide: GATEWAY,
      inject: [CONFIG],
      useFactory: ({ sms, general }: Config): Gateway => {
        const name = sms.gateway || (general.mode === 'production' ? 'none' : 'file');
        const file = new FileSmsGateway(path.join(general.dataDir, 'sms'));
        // Asked for when it is needed: modules register theirs while they are made.
        return () => (name === 'none' ? null : name === 'file' ? file : (smsGateway(name) ?? unknownGateway(name)));
      },
    },
    {
      provide: Sms,
      inject: [GATEWAY, Jobs, Cipher],
      useFactory: (gateway: Gateway, jobs: Jobs, cipher: Cipher) => new QueuedSms(gateway, jobs, cipher),
    },
    {
      provide: SmsDelivery,
      inject: [GATEWAY, Cipher],
      useFactory: (gateway: Gateway, cipher: Cipher) => new SmsDelivery(gateway, cipher),
    },
  ],
  exports: [Sms],
})
export class SmsModule implements OnApplicationBootstrap {
  constructor(@Inject(GATEWAY) private readonly gateway: Gateway) {}

  /** A name that nobody offers stops the start. */
  onApplicationBootstrap(): void {
    this.gateway();
  }
}

const unknownGateway = (name: string): never => {
  throw new Error(`SMS_GATEWAY is "${name}", and no loaded module offers a gateway of that name`);
};
