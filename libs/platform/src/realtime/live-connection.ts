import type { IncomingHttpHeaders } from 'node:http';
import { type AtriumError, renderMessage } from '@atrium/sdk';
import type { WebSocket } from 'ws';
import type { Authenticator, Call, Caller } from '../graphql/authenticator';
import type { LiveQuery } from './live-query';

/** Why the server ends a connection. The reference client comes back by itself after all but 4401. */
export const CLOSE = {
  /** The server stops: come back, to another process. */
  goingAway: 1001,
  /** The tenant has as many connections here as it may have. */
  tryLater: 1013,
  /** There is no credential, or it does not count (any more): sign in. */
  unauthenticated: 4401,
  /** The credential has expired: come back with a new one. */
  expired: 4403,
} as const;

/** Most bytes of a close frame's reason, by the protocol. */
const REASON_BYTES = 123;

/** One WebSocket with who is behind it. Of the request that opened it only what tells that is kept. */
export class LiveConnection {
  readonly queries = new Set<LiveQuery>();
  caller: Caller | null = null;
  private call: Call;
  /** What the caller may do and see, as last looked up. */
  private rights = '';

  constructor(
    private readonly authenticator: Authenticator,
    private readonly socket: WebSocket,
    headers: IncomingHttpHeaders,
    ip: string | null,
  ) {
    const { 'user-agent': agent, 'accept-language': language, authorization, origin } = headers;
    this.call = { headers: { 'user-agent': agent, 'accept-language': language, authorization, origin }, ip };
  }

  /** The parameters of `connection_init` stand for the headers a browser cannot set. */
  async init(params: Readonly<Record<string, unknown>> = {}): Promise<Caller> {
    const headers: IncomingHttpHeaders = { ...this.call.headers };
    for (const [name, value] of Object.entries(params)) {
      const header = name.toLowerCase();
      if (typeof value !== 'string') continue;
      if (header === 'authorization' || header === 'accept-language') headers[header] = value;
    }
    this.call = { headers, ip: this.call.ip };
    return this.authenticate();
  }

  /** Who is behind it now. Looked up anew for every message sent, through the cache that changes of access empty. */
  async authenticate(): Promise<Caller> {
    const caller = await this.authenticator.authenticate(this.call);
    const { permissions, communityScope, customerIds } = caller.actor;
    const rights = JSON.stringify([[...permissions].sort(), communityScope, customerIds]);
    const hasChanged = this.caller !== null && rights !== this.rights;
    this.rights = rights;
    this.caller = caller;
    if (hasChanged) for (const query of this.queries) query.missed();
    return caller;
  }

  /** Not gone while its credential was looked up. */
  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  isExpired(now: Date): boolean {
    const { expiresAt } = this.caller ?? {};
    return expiresAt != null && expiresAt <= now;
  }

  /** Ends it for a credential that does not count. */
  refuse(error: AtriumError): void {
    const locale = this.caller?.locale ?? 'en';
    const isExpired = EXPIRED.has(error.template.key);
    this.close(isExpired ? CLOSE.expired : CLOSE.unauthenticated, renderMessage(error.template, locale, error.params));
  }

  close(code: number, reason: string): void {
    this.socket.close(code, cut(reason));
    for (const query of [...this.queries]) void query.return();
  }

  terminate(): void {
    this.socket.terminate();
  }
}

const EXPIRED: ReadonlySet<string> = new Set(['auth.tokenExpired', 'auth.apiKeyExpired']);

function cut(reason: string): string {
  let text = reason;
  while (Buffer.byteLength(text) > REASON_BYTES) text = text.slice(0, -1);
  return text.toWellFormed();
}
