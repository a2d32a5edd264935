import type { ExternalChannel, OutgoingMessage } from '@atrium/sdk';
import type { WordedMessage } from '../message/worded-message';
import type { ClaimedMessage } from './claimed-messages';
import type { Address, Outcome, Recipient } from './plan.policy';

/** What was decided about a message. */
export interface PlannedMessage {
  readonly message: ClaimedMessage;
  readonly recipient: Recipient;
  readonly outcome: Outcome;
  /** It is put into the app. */
  readonly inApp: boolean;
  /** Its fate is not known, and the provider cannot tell whether it comes twice. */
  readonly perhapsTwice: boolean;
}

/** A message to be handed over now. */
export interface Handover {
  readonly message: ClaimedMessage;
  readonly channel: ExternalChannel;
  readonly address: Address;
  readonly worded: WordedMessage;
  readonly outgoing: OutgoingMessage;
  readonly perhapsTwice: boolean;
}
