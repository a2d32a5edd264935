import { Cipher, db, mintSecret, newId, now, readSecret, systemActor, Transactions } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import type { SessionTokens } from '../../staff';
import type { AuthorizationRequest } from './authorization-request';
import { answersChallenge } from './pkce.policy';

/** Seconds a code can be exchanged. */
export const CODE_SECONDS = 60;

/** Tokens as they lie sealed behind a code; dates are texts. */
export type StoredTokens = { readonly [K in keyof SessionTokens]: string };

export type Exchange =
  { readonly outcome: 'GIVEN' | 'REUSED'; readonly tokens: StoredTokens } | { readonly outcome: 'INVALID' };

interface CodeRow extends Record<string, unknown> {
  client_id: string;
  redirect_uri: string;
  code_challenge: string;
  tokens_sealed: string;
  expires_at: Date;
}

/** The session that an access token of ours points to: it was made here a minute ago and has lain sealed since. */
const sessionOf = ({ accessToken }: StoredTokens): string => {
  const claims = Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString('utf8');
  return (JSON.parse(claims) as { sid: string }).sid;
};

const OPERATION = 'exchangeAuthorizationCode';

/** Codes that stand for a session somebody has just begun, until the app that asked for it takes it. */
@Injectable()
export class AuthorizationCodes {
  constructor(
    private readonly transactions: Transactions,
    private readonly cipher: Cipher,
  ) {}

  async issue(
    { tenant, client, redirectUri, codeChallenge }: AuthorizationRequest,
    tokens: StoredTokens,
  ): Promise<string> {
    const { token, hash } = mintSecret('authorization', tenant.id);
    await this.transactions.run(
      { tenantId: tenant.id, actor: systemActor(OPERATION), operation: OPERATION },
      async () => {
        await db().execute(
          `DELETE FROM atrium.authorization_code WHERE id IN (SELECT id FROM atrium.authorization_code
             WHERE expires_at < $1 ORDER BY expires_at, id LIMIT 20 FOR UPDATE SKIP LOCKED)`,
          // Kept for a while after its end, so that a second use is seen.
          [new Date(now().getTime() - 10 * 60_000)],
        );
        await db().execute(
          `INSERT INTO atrium.authorization_code
             (id, client_id, code_hash, redirect_uri, code_challenge, tokens_sealed, expires_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7)`,
          [
            ...[newId(), client.id, hash, redirectUri, codeChallenge, this.cipher.encrypt(JSON.stringify(tokens))],
            new Date(now().getTime() + CODE_SECONDS * 1000),
          ],
        );
      },
    );
    return token;
  }

  /**
   * The tokens behind a code, once. A code that comes a second time was stolen before or after the first: the caller
   * ends the session. One that comes with a wrong verifier, address or client is used up.
   */
  async exchange(
    tenantId: string,
    given: { code: string; clientId: string; redirectUri: string; verifier: string },
  ): Promise<Exchange> {
    const read = readSecret('authorization', given.code);
    if (read?.tenantId !== tenantId) return { outcome: 'INVALID' };
    return this.transactions.run({ tenantId, actor: systemActor(OPERATION), operation: OPERATION }, async () => {
      const [taken] = await db().query<CodeRow>(
        `UPDATE atrium.authorization_code SET used_at = $2 WHERE code_hash = $1 AND used_at IS NULL
         RETURNING client_id, redirect_uri, code_challenge, tokens_sealed, expires_at`,
        [read.hash, now()],
      );
      if (!taken) {
        const [used] = await db().query<CodeRow>(
          'SELECT tokens_sealed FROM atrium.authorization_code WHERE code_hash = $1 AND client_id = $2',
          [read.hash, given.clientId],
        );
        return used ? { outcome: 'REUSED', tokens: this.unseal(used) } : { outcome: 'INVALID' };
      }
      const fits =
        taken.expires_at > now() &&
        taken.client_id === given.clientId &&
        taken.redirect_uri === given.redirectUri &&
        answersChallenge(given.verifier, taken.code_challenge);
      if (!fits) return { outcome: 'INVALID' };
      const tokens = this.unseal(taken);
      await db().execute('INSERT INTO atrium.public_client_session (id, client_id, session_id) VALUES ($1, $2, $3)', [
        newId(),
        taken.client_id,
        sessionOf(tokens),
      ]);
      return { outcome: 'GIVEN', tokens };
    });
  }

  /** Was the session that a refresh token renews given to this client? */
  async gaveSession(
    tenantId: string,
    clientId: string,
    table: 'atrium.refresh_token' | 'atrium.customer_refresh_token',
    tokenHash: string,
  ): Promise<boolean> {
    const options = { tenantId, actor: systemActor(OPERATION), readOnly: true, operation: OPERATION };
    const found = await this.transactions.run(options, () =>
      db().query(
        `SELECT FROM ${table} t JOIN atrium.public_client_session s ON s.session_id = t.session_id
         WHERE t.token_hash = $1 AND s.client_id = $2`,
        [tokenHash, clientId],
      ),
    );
    return found.length > 0;
  }

  private unseal({ tokens_sealed }: Pick<CodeRow, 'tokens_sealed'>): StoredTokens {
    return JSON.parse(this.cipher.decrypt(tokens_sealed)) as StoredTokens;
  }
}
