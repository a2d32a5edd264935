import { CHANGE_CHANNEL } from '@atrium/platform';
import type { Client } from 'pg';

/** Announces changes of rows of a tenant, as the database does. */
export async function announce(admin: Client, topic: string, tenant: string, uuids: readonly string[]): Promise<void> {
  await admin.query('SELECT pg_notify($1, $2 || uuid) FROM unnest($3::text[]) uuid', [
    CHANGE_CHANNEL,
    `${topic} ${tenant} `,
    uuids,
  ]);
}
