import { type ApiClientKey, db, Principals, type StaffSession } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { findApiClient, recordApiClientUse } from '../api-client/find-api-client';
import { ACCOUNT_COLUMNS, accountOf, type AccountRow } from './staff-actor';
import { StaffStatus } from './staff.type';

const SESSION = {
  name: 'staff_session_actor',
  text: `SELECT ${ACCOUNT_COLUMNS}, s.revoked_at IS NOT NULL AS revoked
    FROM atrium.staff_session s JOIN atrium.staff m ON m.tenant_id = s.tenant_id AND m.id = s.staff_id
    WHERE s.id = $1`,
};

@Injectable()
export class StaffPrincipals extends Principals {
  async findStaffSession(sessionId: string): Promise<StaffSession | null> {
    const [row] = await db().query<AccountRow & { revoked: boolean }>(SESSION, [sessionId]);
    if (!row) return null;
    const { actor, status, locale } = accountOf(row);
    return { actor: { ...actor, sessionId }, locale, revoked: row.revoked, active: status === StaffStatus.ACTIVE };
  }

  findApiClient(keyHash: string): Promise<ApiClientKey | null> {
    return findApiClient(keyHash);
  }

  recordApiClientUse(clientId: string, at: Date, ip: string | null): Promise<void> {
    return recordApiClientUse(clientId, at, ip);
  }
}
