import { type AccessToken, type AccessTokenClaims, AccessTokens, type Clock, isUuid } from '@atrium/sdk';
import { errors, jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { deriveKey } from './keys';

export type VerifiedToken =
  | { readonly ok: true; readonly claims: AccessTokenClaims; readonly expiresAt: Date }
  | { readonly ok: false; readonly reason: 'INVALID' | 'EXPIRED' };

const ISSUER = 'atrium';
const ALGORITHM = 'HS256';
const KINDS: readonly unknown[] = ['STAFF', 'CUSTOMER'] satisfies AccessTokenClaims['kind'][];

/** Tokens of which it is known that they are well signed: checking a signature costs a tenth of a list's answer. */
const MAX_KNOWN = 10_000;

/** Access tokens as JWTs, signed with a key derived from the installation's token secret. */
export class JwtAccessTokens extends AccessTokens {
  private readonly key: Uint8Array;
  private readonly known = new LRUCache<string, { readonly claims: AccessTokenClaims; readonly expiresAt: Date }>({
    max: MAX_KNOWN,
  });

  /**
   * @param secret the installation's ACCESS_TOKEN_SECRET, 32 bytes or more
   * @param ttlSeconds life of a token
   */
  constructor(
    secret: Uint8Array,
    private readonly clock: Clock,
    private readonly ttlSeconds: number,
  ) {
    super();
    this.key = deriveKey(secret, 'atrium access tokens v1');
  }

  async issue({ kind, subject, tenantId, sessionId }: AccessTokenClaims): Promise<AccessToken> {
    const issuedAt = Math.floor(this.clock.now().getTime() / 1000);
    const expires = issuedAt + this.ttlSeconds;
    const token = await new SignJWT({ kind, tid: tenantId, sid: sessionId })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
      .setIssuer(ISSUER)
      .setSubject(subject)
      .setIssuedAt(issuedAt)
      .setExpirationTime(expires)
      .sign(this.key);
    return { token, expiresAt: new Date(expires * 1000) };
  }

  /** Checks signature, form and expiry; never rejects. Whether the session still counts is another question. */
  async verify(token: string): Promise<VerifiedToken> {
    const known = this.known.get(token);
    if (known) {
      // A signature stays right; an expiry does not stay away.
      if (known.expiresAt > this.clock.now()) return { ok: true, ...known };
      this.known.delete(token);
    }
    try {
      const { payload } = await jwtVerify(token, this.key, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        requiredClaims: ['exp', 'sub', 'tid', 'sid', 'kind'],
        currentDate: this.clock.now(),
      });
      const { kind, sub, tid, sid, exp = 0 } = payload;
      if (!isUuid(sub) || !isUuid(tid) || !isUuid(sid) || !KINDS.includes(kind))
        return { ok: false, reason: 'INVALID' };
      const claims = { kind: kind as AccessTokenClaims['kind'], subject: sub, tenantId: tid, sessionId: sid };
      const expiresAt = new Date(exp * 1000);
      this.known.set(token, { claims, expiresAt });
      return { ok: true, claims, expiresAt };
    } catch (error) {
      return { ok: false, reason: error instanceof errors.JWTExpired ? 'EXPIRED' : 'INVALID' };
    }
  }
}
