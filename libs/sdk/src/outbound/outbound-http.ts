/** A request to an address that somebody outside the installation chose. */
export interface OutboundRequest {
  readonly url: string;
  /** Default GET. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | null;
  /** Longest time for all of it, from looking up the name to the end of the answer. Milliseconds; default 10,000. */
  readonly timeoutMs?: number;
  /** Most of the answer's body that is read. Bytes; default 1 MiB. */
  readonly maxBytes?: number;
  /** A longer body is an error (`refuse`, the default), or read up to there (`cut`). */
  readonly longer?: 'refuse' | 'cut';
  /** Private networks may be reached, and without TLS: only where the operator's configuration says so. */
  readonly allowPrivate?: boolean;
  readonly signal?: AbortSignal;
}

export interface OutboundAnswer {
  readonly status: number;
  /** By name in small letters; several of one name are joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** There was more than `maxBytes`. */
  readonly isCut: boolean;
}

/**
 * Why there is no answer: the address must not be reached; the name is not known; nobody took the connection, or it broke;
 * no secure connection came about; it took too long; the answer is too long or no HTTP.
 */
export type OutboundFailure = 'REFUSED' | 'UNKNOWN_HOST' | 'NO_CONNECTION' | 'TLS_FAILED' | 'TIMED_OUT' | 'BAD_ANSWER';

/** There is no answer. `message` is in plain words without anything of the platform's insides. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError';
  readonly loggable = true;

  constructor(
    readonly failure: OutboundFailure,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

/** What the installation's configuration says of webhooks. */
export abstract class WebhookRules {
  /** Hours for which every delivery must have failed before a webhook is disabled. */
  abstract readonly disableAfterHours: number;
}

/** What is wrong with an address before anything is asked. */
export type OutboundUrlProblem = 'NO_URL' | 'WITH_USER' | 'WITH_FRAGMENT' | 'WITHOUT_TLS' | 'PRIVATE_ADDRESS';

/**
 * The one way out to addresses that companies or their people choose. Each call looks the name up anew, checks every address
 * it stands for and connects to one of those checked, so that a name cannot show one address to the check and another to
 * the connection. Private, local and special networks are out of reach unless the operator's configuration names them
 * (`OUTBOUND_ALLOWED`). Redirects are not followed; time and size are bounded; no connection is used twice.
 */
export abstract class OutboundHttp {
  /** @throws OutboundError */
  abstract send(request: OutboundRequest): Promise<OutboundAnswer>;
  /** What is wrong with an address as it is written; null for one that can be tried. Nobody is asked. */
  abstract problemOf(url: string): OutboundUrlProblem | null;
}
