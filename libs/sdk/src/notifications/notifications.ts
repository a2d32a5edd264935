import type { Locale } from '../errors/messages';
import type { NotificationChannel } from './channels';
import type { NotificationType } from './notification-type';
import type { NotificationValues, VariableSpecs } from './variables';

/** Who a message is for. An address is for people who are neither: it asks for no consent. */
export type NotificationRecipient =
  /** UUID; one that was merged counts as its survivor. */
  | { readonly customerId: string }
  /** UUID. */
  | { readonly staffId: string }
  | { readonly email: string; readonly locale: Locale }
  | { readonly phone: string; readonly locale: Locale };

/** One message to one recipient. */
export interface NotificationDraft<V extends VariableSpecs = VariableSpecs> {
  readonly to: NotificationRecipient;
  readonly values: NotificationValues<V>;
  /**
   * A second message of this type to the same recipient with the same key is not made: the first one's id is answered.
   * At most 200 characters.
   */
  readonly dedupeKey?: string;
  /** Not before this instant. */
  readonly notBefore?: Date;
  /** Too late to be of use: what has not left by then is not sent. */
  readonly expiresAt?: Date;
  /** Only these ways of the type's, in this order, whatever anybody prefers: e.g. the channel of a step of dunning. */
  readonly channels?: readonly [NotificationChannel, ...NotificationChannel[]];
  /** The object it is about: prefix of its ids and its UUID. Opened from the message, and what {@link Notifications.cancel} goes by. */
  readonly about?: { readonly idType: string; readonly id: string };
}

/**
 * The one way to tell people something. A message is written in the current transaction: it is sent when, and only when,
 * that commits. The worker then finds the way (preference, consent, quiet hours, limits), fills the template of the
 * recipient's language, sends, tries again and falls back to the next channel. What became of it is in `notification`
 * rows and told by `notificationEvents`.
 */
export abstract class Notifications {
  /** Answers the message's UUID. @throws Error when a value is missing or of another type than the variable */
  abstract send<V extends VariableSpecs>(type: NotificationType<V>, draft: NotificationDraft<V>): Promise<string>;
  /** Many at once, in one statement: at most 5,000. Answers their UUIDs in the same order. */
  abstract sendAll<V extends VariableSpecs>(
    type: NotificationType<V>,
    drafts: readonly NotificationDraft<V>[],
  ): Promise<readonly string[]>;
  /**
   * Stops what has not left yet, e.g. reminders of what was paid: of these types and about this object. Answers how many
   * were stopped. One that is being handed over at this moment is not among them.
   */
  abstract cancel(
    types: readonly Pick<NotificationType, 'key'>[],
    about: { readonly idType: string; readonly id: string },
  ): Promise<number>;
}
