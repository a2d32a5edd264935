import type { ContextDefinition } from '@atrium/sdk';
import { Notifications1700000520000 } from './migrations/1700000520000-notifications';
import { NotificationTemplates1700000520010 } from './migrations/1700000520010-notification-templates';
import { PreferencesOfStaff1700000521020 } from './migrations/1700000521020-preferences-of-staff';
import { NotificationsModule } from './notifications.module';
import { notificationRetention } from './notifications.retention';

export const notificationsContext: ContextDefinition = {
  name: 'notifications',
  module: NotificationsModule,
  entities: [],
  migrations: [Notifications1700000520000, NotificationTemplates1700000520010, PreferencesOfStaff1700000521020],
  retention: [notificationRetention],
};
