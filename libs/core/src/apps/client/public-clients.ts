import {
  AccessChanges,
  conflict,
  context,
  currentTenant,
  db,
  type FieldProblem,
  type Message,
  newId,
  notFound,
  now,
  sortKey,
  updateVersioned,
  validationFailed,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { CustomerSessions } from '../../portal';
import { StaffSessions } from '../../staff';
import { appMessages } from '../apps.messages';
import { isOrigin, isRedirectUri } from './addresses.policy';
import { PublicClientEntity } from './public-client.entity';
import { RegisteredOrigins } from './registered-origins';
import type { RegisterPublicClientInput, UpdatePublicClientInput } from './public-client.inputs';

@Injectable()
export class PublicClients {
  constructor(
    private readonly origins: RegisteredOrigins,
    private readonly staffSessions: StaffSessions,
    private readonly customerSessions: CustomerSessions,
    private readonly access: AccessChanges,
  ) {}

  /** Answers the UUID. `CONFLICT` for a name that is taken. */
  async register(input: RegisterPublicClientInput): Promise<string> {
    const { name, audience, redirectUris, allowedOrigins, registeredOnly } = input;
    requireAddresses(redirectUris, allowedOrigins);
    const id = newId();
    await db().execute(
      `INSERT INTO atrium.public_client (id, name, sort_key, audience, redirect_uris, allowed_origins, registered_only)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        ...[id, name, sortKey(name, currentTenant().locale), audience, redirectUris, allowedOrigins],
        registeredOnly ?? false,
      ],
    );
    await this.putOrigins(id, allowedOrigins);
    return id;
  }

  async update(input: UpdatePublicClientInput): Promise<void> {
    const { id, version, name, redirectUris, allowedOrigins } = input;
    requireAddresses(redirectUris ?? [], allowedOrigins ?? []);
    const [found] = await db().query<{ revoked: boolean }>(
      'SELECT revoked_at IS NOT NULL AS revoked FROM atrium.public_client WHERE id = $1 FOR NO KEY UPDATE',
      [id],
    );
    if (found?.revoked) throw conflict(appMessages.revoked);
    await updateVersioned(PublicClientEntity, 'PublicClient', id, version, {
      ...(name ? { name, sortKey: sortKey(name, currentTenant().locale) } : {}),
      redirectUris: redirectUris ?? undefined,
      allowedOrigins: allowedOrigins ?? undefined,
      registeredOnly: input.registeredOnly ?? undefined,
    });
    if (allowedOrigins) await this.putOrigins(id, allowedOrigins);
    // Who is behind a session is asked anew, and with it what its app may run.
    await this.access.announce();
  }

  /** For good: its codes, origins and sessions count no more. */
  async revoke(id: string): Promise<void> {
    const revoked = await db().execute(
      `UPDATE atrium.public_client SET revoked_at = coalesce(revoked_at, $2), version = version + 1, updated_at = now()
       WHERE id = $1`,
      [id, now()],
    );
    if (revoked === 0) throw notFound('PublicClient');
    await db().execute('DELETE FROM atrium.authorization_code WHERE client_id = $1', [id]);
    const sessions = await db().query<{ id: string }>(
      'DELETE FROM atrium.public_client_session WHERE client_id = $1 RETURNING session_id AS id',
      [id],
    );
    const ids = sessions.map((session) => session.id);
    await this.staffSessions.revokeThese(ids);
    await this.customerSessions.revokeThese(ids);
    await this.putOrigins(id, []);
  }

  private async putOrigins(id: string, origins: readonly string[]): Promise<void> {
    await db().execute('DELETE FROM atrium.public_client_origin WHERE client_id = $1 AND origin <> ALL ($2::text[])', [
      id,
      origins,
    ]);
    await db().execute(
      `INSERT INTO atrium.public_client_origin (id, client_id, origin)
     SELECT given.id, $1, given.origin FROM unnest($2::uuid[], $3::text[]) AS given (id, origin)
     ON CONFLICT ON CONSTRAINT public_client_origin_once DO NOTHING`,
      [id, origins.map(newId), origins],
    );
    context().afterCommit(() => this.origins.forget());
  }
}

function requireAddresses(redirectUris: readonly string[], origins: readonly string[]): void {
  const problem = (list: string, index: number, given: string, code: string, message: Message): FieldProblem => ({
    path: `input.${list}.${index}`,
    code,
    message,
    params: { given },
  });
  const problems = [
    ...redirectUris.flatMap((given, index) =>
      isRedirectUri(given) ? [] : [problem('redirectUris', index, given, 'BAD_REDIRECT', appMessages.badRedirect)],
    ),
    ...origins.flatMap((given, index) =>
      isOrigin(given) ? [] : [problem('allowedOrigins', index, given, 'BAD_ORIGIN', appMessages.badOrigin)],
    ),
  ];
  if (problems.length > 0) throw validationFailed(...problems);
}
