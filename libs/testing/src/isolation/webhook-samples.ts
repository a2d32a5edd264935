import { FRESH, freshly, made, OMITTED, type Samples, value } from './samples';
import { disabledWebhook, failedDelivery, NEVER, NOWHERE } from './webhook-makers';

/** What fields of webhooks demand. */
export const webhookSamples: Samples['values'] = {
  // What an API client that reads the register may be told of.
  ...Object.fromEntries(
    ['CreateWebhookSubscriptionInput', 'UpdateWebhookSubscriptionInput'].flatMap((input) => [
      [`${input}.url`, [made((world) => `${NOWHERE}?${world.text('code')}`)]],
      [`${input}.events`, [value([NEVER])]],
    ]),
  ),
  'Mutation.deleteWebhookSubscription.input.id': [FRESH],
  'Mutation.disableWebhookSubscription.input.id': [FRESH],
  'Mutation.enableWebhookSubscription.input.id': [freshly(disabledWebhook)],
  'Mutation.replayWebhookDelivery.input.id': [freshly(failedDelivery)],
  'ReplayWebhookDeliveriesInput.before': [OMITTED],
};
