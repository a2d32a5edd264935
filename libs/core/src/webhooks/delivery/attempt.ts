import { encodeId, type OutboundAnswer, OutboundError, type OutboundFailure, type OutboundHttp } from '@atrium/sdk';
import type { TakenDelivery } from './delivery-records';
import { retryAfterSeconds } from './retry.policy';
import { signedHeaders } from './signature';

/** Longest time of one attempt, and most of the answer that is read. */
const TIMEOUT_MS = 10_000;
const MAX_BYTES = 4_096;
/** Characters of an answer that are kept. */
const EXCERPT = 1_000;

/** How an attempt can end. SENDING: it was begun, and nobody lived to tell of its end. */
export enum WebhookAttemptOutcome {
  SENDING = 'SENDING',
  DELIVERED = 'DELIVERED',
  HTTP_ERROR = 'HTTP_ERROR',
  REDIRECTED = 'REDIRECTED',
  ADDRESS_REFUSED = 'ADDRESS_REFUSED',
  UNKNOWN_HOST = 'UNKNOWN_HOST',
  NO_CONNECTION = 'NO_CONNECTION',
  TLS_FAILED = 'TLS_FAILED',
  TIMED_OUT = 'TIMED_OUT',
  BAD_ANSWER = 'BAD_ANSWER',
}

const OUTCOMES: Readonly<Record<OutboundFailure, WebhookAttemptOutcome>> = {
  REFUSED: WebhookAttemptOutcome.ADDRESS_REFUSED,
  UNKNOWN_HOST: WebhookAttemptOutcome.UNKNOWN_HOST,
  NO_CONNECTION: WebhookAttemptOutcome.NO_CONNECTION,
  TLS_FAILED: WebhookAttemptOutcome.TLS_FAILED,
  TIMED_OUT: WebhookAttemptOutcome.TIMED_OUT,
  BAD_ANSWER: WebhookAttemptOutcome.BAD_ANSWER,
};

/** What came of an attempt. */
export interface Attempted {
  readonly outcome: WebhookAttemptOutcome;
  readonly status: number | null;
  readonly latencyMs: number;
  /** Why there was no answer, in words. */
  readonly detail: string | null;
  /** The beginning of the answer. */
  readonly answer: string | null;
  /** Seconds that the receiver asks to be left alone. */
  readonly retryAfter: number | null;
}

export interface Target {
  readonly url: string;
  /** The newest first. */
  readonly secrets: readonly string[];
}

/** Sends a delivery once. Whatever the receiver does is an outcome; what is thrown is a fault of ours. */
export async function attempt(
  http: OutboundHttp,
  { url, secrets }: Target,
  { eventId, body }: Pick<TakenDelivery, 'eventId' | 'body'>,
  now: Date,
): Promise<Attempted> {
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'Atrium-Webhooks/1.0',
    ...signedHeaders(encodeId('event', eventId), now, body, secrets),
    'content-length': String(Buffer.byteLength(body)),
  };
  const bounds = { timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES, longer: 'cut' } as const;
  const began = performance.now();
  const latency = (): number => Math.round(performance.now() - began);
  try {
    const answer = await http.send({ url, method: 'POST', headers, body, ...bounds });
    return { ...judged(answer, now), latencyMs: latency() };
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    const { failure, message: detail } = error;
    return { outcome: OUTCOMES[failure], status: null, latencyMs: latency(), detail, answer: null, retryAfter: null };
  }
}

function judged({ status, headers, body }: OutboundAnswer, now: Date): Omit<Attempted, 'latencyMs'> {
  const outcome =
    status >= 200 && status < 300
      ? WebhookAttemptOutcome.DELIVERED
      : status >= 300 && status < 400
        ? WebhookAttemptOutcome.REDIRECTED
        : WebhookAttemptOutcome.HTTP_ERROR;
  const retryAfter = outcome === 'DELIVERED' ? null : retryAfterSeconds(headers['retry-after'], now);
  return { outcome, status, detail: null, answer: excerptOf(body), retryAfter };
}

/** The beginning of an answer, as far as it is text: people look at it. */
function excerptOf(body: Buffer): string | null {
  const text = body
    .toString('utf8')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufffd]+/g, '\ufffd')
    .trim();
  return text === '' ? null : [...text].slice(0, EXCERPT).join('');
}
