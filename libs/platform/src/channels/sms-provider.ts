import type { ChannelProvider, ChannelReceipt, OutgoingMessage, SmsGateway } from '@atrium/sdk';

/** Short messages through the gateway that codes go through as well. */
export class SmsProvider implements ChannelProvider {
  readonly channel = 'SMS';
  readonly name: string;
  readonly isIdempotent: boolean;

  constructor(private readonly gateway: SmsGateway) {
    this.name = gateway.name;
    this.isIdempotent = gateway.isIdempotent ?? false;
  }

  async send({ id, to, type, params, text, locale }: OutgoingMessage): Promise<ChannelReceipt> {
    await this.gateway.send({ to, template: type, params, text, locale }, id);
    return { reference: id };
  }
}
