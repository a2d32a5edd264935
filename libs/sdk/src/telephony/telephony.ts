import type { IncomingHttpHeaders } from 'node:http';

/** What happened to a call at an exchange. Events may come twice and in any order. */
export interface CallReport {
  /** The exchange's own number of the call, the same for all its events. */
  readonly callId: string;
  /** `RINGING`: it is offered to a person. `ENDED` comes last, whether anybody answered or not. */
  readonly event: 'RINGING' | 'ANSWERED' | 'ENDED';
  readonly direction: 'INBOUND' | 'OUTBOUND';
  /** The other party's number, as the exchange has it. */
  readonly number: string;
  /** The queue it went through; null for none. */
  readonly queue: string | null;
  /** Who it is offered to, or spoke: e-mail or employee number of a member of staff. */
  readonly agent: string | null;
  /** When this happened. */
  readonly at: Date;
  /** With `ENDED`: seconds that were spoken; 0 where nobody answered. */
  readonly seconds?: number;
  /** With `ENDED`: where the recording can be heard. */
  readonly recordingUrl?: string | null;
}

/** A report as it came in. */
export interface ExchangeCall {
  readonly headers: IncomingHttpHeaders;
  /** The bytes that were signed. */
  readonly body: Buffer;
  readonly receivedAt: Date;
}

/**
 * Extension point: a telephone exchange or call centre that tells of calls. Queue figures and the screen of
 * who is called follow from what it tells.
 */
export interface TelephonyExchange {
  /** As companies name it, such as `sandbox`. */
  readonly name: string;
  /** Reads a report; null unless it is signed with the company's secret, and not long ago. */
  read(call: ExchangeCall, secret: string): CallReport | null;
}

const exchanges = new Map<string, TelephonyExchange>();

/** Offers an exchange under its name; companies switch it on with their own secret. */
export function registerTelephonyExchange(exchange: TelephonyExchange): void {
  if (!/^[a-z][a-z0-9-]*$/.test(exchange.name)) throw new Error(`"${exchange.name}" is not a name like sandbox`);
  if (exchanges.has(exchange.name)) throw new Error(`Telephone exchange ${exchange.name} is declared twice`);
  exchanges.set(exchange.name, exchange);
}

/** The exchange of this name; undefined where no loaded module offers it. */
export const telephonyExchange = (name: string): TelephonyExchange | undefined => exchanges.get(name);

/** In the order of their names. */
export const telephonyExchanges = (): readonly TelephonyExchange[] =>
  [...exchanges.values()].sort((a, b) => (a.name < b.name ? -1 : 1));

/** What became of a report: taken (or known already), not believed, or to be sent again. */
export type ExchangeAnswer = 'TAKEN' | 'REFUSED' | 'LATER';

/** Takes what exchanges report. */
export abstract class ExchangeReports {
  /** @param slug of the company */
  abstract take(slug: string, exchange: string, call: ExchangeCall): Promise<ExchangeAnswer>;
}
