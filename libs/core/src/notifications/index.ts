export { notificationsContext } from './notifications.context';
export { notificationEvents, type NotificationFacts } from './notifications.events';
