import { currentTenant, encodeId } from '@atrium/sdk';

/** What is sent: the same bytes at every try. */
interface Envelope {
  /** Typed id of the event: the same for every try, replay and subscription. */
  readonly id: string;
  readonly type: string;
  /** Of `data`. */
  readonly version: number;
  /** When it happened, RFC 3339 in UTC. */
  readonly timestamp: string;
  /** Typed id of the company it happened in. */
  readonly company: string;
  readonly data: object;
}

/** @param eventId UUID */
export function envelopeOf(
  eventId: string,
  { type, version, timestamp, data }: Omit<Envelope, 'id' | 'company'>,
): string {
  const company = encodeId('tenant', currentTenant().id);
  return JSON.stringify({ id: encodeId('event', eventId), type, version, timestamp, company, data } satisfies Envelope);
}
