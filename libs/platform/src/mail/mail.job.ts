import { defineJob } from '@atrium/sdk';
import { z } from 'zod';

/** What the sealed text holds. */
export const queuedMail = z.object({
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string().optional(),
  locale: z.string(),
  /** Name shown as the sender. */
  fromName: z.string(),
});
export type QueuedMail = z.infer<typeof queuedMail>;

/** Mails hold names, addresses and tokens, so they wait encrypted. A server may be away for some hours. */
export const mailJob = defineJob({
  name: 'mail.send',
  version: 1,
  schema: z.object({ sealed: z.string() }),
  retries: 12,
  backoffSeconds: 15,
  timeoutSeconds: 60,
  concurrency: 8,
});
