import {
  Cipher,
  conflict,
  currentTenant,
  db,
  invalidField,
  Links,
  newId,
  notFound,
  SignInPolicy,
  staleVersion,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { signInRules } from '../sign-in-rules/sign-in-rules';
import type { IdentityProvider, SetIdentityProviderInput } from './identity-provider.type';
import { isIssuer, isReturnUrl } from './provider-urls.policy';
import { ProviderClient } from './provider-client';
import { ssoMessages } from './single-sign-on.messages';

export const CALLBACK_PATH = '/auth/oidc/callback';

export interface ProviderRow extends Record<string, unknown> {
  issuer: string;
  client_id: string;
  client_secret: string;
  return_urls: string[];
  enabled: boolean;
  version: number;
}

/** The current tenant's provider; null when it has none. */
export async function providerRow(lock = false): Promise<ProviderRow | null> {
  const [row] = await db().query<ProviderRow>(
    `SELECT issuer, client_id, client_secret, return_urls, enabled, version FROM atrium.identity_provider
     ${lock ? 'FOR UPDATE' : ''}`,
  );
  return row ?? null;
}

/** What a company sets of its identity provider. */
@Injectable()
export class IdentityProviders {
  constructor(
    private readonly cipher: Cipher,
    private readonly links: Links,
    private readonly client: ProviderClient,
    private readonly policy: SignInPolicy,
  ) {}

  async current(): Promise<IdentityProvider | null> {
    const row = await providerRow();
    return row && this.answer(row);
  }

  /**
   * `VALIDATION_FAILED` for addresses that are none and an issuer that does not answer, `CONFLICT` for a stale version
   * and when no way to sign in would be left.
   */
  async set(input: SetIdentityProviderInput): Promise<IdentityProvider> {
    const { version, issuer, clientId, clientSecret, returnUrls, enabled } = input;
    // Whose provider it is says who everybody is, also those who see more than the caller.
    if (!isIssuer(issuer, this.policy.allowPrivateIssuers)) {
      throw invalidField('input.issuer', 'WRONG_FORM', ssoMessages.issuerForm);
    }
    const wrong = returnUrls.findIndex((url) => !isReturnUrl(url));
    if (wrong >= 0) throw invalidField(`input.returnUrls.${wrong}`, 'WRONG_FORM', ssoMessages.returnForm);
    // Asked before the first statement: no connection waits for somebody else's server.
    if (enabled) await this.client.probe(issuer, clientId);
    const before = await providerRow(true);
    if ((before?.version ?? 0) !== version) throw staleVersion(version, before?.version ?? 0);
    if (!enabled) await requireOtherWay();
    const isSame = before?.issuer === issuer && before.client_id === clientId;
    if (clientSecret == null && !isSame) throw invalidField('input.clientSecret', 'REQUIRED', ssoMessages.secretNeeded);
    const secret = clientSecret == null ? before!.client_secret : this.cipher.encrypt(clientSecret);
    const changed = await db().execute(
      `INSERT INTO atrium.identity_provider AS p (id, issuer, client_id, client_secret, return_urls, enabled)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT ON CONSTRAINT identity_provider_once DO UPDATE SET issuer = excluded.issuer,
         client_id = excluded.client_id, client_secret = excluded.client_secret, return_urls = excluded.return_urls,
         enabled = excluded.enabled, version = p.version + 1, updated_at = now() WHERE p.version = $7`,
      [newId(), issuer, clientId, secret, returnUrls, enabled, version],
    );
    if (changed === 0) throw staleVersion(version, (await providerRow())?.version ?? 0);
    return (await this.current())!;
  }

  /** `NOT_FOUND` when there is none. Whom its subjects stood for is kept for its return. */
  async remove(version: number): Promise<void> {
    const before = await providerRow(true);
    if (!before) throw notFound('IdentityProvider');
    if (before.version !== version) throw staleVersion(version, before.version);
    await requireOtherWay();
    await db().execute('DELETE FROM atrium.identity_provider');
  }

  private answer({
    issuer,
    client_id: clientId,
    return_urls: returnUrls,
    enabled,
    version,
  }: ProviderRow): IdentityProvider {
    return {
      issuer,
      clientId,
      returnUrls,
      enabled,
      version,
      redirectUri: this.links.url(CALLBACK_PATH),
      startUrl: this.links.url(`/auth/oidc/${currentTenant().slug}`),
    };
  }
}

async function requireOtherWay(): Promise<void> {
  if (!(await signInRules(true)).passwordSignIn) throw conflict(ssoMessages.inUse);
}
