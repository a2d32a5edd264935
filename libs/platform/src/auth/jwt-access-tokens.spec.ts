import { randomBytes } from 'node:crypto';
import { type AccessTokenClaims, newId } from '@atrium/sdk';
import { SignJWT, UnsecuredJWT } from 'jose';
import { JwtAccessTokens } from './jwt-access-tokens';
import { deriveKey } from './keys';

const secret = randomBytes(32);
let time = new Date('2026-03-11T08:00:00Z');
const tokens = new JwtAccessTokens(secret, { now: () => time }, 600);
const claims: AccessTokenClaims = { kind: 'STAFF', subject: newId(), tenantId: newId(), sessionId: newId() };
const key = deriveKey(secret, 'atrium access tokens v1');
const invalid = { ok: false, reason: 'INVALID' };

beforeEach(() => {
  time = new Date('2026-03-11T08:00:00Z');
});

describe('JwtAccessTokens', () => {
  it('gives back what was signed, for its life', async () => {
    const { token, expiresAt } = await tokens.issue(claims);
    expect(expiresAt).toEqual(new Date('2026-03-11T08:10:00Z'));
    time = new Date('2026-03-11T08:09:59Z');
    expect(await tokens.verify(token)).toEqual({ ok: true, claims, expiresAt });
    time = new Date('2026-03-11T08:10:00Z');
    expect(await tokens.verify(token)).toEqual({ ok: false, reason: 'EXPIRED' });
  });

  it('refuses a changed tenant', async () => {
    const { token } = await tokens.issue(claims);
    const [head, body, signature] = token.split('.') as [string, string, string];
    const changed = { ...(JSON.parse(Buffer.from(body, 'base64url').toString()) as object), tid: newId() };
    const forged = [head, Buffer.from(JSON.stringify(changed)).toString('base64url'), signature].join('.');
    expect(await tokens.verify(forged)).toEqual(invalid);
  });

  it('refuses another secret', async () => {
    const { token } = await new JwtAccessTokens(randomBytes(32), { now: () => time }, 600).issue(claims);
    expect(await tokens.verify(token)).toEqual(invalid);
  });

  it('refuses a token without signature', async () => {
    const token = new UnsecuredJWT({ kind: 'STAFF', tid: claims.tenantId, sid: claims.sessionId, sub: claims.subject })
      .setIssuer('atrium')
      .setExpirationTime('1h')
      .encode();
    expect(await tokens.verify(token)).toEqual(invalid);
  });

  it.each([
    ['without expiry', { iss: 'atrium', kind: 'STAFF', exp: undefined }],
    ['of another issuer', { iss: 'somebody', kind: 'STAFF' }],
    ['of an unknown kind', { iss: 'atrium', kind: 'OPERATOR' }],
    ['whose session is no UUID', { iss: 'atrium', kind: 'STAFF', sid: `'; DROP TABLE` }],
  ])('refuses a well-signed token %s', async (_, change) => {
    const exp = Math.floor(time.getTime() / 1000) + 60;
    const body = { tid: claims.tenantId, sid: claims.sessionId, sub: claims.subject, exp, ...change };
    const token = await new SignJWT(JSON.parse(JSON.stringify(body)) as Record<string, unknown>)
      .setProtectedHeader({ alg: 'HS256' })
      .sign(key);
    expect(await tokens.verify(token)).toEqual(invalid);
  });

  it.each(['', 'x', 'a.b.c', 'Bearer x', '…'])('refuses %j', async (text) =>
    expect(await tokens.verify(text)).toEqual(invalid),
  );
});
