import { anonymousActor, CustomerPrincipals, type CustomerSession, db, pickLocale } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';

const SESSION = {
  name: 'customer_session_actor',
  text: `SELECT s.customer_id AS subject, s.revoked_at IS NOT NULL AS revoked,
      c.id, c.name, c.alias_ids, c.preferred_language
    FROM atrium.customer_session s
    JOIN atrium.customer m ON m.tenant_id = s.tenant_id AND m.id = s.customer_id
    JOIN atrium.customer c ON c.tenant_id = m.tenant_id AND c.id = coalesce(m.merged_into_id, m.id)
    WHERE s.id = $1`,
};

interface SessionRow extends Record<string, unknown> {
  subject: string;
  revoked: boolean;
  id: string;
  name: string;
  alias_ids: string[];
  preferred_language: string | null;
}

@Injectable()
export class SessionCustomers extends CustomerPrincipals {
  async findCustomerSession(sessionId: string): Promise<CustomerSession | null> {
    const [row] = await db().query<SessionRow>(SESSION, [sessionId]);
    if (!row) return null;
    const { id, name, alias_ids: aliases, preferred_language: language, subject, revoked } = row;
    return {
      actor: { ...anonymousActor, kind: 'CUSTOMER', id, name, sessionId, customerIds: [id, ...aliases] },
      subject,
      locale: language === null ? null : pickLocale(language),
      revoked,
    };
  }
}
