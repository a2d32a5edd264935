import { db, decodeId, systemActor, type TenantRef, Transactions } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import type { PublicClientAudience } from '../client/public-client.type';
import { isChallenge } from './pkce.policy';

/** Query or form parameters as they came. */
export type Parameters = Readonly<Record<string, unknown>>;

export interface KnownClient {
  /** UUID. */
  readonly id: string;
  readonly clientId: string;
  readonly name: string;
  readonly audience: PublicClientAudience;
}

/** A request that may go on: whoever signs in is sent back with a code. */
export interface AuthorizationRequest {
  readonly tenant: TenantRef;
  readonly client: KnownClient;
  readonly redirectUri: string;
  readonly codeChallenge: string;
  readonly state: string | null;
}

export type ReadRequest =
  | { readonly ok: true; readonly request: AuthorizationRequest }
  /** To be shown and not sent anywhere: who asks, or where to, is not known. */
  | { readonly ok: false; readonly shown: 'UNKNOWN_COMPANY' | 'UNKNOWN_CLIENT' | 'UNKNOWN_REDIRECT' }
  /** To be sent back to the client (RFC 6749, 4.1.2.1). */
  | { readonly ok: false; readonly back: string };

/** One value of a parameter; of one that comes twice, none (RFC 6749, 3.1). */
export const parameter = (parameters: Parameters, name: string): string | null => {
  const value = parameters[name];
  return typeof value === 'string' && value !== '' && value.length <= 2_000 ? value : null;
};

/** Where somebody is sent back to, with these parameters added. */
export function backTo(redirectUri: string, added: Readonly<Record<string, string | null>>): string {
  const given = Object.entries(added).filter((one): one is [string, string] => one[1] !== null);
  const query = given.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${query}`;
}

interface ClientRow extends Record<string, unknown> {
  id: string;
  name: string;
  audience: PublicClientAudience;
  redirect_uris: string[];
}

@Injectable()
export class AuthorizationRequests {
  constructor(private readonly transactions: Transactions) {}

  async read(slug: string, parameters: Parameters, issuer: string): Promise<ReadRequest> {
    const tenant = await this.transactions.findTenant({ slug });
    if (!tenant) return { ok: false, shown: 'UNKNOWN_COMPANY' };
    const found = await this.client(tenant.id, parameter(parameters, 'client_id'));
    if (!found) return { ok: false, shown: 'UNKNOWN_CLIENT' };
    const { client, redirectUris } = found;
    const redirectUri = parameter(parameters, 'redirect_uri');
    if (redirectUri === null || !redirectUris.includes(redirectUri)) return { ok: false, shown: 'UNKNOWN_REDIRECT' };
    const state = parameter(parameters, 'state');
    const refuse = (error: string, description: string): ReadRequest => ({
      ok: false,
      back: backTo(redirectUri, { error, error_description: description, state, iss: issuer }),
    });
    if (parameter(parameters, 'response_type') !== 'code') {
      return refuse('unsupported_response_type', 'response_type must be code');
    }
    const codeChallenge = parameter(parameters, 'code_challenge');
    if (parameter(parameters, 'code_challenge_method') !== 'S256' || !codeChallenge || !isChallenge(codeChallenge)) {
      return refuse('invalid_request', 'code_challenge with code_challenge_method S256 is required');
    }
    return { ok: true, request: { tenant, client, redirectUri, codeChallenge, state } };
  }

  /** A client that has not been revoked, by the id it names itself with. */
  async client(
    tenantId: string,
    clientId: string | null,
  ): Promise<{ client: KnownClient; redirectUris: readonly string[] } | null> {
    const id = clientId === null ? null : decodeId(clientId, 'public_client');
    if (clientId === null || !id?.ok) return null;
    const [row] = await this.transactions.run(
      { tenantId, actor: systemActor('authorize'), readOnly: true, operation: 'authorize' },
      () =>
        db().query<ClientRow>(
          `SELECT id, name, audience, redirect_uris FROM atrium.public_client WHERE id = $1 AND revoked_at IS NULL`,
          [id.uuid],
        ),
    );
    if (!row) return null;
    const { name, audience, redirect_uris: redirectUris } = row;
    return { client: { id: row.id, clientId, name, audience }, redirectUris };
  }
}
