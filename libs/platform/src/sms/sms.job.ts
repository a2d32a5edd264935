import { defineJob } from '@atrium/sdk';
import { z } from 'zod';

/** What the sealed text holds. */
export const queuedSms = z.object({
  to: z.string(),
  template: z.string(),
  params: z.record(z.string(), z.string()),
  text: z.string(),
  locale: z.enum(['zh-CN', 'en']),
});

/** Short messages hold numbers and codes, so they wait encrypted. What is late is of no use: few tries. */
export const smsJob = defineJob({
  name: 'sms.send',
  version: 1,
  schema: z.object({ sealed: z.string() }),
  retries: 5,
  backoffSeconds: 3,
  timeoutSeconds: 30,
  concurrency: 8,
});
