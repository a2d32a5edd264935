import {
  AtriumError,
  Cipher,
  conflict,
  currentTenant,
  db,
  invalidField,
  newId,
  notFound,
  now,
  OutboundHttp,
  requirePermission,
  requireWholeCompany,
  sortKey,
  validationFailed,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { publicClientPermissions } from '../../apps';
import { chosenScope, type DataScopeInput, staffPermissions } from '../../staff';
import { MOST_SUBSCRIPTIONS } from '../delivery/limits';
import { newSecret } from '../delivery/signature';
import { Wakes } from '../delivery/wakes';
import { Publisher } from '../publish/publisher';
import { urlMessages, webhookMessages } from '../webhooks.messages';
import { ChosenEvents } from './chosen-events';
import { callingClient, ownerMay } from './owner';
import { countSubscriptions, lockSubscription } from './stored-subscription';
import type { CreateWebhookSubscriptionInput, UpdateWebhookSubscriptionInput } from './subscription.inputs';

/** Characters of a secret that are kept in the clear, to tell secrets apart. */
const HINT_LENGTH = 4;

const HOUR_MS = 3_600_000;

/** UUIDs of the programs that a webhook belongs to: one of them at most. */
interface Owner {
  readonly apiClient: string | null;
  readonly publicClient: string | null;
}

@Injectable()
export class WebhookSubscriptions {
  constructor(
    private readonly chosen: ChosenEvents,
    private readonly http: OutboundHttp,
    private readonly cipher: Cipher,
    private readonly wakes: Wakes,
    private readonly publisher: Publisher,
  ) {}

  /** Answers the UUID and the secret, which is shown this once. */
  async create(input: CreateWebhookSubscriptionInput): Promise<{ id: string; secret: string }> {
    const { name, url } = input;
    this.requireUrl(url);
    const communities = await communitiesOf(input.dataScope);
    const events = this.chosen.check(input.events, communities !== null);
    const owner = await ownerOf(input);
    if ((await countSubscriptions()) >= MOST_SUBSCRIPTIONS) {
      const limit = MOST_SUBSCRIPTIONS;
      const extra = { what: 'webhookSubscriptions', limit };
      throw new AtriumError('LIMIT_EXCEEDED', webhookMessages.tooMany, { params: { limit }, extra });
    }
    const id = newId();
    await db().execute(
      `INSERT INTO atrium.webhook_subscription
         (id, name, sort_key, url, events, communities, api_client_id, public_client_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        ...[id, name, sortKey(name, currentTenant().locale), url, events, communities],
        ...[owner.apiClient, owner.publicClient],
      ],
    );
    await db().execute('INSERT INTO atrium.webhook_health (id, subscription_id) VALUES ($1, $2)', [newId(), id]);
    await this.requireOwnerMay(id, events);
    this.publisher.forget();
    return { id, secret: await this.addSecret(id) };
  }

  async update(input: UpdateWebhookSubscriptionInput): Promise<void> {
    const { id, version, name, url } = input;
    const before = await lockSubscription(id, version);
    if (url != null) this.requireUrl(url);
    const communities = input.dataScope ? await communitiesOf(input.dataScope) : before.communities;
    // Whoever changes one answers for all that it tells of, also for what others chose.
    if (communities === null) requireWholeCompany();
    const events = this.chosen.check(input.events ?? before.events, communities !== null);
    await db().execute(
      `UPDATE atrium.webhook_subscription
       SET name = coalesce($2, name), sort_key = coalesce($3, sort_key), url = coalesce($4, url), events = $5,
           communities = $6, version = version + 1, updated_at = now()
       WHERE id = $1`,
      [id, name ?? null, name == null ? null : sortKey(name, currentTenant().locale), url ?? null, events, communities],
    );
    await this.requireOwnerMay(id, events);
    this.publisher.forget();
    if (before.enabled) await this.wakes.now(id);
  }

  /** Answers a new secret; the one before is good for a while, and none older. */
  async rotateSecret(id: string, graceHours: number): Promise<string> {
    await lockSubscription(id);
    const at = now();
    await db().execute('DELETE FROM atrium.webhook_secret WHERE subscription_id = $1 AND expires_at IS NOT NULL', [id]);
    await db().execute('UPDATE atrium.webhook_secret SET expires_at = $2 WHERE subscription_id = $1', [
      id,
      new Date(at.getTime() + graceHours * HOUR_MS),
    ]);
    return this.addSecret(id);
  }

  /** Whatever waited is sent now. `CONFLICT` where it is enabled. */
  async enable(id: string): Promise<void> {
    const { enabled, events, communities } = await lockSubscription(id);
    if (enabled) throw conflict(webhookMessages.alreadyEnabled);
    if (communities === null) requireWholeCompany();
    this.chosen.check(events, communities !== null);
    await db().execute(
      `UPDATE atrium.webhook_subscription
       SET state = 'ENABLED', disabled_reason = NULL, disabled_at = NULL, version = version + 1, updated_at = now()
       WHERE id = $1`,
      [id],
    );
    await db().execute(
      `UPDATE atrium.webhook_health SET failures = 0, failing_since = NULL, hold_until = NULL WHERE subscription_id = $1`,
      [id],
    );
    this.publisher.forget();
    await this.wakes.now(id);
  }

  /** `CONFLICT` where it is disabled. */
  async disable(id: string): Promise<void> {
    const { enabled } = await lockSubscription(id);
    if (!enabled) throw conflict(webhookMessages.alreadyDisabled);
    await db().execute(
      `UPDATE atrium.webhook_subscription
       SET state = 'DISABLED', disabled_reason = 'BY_HAND', disabled_at = now(), version = version + 1, updated_at = now()
       WHERE id = $1`,
      [id],
    );
  }

  async delete(id: string): Promise<void> {
    await lockSubscription(id);
    await db().execute('DELETE FROM atrium.webhook_subscription WHERE id = $1', [id]);
  }

  private requireUrl(url: string): void {
    const problem = this.http.problemOf(url);
    if (problem) throw invalidField('input.url', problem, urlMessages[problem], { given: url.slice(0, 200) });
  }

  /** `VALIDATION_FAILED` where the program it belongs to may not read what it would be told of. */
  private async requireOwnerMay(id: string, events: readonly string[]): Promise<void> {
    const [lacking] = await db().query<{ permission: string }>(
      `SELECT p AS permission FROM atrium.webhook_subscription s, unnest($2::text[]) p
       WHERE s.id = $1 AND NOT ${ownerMay('s', 'p')} LIMIT 1`,
      [id, this.chosen.permissionsOf(events)],
    );
    if (lacking) throw invalidField('input.apiClientId', 'OWNER_LACKS', webhookMessages.ownerLacks, { ...lacking });
  }

  private async addSecret(subscriptionId: string): Promise<string> {
    const secret = newSecret();
    await db().execute(
      'INSERT INTO atrium.webhook_secret (id, subscription_id, sealed, hint) VALUES ($1, $2, $3, $4)',
      [newId(), subscriptionId, this.cipher.encrypt(secret), secret.slice(-HINT_LENGTH)],
    );
    return secret;
  }
}

/** UUIDs of the communities; null for the whole company, which only whoever sees it can ask for. */
async function communitiesOf(scope: DataScopeInput): Promise<readonly string[] | null> {
  const { communities } = await chosenScope(scope);
  if (communities === null) requireWholeCompany();
  return communities;
}

/** An API client’s are its own. Who names a program must be allowed to see it. */
async function ownerOf({ apiClientId, publicClientId }: CreateWebhookSubscriptionInput): Promise<Owner> {
  const calling = callingClient();
  if (calling !== null) {
    if (publicClientId != null) throw notFound('PublicClient');
    if (apiClientId != null && apiClientId !== calling) throw notFound('ApiClient');
    return { apiClient: calling, publicClient: null };
  }
  if (apiClientId != null && publicClientId != null) {
    const problem = { code: 'ONE_OWNER', message: webhookMessages.oneOwner };
    throw validationFailed({ path: 'input.apiClientId', ...problem }, { path: 'input.publicClientId', ...problem });
  }
  if (apiClientId != null) {
    requirePermission(staffPermissions['api-client:read']);
    await requireGood('atrium.api_client', 'ApiClient', 'input.apiClientId', apiClientId);
  }
  if (publicClientId != null) {
    requirePermission(publicClientPermissions['public-client:manage']);
    await requireGood('atrium.public_client', 'PublicClient', 'input.publicClientId', publicClientId);
  }
  return { apiClient: apiClientId ?? null, publicClient: publicClientId ?? null };
}

/** Locked against being revoked: what it owns by then goes with it. */
async function requireGood(table: string, what: string, path: string, id: string): Promise<void> {
  const [row] = await db().query<{ revoked: boolean }>(
    `SELECT revoked_at IS NOT NULL AS revoked FROM ${table} WHERE id = $1 FOR SHARE`,
    [id],
  );
  if (!row) throw notFound(what);
  if (row.revoked) throw invalidField(path, 'REVOKED', webhookMessages.ownerRevoked);
}
