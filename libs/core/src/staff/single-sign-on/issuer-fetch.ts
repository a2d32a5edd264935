import { lookup as resolve } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net';

/** Longest time an issuer may take to answer, and most of what it may say. */
const TIMEOUT_MS = 8_000;
const MAX_BYTES = 1024 * 1024;

/** Addresses that are not on the public internet (RFC 6890): a company must not reach the installation's insides. */
const PRIVATE = new BlockList();
for (const [address, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  PRIVATE.addSubnet(address, bits, 'ipv4');
}
for (const [address, bits] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['100::', 64],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  PRIVATE.addSubnet(address, bits, 'ipv6');
}

/** Does an address lie on the public internet? IPv4 written as IPv6 counts as what it is. */
export function isPublicAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return isPublicAddress(mapped);
  if (isIP(address) === 0) return false;
  return !PRIVATE.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** The request goes somewhere it must not. */
export class EgressRefusedError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'EgressRefusedError';
  }
}

/** Checks the address that is then connected to: a name cannot show one address to the check and another later. */
const publicLookup: LookupFunction = (hostname, options, done) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, '');
    const refused = addresses.find(({ address }) => !isPublicAddress(address));
    if (refused || !addresses[0]) {
      return done(new EgressRefusedError(`${hostname} is not on the public internet`), '');
    }
    if (options.all) return done(null, addresses);
    return done(null, addresses[0].address, addresses[0].family);
  });
};

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
export function issuerFetch(issuer: URL, allowPrivate: boolean): IssuerFetch {
  const trusted = new Set([issuer.origin]);
  const go = async (address: string, { method = 'GET', headers = {}, body }: FetchInit): Promise<Response> => {
    const url = new URL(address);
    if (!trusted.has(url.origin))
      throw new EgressRefusedError(`${url.origin} is no endpoint of the issuer ${issuer.origin}`);
    if (issuer.protocol === 'https:' && url.protocol !== 'https:') {
      throw new EgressRefusedError(`${url.origin} is without TLS`);
    }
    const host = url.hostname.replace(/^\[|\]$/g, '');
    // An address in place of a name is looked up by nobody.
    if (!allowPrivate && isIP(host) !== 0 && !isPublicAddress(host)) {
      throw new EgressRefusedError(`${host} is not on the public internet`);
    }
    const payload = body === undefined || body === null ? null : Buffer.from(String(body as string));
    return new Promise<Response>((resolvePromise, reject) => {
      const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
      const options = { method, headers, timeout: TIMEOUT_MS, ...(allowPrivate ? {} : { lookup: publicLookup }) };
      const request = send(url, options, (answer) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > MAX_BYTES) request.destroy(new EgressRefusedError('the answer is too long'));
          else chunks.push(chunk);
        });
        answer.on('end', () => {
          const status = answer.statusCode ?? 502;
          const own = Object.entries(answer.headers).flatMap(([name, value]): [string, string][] =>
            value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
          );
          resolvePromise(
            new Response(status === 204 || status === 304 ? null : Buffer.concat(chunks), { status, headers: own }),
          );
        });
        answer.on('error', reject);
      });
      const deadline = setTimeout(() => request.destroy(new Error('no answer in time')), TIMEOUT_MS);
      request.on('close', () => clearTimeout(deadline));
      request.on('error', reject);
      request.end(payload);
    });
  };
  const trust: IssuerFetch['trust'] = (endpoints) => {
    for (const endpoint of endpoints) {
      if (endpoint !== undefined && URL.canParse(endpoint)) trusted.add(new URL(endpoint).origin);
    }
  };
  return Object.assign(go, { trust });
}
