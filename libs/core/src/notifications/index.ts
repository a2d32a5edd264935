export { UnsubscribeLinks } from './unsubscribe/unsubscribe-links';
export { notificationsContext } from './notifications.context';
export { notificationEvents, type NotificationFacts } from './notifications.events';
