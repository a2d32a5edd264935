import type { IncomingHttpHeaders } from 'node:http';
import type { Actor, CallingApp, ClientInfo, Locale, TenantRef } from '@atrium/sdk';

/** What the transport knows of a call: an HTTP request, or the opening of a WebSocket. */
export interface Call {
  readonly headers: IncomingHttpHeaders;
  /** Address of the peer, or of the client behind a trusted proxy. */
  readonly ip: string | null;
}

/** Who calls, on whose behalf. */
export interface Caller {
  readonly actor: Actor;
  /** The credential's tenant; null for anonymous calls. */
  readonly tenant: TenantRef | null;
  readonly locale: Locale;
  readonly client: ClientInfo;
  /** The program behind the call, where one is registered for it. */
  readonly app?: CallingApp | null;
  /** When the credential stops counting of itself; absent where it does not. A WebSocket is closed then. */
  readonly expiresAt?: Date | null;
}

/** Turns a credential into a caller. Implemented by the auth room. */
export abstract class Authenticator {
  /**
   * Anonymous when the call carries no credential; an `UNAUTHENTICATED` error when it carries one that is malformed,
   * unknown, expired or revoked.
   */
  abstract authenticate(call: Call): Promise<Caller>;
}
