import { type ChannelProvider, currentTenant, type SmsGateway } from '@atrium/sdk';

/** A channel for short messages that a plugin brings, as codes take it: for the tenant of the running job. */
export const gatewayOf = (channel: ChannelProvider): SmsGateway => ({
  name: channel.name,
  isIdempotent: channel.isIdempotent,
  send: async ({ to, template, params, text, locale }, id) => {
    const { id: tenantId, name: fromName } = currentTenant();
    await channel.send({
      ...{ id, tenantId, to, type: template, params, text, locale, fromName },
      ...{ subject: null, html: null, unsubscribeUrl: null },
    });
  },
});
