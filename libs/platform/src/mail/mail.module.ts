import * as path from 'node:path';
import { Cipher, Links, Mailer } from '@atrium/sdk';
import { type BeforeApplicationShutdown, Global, Inject, Module } from '@nestjs/common';
import type { Config } from '../config';
import { CONFIG } from '../platform.tokens';
import { ConfiguredLinks } from './configured-links';
import { MailDelivery } from './mail-delivery';
import { FileTransport, type MailTransport, SmtpTransport } from './mail-transport';
import { QueuedMailer } from './queued-mailer';

/** Where mails of this process go. */
export const MAIL_TRANSPORT = Symbol('atrium:mail-transport');

/** E-mail: queued with the change, delivered by the worker over SMTP or, without a server, into the data folder. */
@Global()
@Module({
  providers: [
    { provide: Mailer, useClass: QueuedMailer },
    { provide: Links, inject: [CONFIG], useFactory: ({ http }: Config) => new ConfiguredLinks(http) },
    {
      provide: MAIL_TRANSPORT,
      inject: [CONFIG],
      useFactory: ({ mail, general }: Config): MailTransport =>
        mail.smtpUrl ? new SmtpTransport(mail.smtpUrl) : new FileTransport(path.join(general.dataDir, 'mails')),
    },
    {
      provide: MailDelivery,
      inject: [MAIL_TRANSPORT, Cipher, CONFIG],
      useFactory: (transport: MailTransport, cipher: Cipher, { mail }: Config) =>
        new MailDelivery(transport, cipher, mail.from),
    },
  ],
  exports: [Mailer, Links, MAIL_TRANSPORT],
})
export class MailModule implements BeforeApplicationShutdown {
  constructor(@Inject(MAIL_TRANSPORT) private readonly transport: MailTransport) {}

  beforeApplicationShutdown(): void {
    this.transport.close();
  }
}
