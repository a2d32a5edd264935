import { context, defineList, defineView, f } from '@atrium/sdk';
import { Session } from './session.type';

const token =
  (value: string) =>
  (session: string): string =>
    `(SELECT to_char(max(t.${value}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') FROM atrium.refresh_token t
    WHERE t.tenant_id = ${session}.tenant_id AND t.session_id = ${session}.id)`;

/** Sessions that can still be renewed. Whose they are, each list says: `node` does not find them. */
export const sessionView = defineView({
  type: 'Session',
  idType: 'session',
  table: 'atrium.staff_session',
  where: (session) =>
    `${session}.revoked_at IS NULL AND EXISTS (SELECT FROM atrium.refresh_token t WHERE t.tenant_id = ${session}.tenant_id
       AND t.session_id = ${session}.id AND t.used_at IS NULL AND t.expires_at > now())`,
  fields: {
    id: f.id('session'),
    current: f.sql(
      (session) => `${session}.id`,
      (id) => id === context().actor.sessionId,
    ),
    ip: f.column('ip'),
    client: f.column('client'),
    method: f.column('method'),
    startedAt: f.instant('created_at'),
    renewedAt: f.sql(token('created_at')),
    expiresAt: f.sql(token('expires_at')),
  },
});

export const SessionList = defineList({
  view: sessionView,
  node: Session,
  orders: {
    STARTED_AT: { columns: [{ column: 'created_at', type: 'timestamptz' }], description: 'When somebody signed in.' },
  },
  defaultOrder: { field: 'STARTED_AT', direction: 'DESC' },
});
