import { defineCounter } from '@atrium/sdk';
import { HANDLER_LABEL } from '../observability/labels';

const OUTCOMES = ['done', 'failed', 'dead'] as const;

const deliveries = defineCounter({
  name: 'atrium_event_deliveries_total',
  help: 'Tries to hand an event to a handler, by handler and how they ended; `dead` was the last.',
  labels: { handler: HANDLER_LABEL, outcome: OUTCOMES },
});

export const noteDelivery = (handler: string, outcome: (typeof OUTCOMES)[number]): void =>
  deliveries.add({ handler, outcome });
