import { defineGauge } from '@atrium/sdk';

export const socketsOpen = defineGauge({
  name: 'atrium_sockets',
  help: 'WebSockets that are signed in.',
});
export const subscriptionsOpen = defineGauge({
  name: 'atrium_subscriptions',
  help: 'Subscriptions on them.',
});
