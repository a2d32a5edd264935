import { defineCounter, defineDuration, NOTIFICATION_CHANNELS } from '@atrium/sdk';

export const handedOver = defineCounter({
  name: 'atrium_notifications_total',
  help: 'Tries to hand a notification to its channel, by outcome: taken, refused for good, or failed and to be tried again.',
  labels: { channel: NOTIFICATION_CHANNELS, outcome: ['SENT', 'REFUSED', 'FAILED'] },
});
export const handoverSeconds = defineDuration({
  name: 'atrium_notification_duration_seconds',
  help: 'Time a channel took for one notification, whatever came of it.',
  labels: { channel: NOTIFICATION_CHANNELS },
});
