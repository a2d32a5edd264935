import {
  type OutboundAnswer,
  OutboundError,
  OutboundHttp,
  type OutboundRequest,
  type OutboundUrlProblem,
} from '@atrium/sdk';
import { lookup as lookUp, type LookupAddress } from 'node:dns';
import { type IncomingMessage, type RequestOptions, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { AllowedTargets, isPublicAddress } from './addresses';
import { failureOf } from './failures';

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 1024 * 1024;
const MAX_HEADER_BYTES = 16 * 1024;

/** Names that mean this very machine (RFC 6761), whoever is asked. */
const LOCAL_NAME = /(^|\.)localhost$/;

const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$|\.$/g, '').toLowerCase();

/** {@link OutboundHttp} on Node's own clients, whose look-up is ours. */
export class GuardedHttp extends OutboundHttp {
  private readonly allowed: AllowedTargets;

  /** @param resolve all addresses of a name; tests bring one of their own */
  constructor(
    allowed: readonly string[],
    private readonly resolve: typeof lookUp = lookUp,
  ) {
    super();
    this.allowed = new AllowedTargets(allowed);
  }

  problemOf(text: string): OutboundUrlProblem | null {
    if (!URL.canParse(text)) return 'NO_URL';
    const url = new URL(text);
    const host = hostOf(url);
    if (!['https:', 'http:'].includes(url.protocol) || host === '') return 'NO_URL';
    if (url.username !== '' || url.password !== '') return 'WITH_USER';
    if (text.includes('#')) return 'WITH_FRAGMENT';
    if (this.allowed.hasName(host) || this.allowed.hasAddress(host)) return null;
    if (LOCAL_NAME.test(host) || (isIP(host) !== 0 && !isPublicAddress(host))) return 'PRIVATE_ADDRESS';
    return url.protocol === 'https:' ? null : 'WITHOUT_TLS';
  }

  async send(request: OutboundRequest): Promise<OutboundAnswer> {
    const { url: text, allowPrivate = false } = request;
    const problem = this.problemOf(text);
    const isTolerated = allowPrivate && (problem === 'PRIVATE_ADDRESS' || problem === 'WITHOUT_TLS');
    if (problem !== null && !isTolerated) throw new OutboundError('REFUSED', WORDS[problem]);
    request.signal?.throwIfAborted();
    const url = new URL(text);
    const isOpen = allowPrivate || this.allowed.hasName(hostOf(url));
    return this.exchange(url, request, isOpen ? undefined : this.checkedLookup);
  }

  private exchange(url: URL, given: OutboundRequest, lookup: LookupFunction | undefined): Promise<OutboundAnswer> {
    const { method = 'GET', headers = {}, body, timeoutMs = TIMEOUT_MS, signal } = given;
    const options: RequestOptions = {
      method,
      headers: { ...headers, connection: 'close' },
      // No connection of an earlier call: each is to an address that was checked for it.
      agent: false,
      maxHeaderSize: MAX_HEADER_BYTES,
      ...(lookup ? { lookup } : {}),
    };
    const { promise, resolve, reject } = Promise.withResolvers<OutboundAnswer>();
    let isAnswered = false;
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options, (answer) => {
      isAnswered = true;
      read(answer, given).then(resolve, reject);
    });
    request.on('error', (error) => reject(failureOf(error)));
    request.on('close', () => {
      if (!isAnswered) reject(new OutboundError('NO_CONNECTION', 'the connection was closed without an answer'));
    });
    // Rejected here, too: while the name is looked up the request has nothing yet that would tell of its end.
    const stop = (): void => reject(signal!.reason as Error);
    signal?.addEventListener('abort', stop, { once: true });
    const late = (): void => reject(new OutboundError('TIMED_OUT', `no answer within ${timeoutMs} ms`));
    const deadline = setTimeout(late, timeoutMs);
    request.end(body ?? undefined);
    return promise.finally(() => {
      clearTimeout(deadline);
      signal?.removeEventListener('abort', stop);
      request.destroy();
    });
  }

  /** Answers only where every address is allowed: which of them is connected to, nobody knows beforehand. */
  private readonly checkedLookup: LookupFunction = (hostname, options, done) => {
    this.resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return done(error, '');
      const refused = addresses.some(({ address }) => !isPublicAddress(address) && !this.allowed.hasAddress(address));
      const [first] = addresses;
      if (refused || !first) return done(new OutboundError('REFUSED', WORDS.PRIVATE_ADDRESS), '');
      if (options.all) return done(null, addresses);
      return done(null, first.address, first.family);
    });
  };
}

const WORDS: Readonly<Record<OutboundUrlProblem, string>> = {
  NO_URL: 'that is no address of the web',
  WITH_USER: 'the address holds a user name or password',
  WITH_FRAGMENT: 'the address holds a fragment',
  WITHOUT_TLS: 'the address is without TLS',
  PRIVATE_ADDRESS: 'the address is not on the public internet',
};

async function read(
  answer: IncomingMessage,
  { maxBytes = MAX_BYTES, longer }: OutboundRequest,
): Promise<OutboundAnswer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let isCut = false;
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      const room = maxBytes - bytes;
      bytes += chunk.length;
      if (chunk.length <= room) {
        chunks.push(chunk);
        continue;
      }
      if (longer !== 'cut') throw new OutboundError('BAD_ANSWER', `the answer is longer than ${maxBytes} bytes`);
      chunks.push(chunk.subarray(0, room));
      isCut = true;
      break;
    }
  } catch (error) {
    throw failureOf(error as Error);
  }
  const headers = Object.entries(answer.headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
  );
  return { status: answer.statusCode ?? 502, headers: Object.fromEntries(headers), body: Buffer.concat(chunks), isCut };
}
