import { context, type View } from '@atrium/sdk';

/**
 * SQL: may the program that the row `s` of `atrium.webhook_subscription` belongs to still be told of what asks for
 * `permission` (an expression; null for nothing)? What a program could not read any more it is not told either. One of
 * nobody's is the company's.
 */
export const ownerMay = (s: string, permission: string): string => `
  CASE
    WHEN ${s}.api_client_id IS NOT NULL THEN EXISTS (
      SELECT FROM atrium.api_client c
      WHERE c.tenant_id = ${s}.tenant_id AND c.id = ${s}.api_client_id AND c.revoked_at IS NULL
        AND (c.expires_at IS NULL OR c.expires_at > now())
        AND (${permission} IS NULL OR ${permission} = ANY (c.permissions))
        AND (c.data_scope = 'ALL' OR ${s}.communities <@ ARRAY(
          SELECT k.community_id FROM atrium.scope_community k
          WHERE k.tenant_id = c.tenant_id AND k.api_client_id = c.id)))
    WHEN ${s}.public_client_id IS NOT NULL THEN EXISTS (
      SELECT FROM atrium.public_client c
      WHERE c.tenant_id = ${s}.tenant_id AND c.id = ${s}.public_client_id AND c.revoked_at IS NULL)
    ELSE true
  END`;

/** UUID of the API client that calls; null for everybody else. */
export function callingClient(): string | null {
  const { actor } = context();
  return actor.kind === 'API_CLIENT' ? actor.id : null;
}

/** SQL: rows of subscriptions that the caller may know of. An API client knows its own. */
export const ownSubscriptions: NonNullable<View['where']> = (s) => {
  const client = callingClient();
  return client === null ? 'true' : `${s}.api_client_id = '${client}'::uuid`;
};

/** The same for rows that name their subscription. */
export const ofOwnSubscriptions: NonNullable<View['where']> = (row) =>
  callingClient() === null
    ? 'true'
    : `EXISTS (SELECT FROM atrium.webhook_subscription s
        WHERE s.tenant_id = ${row}.tenant_id AND s.id = ${row}.subscription_id AND ${ownSubscriptions('s')})`;
