import { defineEvent } from '@atrium/sdk';
import { z } from 'zod';

const notice = z.object({ noticeId: z.uuid() });
const of = <P extends object>(happened: string, schema: z.ZodType<P>) =>
  defineEvent({ name: `notice.${happened}`, version: 1, aggregate: 'notice', schema });

/** What happens to notices. */
export const noticeEvents = {
  published: of('published', notice.extend({ addressed: z.int() })),
  withdrawn: of('withdrawn', notice),
  confirmed: of('confirmed', notice.extend({ customerId: z.uuid() })),
} as const;
