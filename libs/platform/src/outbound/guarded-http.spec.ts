import { createServer, type Server } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { type OutboundRequest } from '@atrium/sdk';
import { isAllowedEntry, isPublicAddress } from './addresses';
import { GuardedHttp } from './guarded-http';

it.each([
  ['8.8.8.8', true],
  ['1.1.1.1', true],
  ['2606:4700::1111', true],
  ['127.0.0.1', false],
  ['10.1.2.3', false],
  ['172.16.0.1', false],
  ['172.32.0.1', true],
  ['192.168.1.1', false],
  ['169.254.169.254', false],
  ['100.64.0.1', false],
  ['100.100.100.200', false],
  ['0.0.0.0', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['192.88.99.1', false],
  ['::1', false],
  ['::', false],
  ['fe80::1', false],
  ['fe80::1%eth0', false],
  ['2606:4700::1111%eth0', false],
  ['fec0::1', false],
  ['fd00:ec2::254', false],
  ['ff02::1', false],
  ['::ffff:10.0.0.1', false],
  ['::ffff:a00:1', false],
  ['0:0:0:0:0:ffff:7f00:1', false],
  ['::ffff:8.8.8.8', true],
  ['::ffff:808:808', true],
  ['::10.0.0.1', false],
  ['64:ff9b::a00:1', false],
  ['64:ff9b:1::a00:1', false],
  ['2002:a00:1::', false],
  ['2001:0:4136:e378::', false],
  ['2001:db8::1', false],
  ['3fff::1', false],
  ['4000::1', false],
  ['localhost', false],
  ['', false],
])('%s is public: %s', (address, expected) => expect(isPublicAddress(address)).toBe(expected));

it.each([
  ['receiver.internal', true],
  ['127.0.0.1', true],
  ['10.0.0.0/8', true],
  ['fd00::/8', true],
  ['Receiver', false],
  ['http://receiver', false],
  ['receiver:8080', false],
  ['*.internal', false],
  ['10.0.0.0/33', false],
])('%s may stand in OUTBOUND_ALLOWED: %s', (entry, expected) => expect(isAllowedEntry(entry)).toBe(expected));

describe('an address as it is written', () => {
  const strict = new GuardedHttp([]);
  const allowing = new GuardedHttp(['receiver.internal', '127.0.0.0/8', 'fd00::/8']);
  it.each([
    ['https://hooks.example.com/in?x=1', null, null],
    ['https://8.8.8.8/', null, null],
    ['http://hooks.example.com/', 'WITHOUT_TLS', 'WITHOUT_TLS'],
    ['https://user:secret@hooks.example.com/', 'WITH_USER', 'WITH_USER'],
    ['https://hooks.example.com/#x', 'WITH_FRAGMENT', 'WITH_FRAGMENT'],
    ['hooks.example.com', 'NO_URL', 'NO_URL'],
    ['ftp://hooks.example.com/', 'NO_URL', 'NO_URL'],
    ['javascript:alert(1)', 'NO_URL', 'NO_URL'],
    ['https://', 'NO_URL', 'NO_URL'],
    ['https://localhost/', 'PRIVATE_ADDRESS', 'PRIVATE_ADDRESS'],
    ['https://a.localhost./', 'PRIVATE_ADDRESS', 'PRIVATE_ADDRESS'],
    ['https://10.0.0.1/', 'PRIVATE_ADDRESS', 'PRIVATE_ADDRESS'],
    ['https://0x7f.1/', 'PRIVATE_ADDRESS', null],
    ['https://2130706433/', 'PRIVATE_ADDRESS', null],
    ['http://127.0.0.1:8080/', 'PRIVATE_ADDRESS', null],
    ['https://[::ffff:7f00:1]/', 'PRIVATE_ADDRESS', null],
    ['https://[fd00::1]/', 'PRIVATE_ADDRESS', null],
    ['https://[::1]/', 'PRIVATE_ADDRESS', 'PRIVATE_ADDRESS'],
    ['http://receiver.internal/', 'WITHOUT_TLS', null],
    ['http://RECEIVER.internal./', 'WITHOUT_TLS', null],
  ])('%s', (url, problem, whereAllowed) => {
    expect([strict.problemOf(url), allowing.problemOf(url)]).toEqual([problem, whereAllowed]);
  });
});

describe('the way out', () => {
  let server: Server;
  let port: number;
  const asked: string[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers.host}`);
      if (request.url === '/long') response.end(Buffer.alloc(5_000, 'x'));
      else if (request.url === '/away') response.writeHead(302, { location: 'http://10.0.0.1/' }).end();
      else if (request.url === '/never') return;
      else if (request.url === '/drip') response.write('x');
      else if (request.url === '/gone') request.socket.destroy();
      else if (request.url === '/half') {
        response.writeHead(200, { 'content-length': '100' }).write('x');
        setImmediate(() => request.socket.destroy());
      } else request.pipe(response);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    ({ port } = server.address() as AddressInfo);
  });
  beforeEach(() => void asked.splice(0));
  afterAll(() => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });

  /** A client that knows these addresses of names. */
  const client = (addresses: Record<string, string[]>, allowed: string[] = []): GuardedHttp => {
    const resolve: LookupFunction = (name, _options, done) => {
      const found = addresses[name] ?? [];
      if (found.length === 0) done(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }), '');
      else
        done(
          null,
          found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
        );
    };
    return new GuardedHttp(allowed, resolve as never);
  };
  const failure = async (http: GuardedHttp, url: string, more: Partial<OutboundRequest> = {}): Promise<string> => {
    const error = await http.send({ url, ...more }).then(
      () => ({ failure: 'none' }),
      (thrown: { failure: string }) => thrown,
    );
    return error.failure;
  };
  const loopback = ['127.0.0.0/8'];
  const at = (path: string, host = '127.0.0.1'): string => `http://${host}:${port}${path}`;

  it('carries method, headers and body there and the answer back', async () => {
    const request = {
      url: at('/in'),
      method: 'POST',
      body: '{"a":1}',
      headers: { 'content-type': 'application/json' },
    };
    const { status, body, isCut } = await client({}, loopback).send(request);
    expect([status, body.toString(), isCut, asked]).toEqual([200, '{"a":1}', false, [`POST /in 127.0.0.1:${port}`]]);
  });

  it('refuses a name as soon as one of its addresses is private, and connects to none', async () => {
    const names = { 'mixed.example': ['8.8.8.8', '127.0.0.1'], 'inside.example': ['::ffff:7f00:1'] };
    for (const name of Object.keys(names)) {
      expect(await failure(client(names), `https://${name}:${port}/`)).toBe('REFUSED');
    }
    expect(asked).toEqual([]);
  });

  it('asks for the addresses once a call, and connects to what was answered', async () => {
    let times = 0;
    const flipping: LookupFunction = (_name, _options, done) => {
      times += 1;
      // The second answer would lead elsewhere.
      done(null, [{ address: times === 1 ? '127.0.0.1' : '127.0.0.9', family: 4 }]);
    };
    const http = new GuardedHttp(['127.0.0.1', 'receiver.internal'], flipping as never);
    const named = new GuardedHttp(['127.0.0.1'], flipping as never);
    // A name that is allowed by itself is left to the system.
    expect(await failure(http, at('/in', 'receiver.internal'))).toBe('UNKNOWN_HOST');
    expect([await failure(named, `https://rebound.example:${port}/`), times]).toEqual(['TLS_FAILED', 1]);
    expect([await failure(named, `https://rebound.example:${port}/`), times]).toEqual(['REFUSED', 2]);
  });

  it('follows no redirect', async () => {
    const { status, headers } = await client({}, loopback).send({ url: at('/away') });
    expect([status, headers['location'], asked.length]).toEqual([302, 'http://10.0.0.1/', 1]);
  });

  it('reads no more than was asked for', async () => {
    const http = client({}, loopback);
    expect(await failure(http, at('/long'), { maxBytes: 1_000 })).toBe('BAD_ANSWER');
    const cut = await http.send({ url: at('/long'), maxBytes: 1_000, longer: 'cut' });
    expect([cut.status, cut.body.length, cut.isCut]).toEqual([200, 1_000, true]);
    const whole = await http.send({ url: at('/long'), maxBytes: 5_000 });
    expect([whole.body.length, whole.isCut]).toEqual([5_000, false]);
  });

  it('says why there is no answer', async () => {
    const http = client({ 'refused.example': ['127.0.0.1'] }, loopback);
    expect(await failure(http, at('/never'), { timeoutMs: 50 })).toBe('TIMED_OUT');
    expect(await failure(http, at('/drip'), { timeoutMs: 50 })).toBe('TIMED_OUT');
    expect(await failure(http, at('/gone'))).toBe('NO_CONNECTION');
    expect(await failure(http, at('/half'))).toBe('NO_CONNECTION');
    expect(await failure(http, 'https://unknown.example/')).toBe('UNKNOWN_HOST');
    expect(await failure(http, 'http://127.0.0.1:1/')).toBe('NO_CONNECTION');
    expect(await failure(http, 'http://plain.example/')).toBe('REFUSED');
  });

  it('ends when it is told to', async () => {
    const stop = new AbortController();
    const answer = client({}, loopback).send({ url: at('/never'), signal: stop.signal });
    stop.abort(new Error('the worker stops'));
    await expect(answer).rejects.toThrow('the worker stops');
  });
});
