import { OutboundError, type OutboundHttp } from '@atrium/sdk';

/** Longest time an issuer may take to answer, and most of what it may say. */
const TIMEOUT_MS = 8_000;
const MAX_BYTES = 1024 * 1024;

interface FetchInit {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

export interface IssuerFetch {
  (url: string, init: FetchInit): Promise<Response>;
  /**
   * Lets it reach the origins of these addresses too: those that the issuer's own discovery document names, which came
   * from the issuer's origin over TLS. Google's lie on three origins.
   */
  trust(endpoints: readonly (string | undefined)[]): void;
}

/**
 * A fetch that reaches one issuer and its endpoints alone, on the public internet unless private ones are allowed, by
 * TLS where the issuer is, without following redirects, in bounded time and size.
 */
export function issuerFetch(http: OutboundHttp, issuer: URL, allowPrivate: boolean): IssuerFetch {
  const trusted = new Set([issuer.origin]);
  const go = async (address: string, { method, headers, body: given }: FetchInit): Promise<Response> => {
    const { origin, protocol } = new URL(address);
    if (!trusted.has(origin)) throw refused(`${origin} is no endpoint of the issuer ${issuer.origin}`);
    if (issuer.protocol === 'https:' && protocol !== 'https:') throw refused(`${origin} is without TLS`);
    const body = given == null ? null : String(given as string);
    const bounds = { timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES, allowPrivate };
    const {
      status,
      headers: answered,
      body: bytes,
    } = await http.send({ url: address, method, headers, body, ...bounds });
    return new Response(status === 204 || status === 304 ? null : Uint8Array.from(bytes), {
      status,
      headers: answered,
    });
  };
  const trust: IssuerFetch['trust'] = (endpoints) => {
    for (const endpoint of endpoints) {
      if (endpoint !== undefined && URL.canParse(endpoint)) trusted.add(new URL(endpoint).origin);
    }
  };
  return Object.assign(go, { trust });
}

const refused = (reason: string): OutboundError => new OutboundError('REFUSED', reason);
