import { type OutboundAnswer, OutboundError, OutboundHttp, type OutboundRequest } from '@atrium/sdk';
import { issuerFetch } from './issuer-fetch';

const ISSUER = new URL('https://login.example');

/** Notes what it is asked for. */
class Noted extends OutboundHttp {
  readonly asked: OutboundRequest[] = [];

  send(request: OutboundRequest): Promise<OutboundAnswer> {
    this.asked.push(request);
    const headers = { 'content-type': 'application/json' };
    return Promise.resolve({ status: 200, headers, body: Buffer.from('{"ok":true}'), isCut: false });
  }

  problemOf(): null {
    return null;
  }
}

it('leads to the issuer, bounded, and to private addresses only where that is allowed', async () => {
  const http = new Noted();
  for (const allowPrivate of [true, false]) {
    const fetch = issuerFetch(http, ISSUER, allowPrivate);
    const answer = await fetch('https://login.example/x', { method: 'POST', body: new URLSearchParams({ a: 'b' }) });
    expect([answer.status, await answer.json()]).toEqual([200, { ok: true }]);
  }
  const bounded = { method: 'POST', body: 'a=b', timeoutMs: 8_000, maxBytes: 1024 * 1024 };
  expect(http.asked).toEqual([
    expect.objectContaining({ ...bounded, allowPrivate: true }),
    expect.objectContaining({ ...bounded, allowPrivate: false }),
  ]);
});

it('leads nowhere else but to the endpoints the issuer names, by TLS where the issuer is', async () => {
  const http = new Noted();
  const fetch = issuerFetch(http, ISSUER, false);
  const keys = 'https://keys.example/all';
  await expect(fetch(keys, {})).rejects.toThrow(OutboundError);
  fetch.trust([keys, 'http://login.example/token', undefined, 'no address']);
  await expect(fetch('http://login.example/token', {})).rejects.toThrow('without TLS');
  expect(http.asked).toEqual([]);
  expect((await fetch(keys, {})).status).toBe(200);
});
