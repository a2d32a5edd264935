import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EgressRefusedError, isPublicAddress, issuerFetch } from './issuer-fetch';

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
  ['0.0.0.0', false],
  ['::1', false],
  ['::', false],
  ['fe80::1', false],
  ['fd00::1', false],
  ['::ffff:10.0.0.1', false],
  ['::ffff:8.8.8.8', true],
  ['64:ff9b::a00:1', false],
  ['localhost', false],
])('%s is public: %s', (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected);
});

describe('the way out', () => {
  let server: Server;
  let origin: string;
  let asked = 0;

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked += 1;
      if (request.url === '/long') response.end(Buffer.alloc(1024 * 1024 + 1));
      else if (request.url === '/away') response.writeHead(302, { location: 'http://example.invalid/' }).end();
      else response.setHeader('content-type', 'application/json').end(JSON.stringify({ method: request.method }));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  beforeEach(() => void (asked = 0));
  afterAll(() => new Promise((done) => server.close(done)));

  it('leads to the issuer', async () => {
    const fetch = issuerFetch(new URL(origin), true);
    const answer = await fetch(`${origin}/x`, { method: 'POST', body: 'a=b' });
    expect([answer.status, await answer.json()]).toEqual([200, { method: 'POST' }]);
  });

  it('leads nowhere else', async () => {
    const fetch = issuerFetch(new URL('https://login.example'), true);
    await expect(fetch(`${origin}/x`, {})).rejects.toThrow(EgressRefusedError);
    expect(asked).toBe(0);
  });

  it('leads to the endpoints the issuer names, by TLS where the issuer is, and to no private address then either', async () => {
    const fetch = issuerFetch(new URL('http://127.0.0.1:9'), true);
    fetch.trust([`${origin}/token`, undefined, 'no address']);
    expect((await fetch(`${origin}/token`, { method: 'POST' })).status).toBe(200);
    expect(asked).toBe(1);
    const strict = issuerFetch(new URL('https://login.example'), true);
    strict.trust([`${origin}/token`]);
    await expect(strict(`${origin}/token`, {})).rejects.toThrow('without TLS');
    const open = issuerFetch(new URL('https://login.example'), false);
    open.trust(['https://127.0.0.1/token', 'https://localhost/token']);
    for (const inside of ['https://127.0.0.1/token', 'https://localhost/token']) {
      await expect(open(inside, {})).rejects.toThrow('not on the public internet');
    }
    expect(asked).toBe(1);
  });

  it.each(['127.0.0.1', 'localhost'])('leads to no private address unless that is allowed: %s', async (host) => {
    const inside = origin.replace('127.0.0.1', host);
    await expect(issuerFetch(new URL(inside), false)(`${inside}/x`, {})).rejects.toThrow('not on the public internet');
    expect(asked).toBe(0);
  });

  it('follows no redirect and takes no endless answer', async () => {
    const fetch = issuerFetch(new URL(origin), true);
    expect((await fetch(`${origin}/away`, {})).status).toBe(302);
    await expect(fetch(`${origin}/long`, {})).rejects.toThrow('too long');
  });
});
