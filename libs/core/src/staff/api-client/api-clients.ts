import {
  AccessChanges,
  allPermissions,
  AtriumError,
  context,
  currentTenant,
  db,
  invalidField,
  mintSecret,
  newId,
  notFound,
  now,
  parseNetwork,
  sortKey,
  updateVersioned,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { checkPermissionNames } from '../role/role.inputs';
import { chosenScope, storeScope } from '../scope/data-scope.inputs';
import { DataScopeKind } from '../scope/data-scope.type';
import { hasHiddenCommunities, requireWithinReach } from '../scope/reach';
import { staffMessages } from '../staff.messages';
import { ApiClientEntity } from './api-client.entity';
import type { CreateApiClientInput, UpdateApiClientInput } from './api-client.inputs';

/** Characters of a key that are kept in the clear, to tell keys apart: of 256 bits they give away 24. */
const HINT_LENGTH = 4;

/**
 * Makes and changes programs that call the API. A key is as good as what its client may do, so nobody makes, changes or
 * renews one that reaches further than they do.
 */
@Injectable()
export class ApiClients {
  constructor(private readonly accessChanges: AccessChanges) {}

  /** Answers the client's UUID and its key, which is stored nowhere. */
  async create(input: CreateApiClientInput): Promise<{ id: string; key: string }> {
    const { name, permissions, allowedNetworks, expiresAt } = input;
    checkPermissions(permissions);
    checkNetworks(allowedNetworks);
    checkExpiry(expiresAt);
    const scope = await chosenScope(input.dataScope);
    requireWithinReach({ permissions, communities: scope.communities });
    const id = newId();
    const { actor } = context();
    const clients = await db().repository(ApiClientEntity);
    await clients.insert({
      id,
      name,
      sortKey: sortKey(name, currentTenant().locale),
      permissions: [...permissions].sort(),
      dataScope: scope.kind,
      allowedNetworks,
      registeredOnly: input.registeredOnly ?? false,
      expiresAt: expiresAt ?? null,
      createdById: actor.kind === 'STAFF' ? actor.id : null,
    });
    await storeScope('api_client_id', id, scope);
    return { id, key: await addKey(id) };
  }

  async update(input: UpdateApiClientInput): Promise<void> {
    const { id, version, name, permissions, allowedNetworks, expiresAt } = input;
    const client = await lock(id);
    if (permissions) checkPermissions(permissions);
    if (allowedNetworks) checkNetworks(allowedNetworks);
    checkExpiry(expiresAt);
    const scope = input.dataScope ? await chosenScope(input.dataScope) : null;
    requireWithinReach({
      permissions: permissions ?? client.permissions,
      communities: scope ? scope.communities : await communitiesOf(client),
    });
    await updateVersioned(ApiClientEntity, 'ApiClient', id, version, {
      name: name ?? undefined,
      sortKey: name == null ? undefined : sortKey(name, currentTenant().locale),
      permissions: permissions ? [...permissions].sort() : undefined,
      dataScope: scope?.kind,
      allowedNetworks: allowedNetworks ?? undefined,
      registeredOnly: input.registeredOnly ?? undefined,
      expiresAt,
    });
    if (scope) await storeScope('api_client_id', id, scope);
    await this.accessChanges.announce();
  }

  /** Answers a new key; those before end when the grace is over, if they did not end sooner. */
  async rotateKey(id: string, graceHours: number): Promise<string> {
    await lock(id);
    const ends = new Date(now().getTime() + graceHours * 3_600_000);
    await db().execute('DELETE FROM atrium.api_client_key WHERE api_client_id = $1 AND expires_at <= $2', [id, now()]);
    await db().execute(
      `UPDATE atrium.api_client_key SET expires_at = $2
       WHERE api_client_id = $1 AND (expires_at IS NULL OR expires_at > $2)`,
      [id, ends],
    );
    const key = await addKey(id);
    await this.accessChanges.announce();
    return key;
  }

  /** Ends the client for good, at once. */
  async revoke(id: string): Promise<void> {
    await lock(id);
    await db().execute(
      'UPDATE atrium.api_client SET revoked_at = $2, version = version + 1, updated_at = now() WHERE id = $1',
      [id, now()],
    );
    await this.accessChanges.announce();
  }
}

async function addKey(clientId: string): Promise<string> {
  const { token, hash } = mintSecret('apiKey', currentTenant().id);
  await db().execute('INSERT INTO atrium.api_client_key (id, api_client_id, key_hash, hint) VALUES ($1, $2, $3, $4)', [
    newId(),
    clientId,
    hash,
    token.slice(-HINT_LENGTH),
  ]);
  return token;
}

/** The client, locked. `NOT_FOUND`, `FORBIDDEN` beyond the caller's reach, `INVALID_TRANSITION` once it is revoked. */
async function lock(id: string): Promise<ApiClientEntity> {
  const clients = await db().repository(ApiClientEntity);
  const client = await clients.findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
  if (!client) throw notFound('ApiClient');
  const hasHidden = await hasHiddenCommunities('api_client_id', id);
  requireWithinReach({ permissions: client.permissions, communities: await communitiesOf(client), hasHidden });
  if (client.revokedAt) throw new AtriumError('INVALID_TRANSITION', staffMessages.apiClientRevoked);
  return client;
}

/** UUIDs of the communities it is limited to, those the caller sees; null for the whole company. */
async function communitiesOf({ id, dataScope }: ApiClientEntity): Promise<string[] | null> {
  if (dataScope === DataScopeKind.ALL) return null;
  const rows = await db().query<{ community_id: string }>(
    'SELECT community_id FROM atrium.scope_community WHERE api_client_id = $1',
    [id],
  );
  return rows.map(({ community_id: communityId }) => communityId);
}

function checkPermissions(names: readonly string[]): void {
  checkPermissionNames(names);
  const people = new Set(
    allPermissions()
      .filter(({ forApiClients = true }) => !forApiClients)
      .map(({ name }) => name),
  );
  const given = names.find((name) => people.has(name));
  if (given === undefined) return;
  const path = `input.permissions.${names.indexOf(given)}`;
  throw invalidField(path, 'FOR_PEOPLE_ONLY', staffMessages.permissionForPeople, { given });
}

function checkNetworks(networks: readonly string[]): void {
  const wrong = networks.findIndex((one) => parseNetwork(one) === null);
  if (wrong < 0) return;
  const given = networks[wrong]!;
  throw invalidField(`input.allowedNetworks.${wrong}`, 'NOT_A_NETWORK', staffMessages.networkUnknown, { given });
}

function checkExpiry(expiresAt: Date | null | undefined): void {
  if (expiresAt && expiresAt <= now()) throw invalidField('input.expiresAt', 'IN_THE_PAST', staffMessages.expiryPast);
}
