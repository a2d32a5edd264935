import { type ApiClientKey, db, isPermission } from '@atrium/sdk';
import { DataScopeKind } from '../scope/data-scope.type';

interface KeyRow extends Record<string, unknown> {
  id: string;
  name: string;
  permissions: string[];
  data_scope: DataScopeKind;
  communities: string[];
  allowed_networks: string[];
  revoked: boolean;
  registered_only: boolean;
  expires_at: Date | null;
}

const BY_KEY = {
  name: 'api_client_by_key',
  text: `SELECT c.id, c.name, c.permissions, c.data_scope, c.allowed_networks, c.registered_only,
      c.revoked_at IS NOT NULL AS revoked,
      least(c.expires_at, k.expires_at) AS expires_at,
      ARRAY(SELECT s.community_id FROM atrium.scope_community s
        WHERE s.tenant_id = c.tenant_id AND s.api_client_id = c.id) AS communities
    FROM atrium.api_client_key k JOIN atrium.api_client c ON c.tenant_id = k.tenant_id AND c.id = k.api_client_id
    WHERE k.key_hash = $1`,
};

/** The client a key belongs to, as an actor; null when the tenant has no such key. */
export async function findApiClient(keyHash: string): Promise<ApiClientKey | null> {
  const [row] = await db().query<KeyRow>(BY_KEY, [keyHash]);
  if (!row) return null;
  return {
    actor: {
      kind: 'API_CLIENT',
      id: row.id,
      name: row.name,
      roles: [],
      permissions: new Set(row.permissions.filter(isPermission)),
      communityScope: row.data_scope === DataScopeKind.ALL ? null : row.communities,
      sessionId: null,
    },
    expiresAt: row.expires_at,
    revoked: row.revoked,
    allowedNetworks: row.allowed_networks,
    registeredOnly: row.registered_only,
  };
}

/** Notes a call. An older note never takes the place of a newer one. */
export async function recordApiClientUse(clientId: string, at: Date, ip: string | null): Promise<void> {
  await db().execute(
    `INSERT INTO atrium.api_client_use AS u (id, last_used_at, last_used_ip) VALUES ($1, $2, $3)
     ON CONFLICT (tenant_id, id) DO UPDATE SET last_used_at = excluded.last_used_at, last_used_ip = excluded.last_used_ip
     WHERE u.last_used_at < excluded.last_used_at`,
    [clientId, at, ip],
  );
}
