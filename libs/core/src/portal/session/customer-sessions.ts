import {
  AccessChanges,
  AccessTokens,
  context,
  db,
  mintSecret,
  newId,
  now,
  readSecret,
  SignInPolicy,
  systemActor,
  Transactions,
  unauthenticated,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import type { SessionTokens } from '../../staff';
import { portalMessages } from '../portal.messages';

type RevokeReason = 'SIGNED_OUT' | 'REVOKED' | 'TOKEN_REUSED' | 'REVOKED_BY_STAFF';

interface TakenToken extends Record<string, unknown> {
  session_id: string;
  customer_id: string;
  expires_at: Date;
  usable: boolean;
}

/** Sessions of customers, and the refresh tokens that keep them alive: as those of staff. */
@Injectable()
export class CustomerSessions {
  constructor(
    private readonly transactions: Transactions,
    private readonly accessTokens: AccessTokens,
    private readonly accessChanges: AccessChanges,
    private readonly policy: SignInPolicy,
  ) {}

  /** Begins a session of a customer of the running transaction's tenant. */
  async start(tenantId: string, customerId: string): Promise<SessionTokens> {
    const { ip, name } = context().client;
    const sessionId = newId();
    await db().execute(
      `DELETE FROM atrium.customer_refresh_token WHERE expires_at < $2
         AND session_id IN (SELECT id FROM atrium.customer_session WHERE customer_id = $1)`,
      [customerId, now()],
    );
    await db().execute(
      `INSERT INTO atrium.customer_session (id, customer_id, ip, client, renewed_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [sessionId, customerId, ip, name?.slice(0, 200) ?? null, now(), this.expiry()],
    );
    return this.issue(tenantId, customerId, sessionId);
  }

  /**
   * Exchanges a refresh token for new tokens. `UNAUTHENTICATED` for one that is unknown, expired or of an ended session;
   * one that was used before has been copied by somebody, and its session ends.
   */
  async refresh(refreshToken: string): Promise<SessionTokens> {
    const read = readSecret('customerRefresh', refreshToken);
    if (!read || !(await this.transactions.findTenant({ id: read.tenantId }))) {
      throw unauthenticated(portalMessages.refreshInvalid);
    }
    const { tenantId, hash } = read;
    const outcome = await this.transactions.run(
      { tenantId, actor: systemActor('refreshCustomerSession'), operation: 'refreshCustomerSession' },
      () => this.exchange(tenantId, hash),
    );
    if (outcome === 'INVALID') throw unauthenticated(portalMessages.refreshInvalid);
    if (outcome === 'REUSED') throw unauthenticated(portalMessages.refreshReused);
    return outcome;
  }

  /** Ends one session of the customer who calls; answers whether it had one that had not ended. */
  async revokeOwn(sessionId: string, reason: 'SIGNED_OUT' | 'REVOKED'): Promise<boolean> {
    return (
      (await this.revoke(reason, 'id = $2 AND customer_id = ANY ($3::uuid[])', [
        sessionId,
        context().actor.customerIds ?? [],
      ])) > 0
    );
  }

  /** Ends every session of a customer and its aliases, e.g. when a phone was lost; answers how many. */
  revokeAll(customerId: string): Promise<number> {
    return this.revoke(
      'REVOKED_BY_STAFF',
      'customer_id = ANY (ARRAY(SELECT unnest(c.id || c.alias_ids) FROM atrium.customer c WHERE c.id = $2))',
      [customerId],
    );
  }

  /** Ends sessions by their UUIDs; those that are none of a customer's are passed over. */
  async revokeThese(sessionIds: readonly string[]): Promise<void> {
    if (sessionIds.length > 0) await this.revoke('REVOKED_BY_STAFF', 'id = ANY ($2::uuid[])', [sessionIds]);
  }

  private async exchange(tenantId: string, tokenHash: string): Promise<SessionTokens | 'INVALID' | 'REUSED'> {
    const [taken] = await db().query<TakenToken>(
      `UPDATE atrium.customer_refresh_token t SET used_at = $2 FROM atrium.customer_session s
       WHERE t.token_hash = $1 AND t.used_at IS NULL AND s.tenant_id = t.tenant_id AND s.id = t.session_id
       RETURNING t.session_id, s.customer_id, t.expires_at, s.revoked_at IS NULL AS usable`,
      [tokenHash, now()],
    );
    if (taken) {
      if (!taken.usable || taken.expires_at <= now()) return 'INVALID';
      await db().execute('UPDATE atrium.customer_session SET renewed_at = $2, expires_at = $3 WHERE id = $1', [
        taken.session_id,
        now(),
        this.expiry(),
      ]);
      return this.issue(tenantId, taken.customer_id, taken.session_id);
    }
    const [used] = await db().query<{ session_id: string }>(
      'SELECT session_id FROM atrium.customer_refresh_token WHERE token_hash = $1',
      [tokenHash],
    );
    if (!used) return 'INVALID';
    await this.revoke('TOKEN_REUSED', 'id = $2', [used.session_id]);
    return 'REUSED';
  }

  private async revoke(reason: RevokeReason, which: string, values: readonly unknown[]): Promise<number> {
    const ended = await db().execute(
      `UPDATE atrium.customer_session SET revoked_at = now(), revoked_reason = $1 WHERE revoked_at IS NULL AND ${which}`,
      [reason, ...values],
    );
    if (ended > 0) await this.accessChanges.announce();
    return ended;
  }

  private async issue(tenantId: string, customerId: string, sessionId: string): Promise<SessionTokens> {
    const { token, hash } = mintSecret('customerRefresh', tenantId);
    const expiresAt = this.expiry();
    await db().execute(
      'INSERT INTO atrium.customer_refresh_token (id, session_id, token_hash, expires_at) VALUES ($1, $2, $3, $4)',
      [newId(), sessionId, hash, expiresAt],
    );
    const access = await this.accessTokens.issue({ kind: 'CUSTOMER', subject: customerId, tenantId, sessionId });
    return {
      accessToken: access.token,
      accessTokenExpiresAt: access.expiresAt,
      refreshToken: token,
      refreshTokenExpiresAt: expiresAt,
    };
  }

  private expiry(): Date {
    return new Date(now().getTime() + this.policy.refreshTokenTtlDays * 86_400_000);
  }
}
