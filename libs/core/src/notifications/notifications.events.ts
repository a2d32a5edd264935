import { defineEvent } from '@atrium/sdk';
import { z } from 'zod';

const about = z.object({
  notificationId: z.uuid(),
  type: z.string(),
  customerId: z.uuid().nullable(),
  staffId: z.uuid().nullable(),
  channel: z.string().nullable(),
  aboutType: z.string().nullable(),
  aboutId: z.uuid().nullable(),
});
export type NotificationFacts = z.infer<typeof about>;

const of = <P extends object>(happened: string, schema: z.ZodType<P>) =>
  defineEvent({ name: `notification.${happened}`, version: 1, aggregate: 'notification', schema });

/** What becomes of messages: for whoever sent them. */
export const notificationEvents = {
  /** Handed to the channel, or put into the app. */
  sent: of('sent', about.extend({ perhapsTwice: z.boolean() })),
  /** No channel could deliver it, or it was not to be sent; the reason as in `NotificationReason`. */
  notSent: of('notSent', about.extend({ state: z.string(), reason: z.string().nullable() })),
  /** It came back. */
  bounced: of('bounced', about),
  /** The channel reports that it has arrived. */
  delivered: of('delivered', about),
  /** Its recipient has read it, in the app or as the channel reports. */
  read: of('read', about),
} as const;
