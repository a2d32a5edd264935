import {
  type Actor,
  allPermissions,
  allPlatformPermissions,
  anonymousActor,
  context,
  currentTenant,
  db,
  newId,
  OperatorPrincipals,
  type OperatorSession,
  Transactions,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';

/** Name under which a tenant's audit log shows what an operator looked at. */
const SUPPORT_ACCESS = 'supportAccess';

@Injectable()
export class KnownOperators extends OperatorPrincipals {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  async findOperatorSession(tokenHash: string): Promise<OperatorSession | null> {
    const [row] = await db().query<{ id: string; operator_id: string; name: string; expires_at: Date }>(
      'SELECT * FROM app.find_operator_session($1)',
      [tokenHash],
    );
    if (!row) return null;
    const permissions = new Set(allPlatformPermissions().map(({ name }) => name));
    return { actor: operatorActor(row.operator_id, row.name, row.id, permissions), expiresAt: row.expires_at };
  }

  async findSupportSession(tokenHash: string): Promise<OperatorSession | null> {
    const [row] = await db().query<{ id: string; operator_id: string; operator_name: string; expires_at: Date }>(
      `SELECT s.id, s.operator_id, s.operator_name, g.expires_at
       FROM atrium.support_session s JOIN atrium.support_grant g ON g.tenant_id = s.tenant_id AND g.id = s.grant_id
       WHERE s.token_hash = $1 AND g.revoked_at IS NULL AND app.operator_session_lives(s.operator_session_id)`,
      [tokenHash],
    );
    if (!row) return null;
    return {
      actor: operatorActor(row.operator_id, row.operator_name, row.id, readingOnly()),
      expiresAt: row.expires_at,
    };
  }

  async recordSupportUse(field: string): Promise<void> {
    const { actor } = context();
    await this.transactions.run({ tenantId: currentTenant().id, actor, operation: SUPPORT_ACCESS }, () =>
      db().execute('INSERT INTO atrium.support_use (id, session_id, field) VALUES ($1, $2, $3)', [
        newId(),
        actor.sessionId,
        field,
      ]),
    );
  }
}

/** What the ready-made auditor holds: it reads everything and changes nothing. */
const readingOnly = (): ReadonlySet<string> =>
  new Set(allPermissions().flatMap(({ name, roles }) => (roles.includes('AUDITOR') ? [name] : [])));

const operatorActor = (id: string, name: string, sessionId: string, permissions: ReadonlySet<string>): Actor => ({
  ...anonymousActor,
  kind: 'OPERATOR',
  id,
  name,
  permissions,
  sessionId,
});
