import * as path from 'node:path';
import { type ChannelProvider, Channels, type Clock, type ExternalChannel, Transactions } from '@atrium/sdk';
import { Global, Inject, Module, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost, ModuleRef } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config';
import { MAIL_TRANSPORT } from '../mail/mail.module';
import type { MailTransport } from '../mail/mail-transport';
import { PluginChannels } from '../plugin-host/plugin-channels';
import { CLOCK, CONFIG, PROCESS, type ProcessOptions } from '../platform.tokens';
import { SMS_GATEWAY, type SmsGatewaySource } from '../sms/sms.module';
import { ConfiguredChannels } from './configured-channels';
import { FileAccountProvider, FileProvider } from './file-provider';
import { MailReportRoute } from './mail-report-route';
import { SmsProvider } from './sms-provider';
import { SmtpProvider } from './smtp-provider';

const NAMED = ['WECHAT', 'VOICE', 'PUSH'] as const;

/** What takes notifications out of the house: e-mail, short messages, and the channels that plugins bring. */
@Global()
@Module({
  providers: [
    {
      provide: Channels,
      inject: [CONFIG, MAIL_TRANSPORT, SMS_GATEWAY, PluginChannels],
      useFactory: (
        { channels, general, mail, sms: chosen }: Config,
        transport: MailTransport,
        gateway: SmsGatewaySource,
        plugins: PluginChannels,
      ) => {
        const files = new Map<ExternalChannel, ChannelProvider>();
        const named = Object.fromEntries(
          NAMED.map((channel) => [
            channel,
            {
              name: channels[CONFIGURED[channel]] || (general.mode === 'production' ? 'none' : 'file'),
              setting: `CHANNEL_${channel}`,
            },
          ]),
        );
        const smtp = new SmtpProvider(transport, mail.from);
        let sms: SmsProvider | null = null;
        return new ConfiguredChannels(
          {
            EMAIL: () => smtp,
            SMS: () => {
              // The same that codes go through; by itself a channel can report what became of messages.
              const brought = plugins.find('SMS', chosen.gateway);
              if (brought) return brought;
              const found = gateway();
              if (!found) return null;
              return (sms ??= new SmsProvider(found));
            },
          },
          named,
          plugins,
          (channel) => {
            const folder = path.join(general.dataDir, channel.toLowerCase());
            const known = files.get(channel);
            if (known) return known;
            const made =
              channel === 'VOICE' ? new FileProvider(channel, folder) : new FileAccountProvider(channel, folder);
            files.set(channel, made);
            return made;
          },
        );
      },
    },
  ],
  exports: [Channels],
})
export class ChannelsModule implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly channels: Channels,
    private readonly transactions: Transactions,
    private readonly modules: ModuleRef,
    private readonly host: HttpAdapterHost,
    @Inject(PROCESS) private readonly process: ProcessOptions,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    if (this.process.role !== 'api') return;
    const { transactions, modules, clock } = this;
    const route = new MailReportRoute(this.config.mail.reportSecret, transactions, modules, clock);
    route.register(this.host.httpAdapter.getInstance<FastifyInstance>());
  }

  /** A name that nobody offers stops the start. */
  onApplicationBootstrap(): void {
    for (const channel of NAMED) this.channels.provider(channel);
  }
}

const CONFIGURED = { WECHAT: 'wechat', VOICE: 'voice', PUSH: 'push' } as const;
