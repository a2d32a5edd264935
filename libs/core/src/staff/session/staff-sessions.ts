import {
  AccessChanges,
  AccessTokens,
  type Actor,
  context,
  db,
  mintSecret,
  newId,
  now,
  SignInPolicy,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import type { SessionTokens, SignInMethod } from './session.type';

export type RevokeReason =
  | 'SIGNED_OUT'
  | 'REVOKED'
  | 'REVOKED_BY_COLLEAGUE'
  | 'TOKEN_REUSED'
  | 'PASSWORD_CHANGED'
  | 'ACCOUNT_DISABLED'
  | 'SECOND_FACTOR_RESET';

/** Why a refresh token brought no new one. */
export type RefreshRefusal = 'INVALID' | 'REUSED';

interface TakenToken extends Record<string, unknown> {
  session_id: string;
  staff_id: string;
  expires_at: Date;
  usable: boolean;
}

/** Sessions of the current tenant's staff, and the refresh tokens that keep them alive. */
@Injectable()
export class StaffSessions {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly accessChanges: AccessChanges,
    private readonly policy: SignInPolicy,
  ) {}

  /** Begins a session; `tenantId` is the running transaction's. */
  async start(tenantId: string, staffId: string, method: keyof typeof SignInMethod): Promise<SessionTokens> {
    const sessionId = newId();
    const { ip, name } = context().client;
    await db().execute(
      `DELETE FROM atrium.refresh_token WHERE expires_at < $2
         AND session_id IN (SELECT id FROM atrium.staff_session WHERE staff_id = $1)`,
      [staffId, now()],
    );
    await db().execute(
      'INSERT INTO atrium.staff_session (id, staff_id, ip, client, method) VALUES ($1, $2, $3, $4, $5)',
      [sessionId, staffId, ip, name?.slice(0, 200) ?? null, method],
    );
    return this.issue(tenantId, staffId, sessionId);
  }

  /**
   * Exchanges a refresh token for new tokens. One that was used before has been copied by somebody: its whole session
   * ends. The caller lets this transaction commit in either case, and only then refuses.
   */
  async refresh(tenantId: string, tokenHash: string): Promise<SessionTokens | RefreshRefusal> {
    const [taken] = await db().query<TakenToken>(
      `UPDATE atrium.refresh_token t SET used_at = $2
       FROM atrium.staff_session s JOIN atrium.staff m ON m.tenant_id = s.tenant_id AND m.id = s.staff_id
       WHERE t.token_hash = $1 AND t.used_at IS NULL AND s.tenant_id = t.tenant_id AND s.id = t.session_id
       RETURNING t.session_id, s.staff_id, t.expires_at, s.revoked_at IS NULL AND m.status = 'ACTIVE' AS usable`,
      [tokenHash, now()],
    );
    if (taken) {
      if (!taken.usable || taken.expires_at <= now()) return 'INVALID';
      return this.issue(tenantId, taken.staff_id, taken.session_id);
    }
    const [used] = await db().query<{ session_id: string }>(
      'SELECT session_id FROM atrium.refresh_token WHERE token_hash = $1',
      [tokenHash],
    );
    if (!used) return 'INVALID';
    await this.revoke('TOKEN_REUSED', 'id = $2', [used.session_id]);
    return 'REUSED';
  }

  /** Ends one session of somebody; answers whether there was such a session that had not ended. */
  async revokeOne(staffId: string, sessionId: string, reason: RevokeReason): Promise<boolean> {
    return (await this.revoke(reason, 'staff_id = $2 AND id = $3', [staffId, sessionId])) > 0;
  }

  /** Ends all sessions of somebody, or all but one. */
  async revokeAll(staffId: string, reason: RevokeReason, except: string | null = null): Promise<void> {
    await this.revoke(reason, 'staff_id = $2 AND id IS DISTINCT FROM $3::uuid', [staffId, except]);
  }

  /** Ends sessions by their UUIDs; those that are none of staff's are passed over. */
  async revokeThese(sessionIds: readonly string[]): Promise<void> {
    if (sessionIds.length > 0) await this.revoke('REVOKED', 'id = ANY ($2::uuid[])', [sessionIds]);
  }

  private async revoke(reason: RevokeReason, which: string, values: readonly unknown[]): Promise<number> {
    const ended = await db().query<{ id: string }>(
      `UPDATE atrium.staff_session SET revoked_at = now(), revoked_reason = $1
       WHERE revoked_at IS NULL AND ${which} RETURNING id`,
      [reason, ...values],
    );
    if (ended.length === 0) return 0;
    await db().execute('DELETE FROM atrium.refresh_token WHERE session_id = ANY ($1::uuid[])', [
      ended.map(({ id }) => id),
    ]);
    await this.accessChanges.announce();
    return ended.length;
  }

  private async issue(tenantId: string, staffId: string, sessionId: string): Promise<SessionTokens> {
    const { token, hash } = mintSecret('refresh', tenantId);
    const expiresAt = new Date(now().getTime() + this.policy.refreshTokenTtlDays * 86_400_000);
    await db().execute(
      'INSERT INTO atrium.refresh_token (id, session_id, token_hash, expires_at) VALUES ($1, $2, $3, $4)',
      [newId(), sessionId, hash, expiresAt],
    );
    const access = await this.accessTokens.issue({ kind: 'STAFF', subject: staffId, tenantId, sessionId });
    return {
      accessToken: access.token,
      accessTokenExpiresAt: access.expiresAt,
      refreshToken: token,
      refreshTokenExpiresAt: expiresAt,
    };
  }
}

/** The staff member's own session; only staff have one. */
export const ownSession = ({ kind, id, sessionId }: Actor): { staffId: string; sessionId: string } | null =>
  kind === 'STAFF' && id !== null && sessionId !== null ? { staffId: id, sessionId } : null;
