import { defineCounter } from '@atrium/sdk';

const OUTCOMES = ['delivered', 'failed', 'given_up'] as const;

const attempts = defineCounter({
  name: 'atrium_webhook_attempts_total',
  help: 'Attempts to deliver by webhooks, by how they ended; `given_up` was the last.',
  labels: { outcome: OUTCOMES },
});

export const noteAttempt = (outcome: (typeof OUTCOMES)[number]): void => attempts.add({ outcome });
