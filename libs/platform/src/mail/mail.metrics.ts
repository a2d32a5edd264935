import { defineCounter, defineDuration } from '@atrium/sdk';

/** `refused`: for good, so that it is a dead letter; `failed`: it is tried again. */
const OUTCOMES = ['sent', 'refused', 'failed'] as const;

export const mails = defineCounter({
  name: 'atrium_mails_total',
  help: 'Tries to hand a mail to the mail server, by outcome: refused for good, or failed and to be tried again.',
  labels: { outcome: OUTCOMES },
});
export const mailDuration = defineDuration({
  name: 'atrium_mail_duration_seconds',
  help: 'Time the mail server took for one mail, whatever came of it.',
});
export const shortMessages = defineCounter({
  name: 'atrium_short_messages_total',
  help: 'Tries to hand a short message to its gateway, by outcome.',
  labels: { outcome: OUTCOMES },
});
