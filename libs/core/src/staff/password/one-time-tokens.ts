import { currentTenant, db, mintSecret, newId, now, readSecret, type SecretKind } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';

export type TokenPurpose = 'INVITATION' | 'PASSWORD_RESET' | 'SECOND_FACTOR' | 'SINGLE_SIGN_ON';

/** Hours a token is good for. */
export const TOKEN_HOURS: Readonly<Record<TokenPurpose, number>> = {
  INVITATION: 7 * 24,
  PASSWORD_RESET: 1,
  SECOND_FACTOR: 1 / 6,
  SINGLE_SIGN_ON: 1 / 60,
};

const SECRETS: Readonly<Record<TokenPurpose, SecretKind>> = {
  INVITATION: 'invitation',
  PASSWORD_RESET: 'passwordReset',
  SECOND_FACTOR: 'challenge',
  SINGLE_SIGN_ON: 'singleSignOnCode',
};

/** When a token given at an instant ends. */
export const tokenEnd = (purpose: TokenPurpose, at: Date): Date =>
  new Date(at.getTime() + TOKEN_HOURS[purpose] * 3_600_000);

/** Whom a token that still counts was given to. */
export interface TokenHolder extends Record<string, unknown> {
  readonly staff_id: string;
  readonly email: string;
}

/** Codes sent by e-mail, and challenges of half a sign-in, good once. Only the newest of each kind counts. */
@Injectable()
export class OneTimeTokens {
  /** Answers the token; it is stored nowhere. */
  async issue(purpose: TokenPurpose, staffId: string): Promise<string> {
    await this.revoke(staffId, purpose);
    const { token, hash } = mintSecret(SECRETS[purpose], currentTenant().id);
    await db().execute(
      'INSERT INTO atrium.staff_token (id, staff_id, purpose, token_hash, expires_at) VALUES ($1, $2, $3, $4, $5)',
      [newId(), staffId, purpose, hash, tokenEnd(purpose, now())],
    );
    return token;
  }

  /** Takes a token apart; null where it is none of this kind. */
  read(purpose: TokenPurpose, token: string): { tenantId: string; hash: string } | null {
    return readSecret(SECRETS[purpose], token);
  }

  /** The holder of a token that counts; null otherwise. */
  async find(purpose: TokenPurpose, hash: string): Promise<TokenHolder | null> {
    const [holder] = await db().query<TokenHolder>(
      `SELECT t.staff_id, m.email FROM atrium.staff_token t
       JOIN atrium.staff m ON m.tenant_id = t.tenant_id AND m.id = t.staff_id
       WHERE t.token_hash = $1 AND t.purpose = $2 AND t.used_at IS NULL AND t.expires_at > $3`,
      [hash, purpose, now()],
    );
    return holder ?? null;
  }

  /** Uses a token up; answers false when it did not count any more. */
  async take(purpose: TokenPurpose, hash: string): Promise<boolean> {
    const used = await db().execute(
      `UPDATE atrium.staff_token SET used_at = $3
       WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3`,
      [hash, purpose, now()],
    );
    return used === 1;
  }

  /** Makes what somebody was sent worthless: of one kind, or all. */
  async revoke(staffId: string, purpose: TokenPurpose | null = null): Promise<void> {
    await db().execute(
      `UPDATE atrium.staff_token SET used_at = $2
       WHERE staff_id = $1 AND used_at IS NULL AND ($3::text IS NULL OR purpose = $3)`,
      [staffId, now(), purpose],
    );
  }
}
