import { type ChannelProvider, type ChannelReceipt, type OutgoingMessage, RefusedMessageError } from '@atrium/sdk';
import { senderAddress } from '../mail/sender';
import { type MailTransport, RefusedMailError } from '../mail/mail-transport';
import { withoutAddresses } from './mail-report';

/** E-mail over the transport of the installation. SMTP cannot tell whether a mail whose answer was lost was taken. */
export class SmtpProvider implements ChannelProvider {
  readonly name = 'smtp';
  readonly channel = 'EMAIL';
  readonly isIdempotent = false;
  private readonly address: string;
  private readonly domain: string;

  /** @param from sender from the configuration */
  constructor(
    private readonly transport: MailTransport,
    from: string,
  ) {
    this.address = senderAddress(from);
    this.domain = this.address.slice(this.address.lastIndexOf('@') + 1);
  }

  async send(message: OutgoingMessage): Promise<ChannelReceipt> {
    const { id, tenantId, to, subject, text, html, locale, fromName, unsubscribeUrl } = message;
    const reference = `${id}.${tenantId}`;
    try {
      await this.transport.send(id, {
        from: { name: fromName, address: this.address },
        to: { name: '', address: to },
        subject: subject ?? '',
        text,
        html: html ?? undefined,
        // A report that it could not be delivered names the mail by this.
        messageId: `<${reference}@${this.domain}>`,
        headers: {
          'Auto-Submitted': 'auto-generated',
          'Content-Language': locale,
          ...(unsubscribeUrl === null
            ? {}
            : { 'List-Unsubscribe': `<${unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
        },
      });
    } catch (error) {
      if (error instanceof RefusedMailError)
        throw new RefusedMessageError(withoutAddresses(error.reply), error.addressIsDead, error);
      throw error;
    }
    return { reference };
  }
}
