import * as path from 'node:path';
import { Cipher, Jobs, Sms, type SmsGateway, smsGateway } from '@atrium/sdk';
import { Global, Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import type { Config } from '../config';
import { CONFIG } from '../platform.tokens';
import { PluginChannels } from '../plugin-host/plugin-channels';
import { gatewayOf } from './channel-gateway';
import { FileSmsGateway } from './file-sms-gateway';
import { QueuedSms } from './queued-sms';
import { SmsDelivery } from './sms-delivery';

/** The gateway of this process, asked for when it is needed. */
export const SMS_GATEWAY = Symbol('atrium:sms-gateway');
export type SmsGatewaySource = () => SmsGateway | null;

/** Short messages: queued with the change, handed by the worker to the gateway that the configuration names. */
@Global()
@Module({
  providers: [
    {
      provide: SMS_GATEWAY,
      inject: [CONFIG, PluginChannels],
      useFactory: ({ sms, general }: Config, plugins: PluginChannels): SmsGatewaySource => {
        const name = sms.gateway || (general.mode === 'production' ? 'none' : 'file');
        const file = new FileSmsGateway(path.join(general.dataDir, 'sms'));
        // Asked for when it is needed: modules register theirs while they are made.
        return () => {
          if (name === 'none') return null;
          if (name === 'file') return file;
          const channel = plugins.find('SMS', name);
          return channel ? gatewayOf(channel) : (smsGateway(name) ?? unknownGateway(name));
        };
      },
    },
    {
      provide: Sms,
      inject: [SMS_GATEWAY, Jobs, Cipher],
      useFactory: (gateway: SmsGatewaySource, jobs: Jobs, cipher: Cipher) => new QueuedSms(gateway, jobs, cipher),
    },
    {
      provide: SmsDelivery,
      inject: [SMS_GATEWAY, Cipher],
      useFactory: (gateway: SmsGatewaySource, cipher: Cipher) => new SmsDelivery(gateway, cipher),
    },
  ],
  exports: [Sms, SMS_GATEWAY],
})
export class SmsModule implements OnApplicationBootstrap {
  constructor(@Inject(SMS_GATEWAY) private readonly gateway: SmsGatewaySource) {}

  /** A name that nobody offers stops the start. */
  onApplicationBootstrap(): void {
    this.gateway();
  }
}

const unknownGateway = (name: string): never => {
  throw new Error(`SMS_GATEWAY is "${name}", and no loaded module offers a gateway of that name`);
};
