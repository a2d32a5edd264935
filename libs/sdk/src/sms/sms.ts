import type { Locale } from '../errors/messages';

/** A short message by its meaning: some gateways take an approved template with values, others the finished text. */
export interface SmsMessage {
  /** Digits as contacts are kept: the country code left out within China. */
  readonly to: string;
  /** What it is for, e.g. `sign-in-code`: a gateway maps it to the template its operator has approved. */
  readonly template: string;
  readonly params: Readonly<Record<string, string>>;
  /** The same in words. */
  readonly text: string;
  readonly locale: Locale;
}

/** Extension point: takes short messages to an operator. */
export interface SmsGateway {
  /** As the setting `SMS_GATEWAY` names it. */
  readonly name: string;
  /** A message handed over twice with the same id is sent once. Default: not known to be. */
  readonly isIdempotent?: boolean;
  /**
   * Resolves when the operator has taken the message; rejects to be tried again. A message can be handed over twice
   * after a crash: `id` is the same then.
   */
  send(message: SmsMessage, id: string): Promise<void>;
}

/** Sends short messages through the gateway of the installation. */
export abstract class Sms {
  /** Is there a gateway? */
  abstract readonly available: boolean;
  /** Queues a message in the current transaction: no commit, no message. */
  abstract send(message: SmsMessage): Promise<void>;
}

const gateways = new Map<string, SmsGateway>();

/** Offers a gateway under its name; the setting `SMS_GATEWAY` chooses it. */
export function registerSmsGateway(gateway: SmsGateway): void {
  if (!/^[a-z][a-z0-9-]*$/.test(gateway.name)) throw new Error(`"${gateway.name}" is not a name like file`);
  if (gateways.has(gateway.name)) throw new Error(`SMS gateway ${gateway.name} is declared twice`);
  gateways.set(gateway.name, gateway);
}

/** The gateway of this name; undefined where no loaded module offers it. */
export const smsGateway = (name: string): SmsGateway | undefined => gateways.get(name);
