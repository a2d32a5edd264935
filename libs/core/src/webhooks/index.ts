export { webhooksContext } from './webhooks.context';
export { webhookEvents } from './webhooks.events';
export { webhookPermissions } from './webhooks.permissions';
export { WebhookDeliveryList, WebhookSubscriptionList } from './webhooks.views';
