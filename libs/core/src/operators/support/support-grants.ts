import {
  AccessChanges,
  AtriumError,
  context,
  db,
  mintSecret,
  newId,
  notFound,
  now,
  requireWholeCompany,
  Transactions,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { operatorMessages } from '../operators.messages';
import type { GrantSupportInput, OpenSupportSessionPayload } from './support.inputs';

interface GrantRow extends Record<string, unknown> {
  id: string;
  expires_at: Date;
}

/** Leave that a tenant gives the platform's operators, and the sessions they open with it. */
@Injectable()
export class SupportGrants {
  constructor(
    private readonly transactions: Transactions,
    private readonly accessChanges: AccessChanges,
  ) {}

  /** Answers the new grant's UUID. */
  async grant({ hours, reason }: GrantSupportInput): Promise<string> {
    // Support sees all communities.
    requireWholeCompany();
    const id = newId();
    await db().execute(
      'INSERT INTO atrium.support_grant (id, granted_by, reason, expires_at) VALUES ($1, $2, $3, $4)',
      [id, context().actor.id, reason, new Date(now().getTime() + hours * 3_600_000)],
    );
    return id;
  }

  /** Ends the sessions opened with it, at once in every process. `INVALID_TRANSITION` when it has ended. */
  async revoke(id: string): Promise<void> {
    const [grant] = await db().query<{ ended: boolean }>(
      'SELECT revoked_at IS NOT NULL OR expires_at <= $2 AS ended FROM atrium.support_grant WHERE id = $1 FOR UPDATE',
      [id, now()],
    );
    if (!grant) throw notFound('SupportGrant');
    if (grant.ended) throw new AtriumError('INVALID_TRANSITION', operatorMessages.grantEnded);
    await db().execute('UPDATE atrium.support_grant SET revoked_at = $2 WHERE id = $1', [id, now()]);
    await this.accessChanges.announce();
  }

  /**
   * Lets the running operation's operator into a tenant, by the grant that lasts longest. `FORBIDDEN` when there is
   * none, `NOT_FOUND` for a tenant that is not there.
   */
  async open(tenantId: string): Promise<OpenSupportSessionPayload> {
    const { actor } = context();
    if (!(await this.transactions.findTenant({ id: tenantId }))) throw notFound('Tenant');
    return this.transactions.run({ tenantId, actor, operation: 'openSupportSession' }, async () => {
      const [grant] = await db().query<GrantRow>(
        `SELECT id, expires_at FROM atrium.support_grant WHERE revoked_at IS NULL AND expires_at > $1
         ORDER BY expires_at DESC LIMIT 1 FOR KEY SHARE`,
        [now()],
      );
      if (!grant) throw new AtriumError('FORBIDDEN', operatorMessages.noGrant);
      const { token, hash } = mintSecret('support', tenantId);
      await db().execute(
        `INSERT INTO atrium.support_session (id, grant_id, operator_id, operator_session_id, operator_name, token_hash)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [newId(), grant.id, actor.id, actor.sessionId, actor.name, hash],
      );
      return { token, expiresAt: grant.expires_at };
    });
  }
}
