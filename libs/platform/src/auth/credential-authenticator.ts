import { BlockList, isIP } from 'node:net';
import {
  type Actor,
  type ApiClientKey,
  anonymousActor,
  AtriumError,
  type CallingApp,
  type ClientInfo,
  type Clock,
  type CustomerPrincipals,
  type CustomerSession,
  context,
  type OperatorPrincipals,
  type OperatorSession,
  parseNetwork,
  type PersistedOperations,
  pickLocale,
  type Principals,
  looksLikeSecret,
  readSecret,
  type StaffSession,
  systemActor,
  type TenantRef,
  type Transactions,
  unauthenticated,
} from '@atrium/sdk';
import { Authenticator, type Call, type Caller } from '../graphql/authenticator';
import type { ApiClientUses } from './api-client-uses';
import { authMessages } from './auth.messages';
import type { JwtAccessTokens } from './jwt-access-tokens';
import type { PrincipalCache } from './principal-cache';

/** A principal with its tenant, which is null once it is closed. */
interface Found<P> {
  readonly tenant: TenantRef | null;
  readonly principal: P;
  readonly networks?: BlockList | null;
  readonly app?: CallingApp | null;
}

/**
 * `Authorization: Bearer` with an access token of a session or the key of an API client. What a token says is only
 * where to look: session, account, roles and tenant are asked for at each call, through a cache of two seconds that
 * changes empty at once.
 */
export class CredentialAuthenticator extends Authenticator {
  constructor(
    private readonly tokens: JwtAccessTokens,
    private readonly transactions: Transactions,
    private readonly principals: Principals,
    private readonly customers: CustomerPrincipals,
    private readonly cache: PrincipalCache,
    private readonly uses: ApiClientUses,
    private readonly clock: Clock,
    private readonly operators: OperatorPrincipals | null,
    private readonly operations: PersistedOperations | null,
  ) {
    super();
  }

  async authenticate({ headers, ip }: Call): Promise<Caller> {
    const client: ClientInfo = { ip, name: clientName(headers['user-agent']) };
    const language = headers['accept-language'];
    if (headers.authorization === undefined) {
      return { actor: anonymousActor, tenant: null, locale: pickLocale(language), client };
    }
    const token = /^Bearer +(\S+)$/i.exec(headers.authorization)?.[1];
    if (token === undefined) throw unauthenticated(authMessages.schemeUnknown);
    if (looksLikeSecret('apiKey', token)) {
      const { tenant, principal, app } = await this.apiClient(token, ip);
      const locale = pickLocale(language, tenant.locale);
      return { actor: principal.actor, tenant, locale, client, expiresAt: principal.expiresAt, app };
    }
    if (looksLikeSecret('operator', token)) {
      return { actor: await this.operator(token), tenant: null, locale: pickLocale(language), client };
    }
    if (looksLikeSecret('support', token)) {
      const { tenant, principal } = await this.support(token);
      const locale = pickLocale(language, tenant.locale);
      return { actor: principal.actor, tenant, locale, client, expiresAt: principal.expiresAt };
    }
    const { tenant, principal, expiresAt, app } = await this.session(token);
    const locale = pickLocale(language, principal.locale ?? tenant.locale);
    return { actor: principal.actor, tenant, locale, client, expiresAt, app };
  }

  private async session(token: string): Promise<{
    tenant: TenantRef;
    principal: StaffSession | CustomerSession;
    expiresAt: Date;
    app: CallingApp | null;
  }> {
    const verified = await this.tokens.verify(token);
    if (!verified.ok) {
      throw unauthenticated(verified.reason === 'EXPIRED' ? authMessages.tokenExpired : authMessages.tokenInvalid);
    }
    const { tenantId, sessionId, subject, kind } = verified.claims;
    const found = await this.find<StaffSession | CustomerSession>(
      tenantId,
      `${kind}:${sessionId}`,
      () =>
        kind === 'STAFF' ? this.principals.findStaffSession(sessionId) : this.customers.findCustomerSession(sessionId),
      () => this.operations?.appOf(sessionId) ?? Promise.resolve(null),
    );
    if (!found || found.principal.revoked) throw unauthenticated(authMessages.sessionEnded);
    const { tenant, principal, app = null } = found;
    // A customer who was merged into another since acts as that one.
    const owner = 'subject' in principal ? principal.subject : principal.actor.id;
    if (owner !== subject) throw unauthenticated(authMessages.tokenInvalid);
    if (!tenant) throw unauthenticated(authMessages.tenantClosed);
    if ('active' in principal && !principal.active) throw unauthenticated(authMessages.accountDisabled);
    return { tenant, principal, expiresAt: verified.expiresAt, app };
  }

  private async apiClient(
    token: string,
    ip: string | null,
  ): Promise<{ tenant: TenantRef; principal: ApiClientKey; app: CallingApp | null }> {
    const secret = readSecret('apiKey', token);
    const found =
      secret &&
      (await this.find(secret.tenantId, `key:${secret.hash}`, () => this.principals.findApiClient(secret.hash)));
    if (!found) throw unauthenticated(authMessages.apiKeyInvalid);
    const { tenant, principal, networks } = found;
    if (!tenant) throw unauthenticated(authMessages.tenantClosed);
    if (principal.revoked) throw unauthenticated(authMessages.apiKeyRevoked);
    if (principal.expiresAt && principal.expiresAt <= this.clock.now()) {
      throw unauthenticated(authMessages.apiKeyExpired);
    }
    if (networks && !contains(networks, ip)) {
      throw new AtriumError('UNAUTHENTICATED', authMessages.addressNotAllowed, { params: { address: ip ?? '?' } });
    }
    const { id } = principal.actor;
    if (id !== null) this.uses.note(tenant.id, id, ip);
    const app = id === null ? null : ({ kind: 'API_CLIENT', id, registeredOnly: principal.registeredOnly } as const);
    return { tenant, principal, app };
  }

  /** Asked for at each call: operators are few, and to shut one out counts at once. */
  private async operator(token: string): Promise<Actor> {
    const { operators } = this;
    const secret = readSecret('operator', token);
    const found =
      secret &&
      operators &&
      (await this.transactions.run(
        { tenantId: null, actor: systemActor('authenticate'), readOnly: true, operation: 'authenticate' },
        () => operators.findOperatorSession(secret.hash),
      ));
    if (!found) throw unauthenticated(authMessages.sessionEnded);
    if (found.expiresAt <= this.clock.now()) throw unauthenticated(authMessages.sessionEnded);
    return found.actor;
  }

  private async support(token: string): Promise<{ tenant: TenantRef; principal: OperatorSession }> {
    const { operators } = this;
    const secret = readSecret('support', token);
    const found =
      secret &&
      operators &&
      (await this.find(secret.tenantId, `support:${secret.hash}`, () => operators.findSupportSession(secret.hash)));
    if (!found || found.principal.expiresAt <= this.clock.now()) throw unauthenticated(authMessages.supportEnded);
    const { tenant, principal } = found;
    if (!tenant) throw unauthenticated(authMessages.tenantClosed);
    return { tenant, principal };
  }

  /** The principal with its tenant, as of at most two seconds ago. */
  private find<P extends StaffSession | CustomerSession | ApiClientKey | OperatorSession>(
    tenantId: string,
    key: string,
    look: () => Promise<P | null>,
    lookForApp: () => Promise<CallingApp | null> = () => Promise.resolve(null),
  ): Promise<Found<P> | null> {
    return this.cache.get<Found<P>>(tenantId, key, () =>
      this.transactions.run(
        { tenantId, actor: systemActor('authenticate'), readOnly: true, operation: 'authenticate' },
        async () => {
          const principal = await look();
          if (!principal) return null;
          const networks = 'allowedNetworks' in principal ? blockListOf(principal.allowedNetworks) : null;
          return { tenant: context().tenant, principal, networks, app: await lookForApp() };
        },
      ),
    );
  }
}

/** Null where every address is allowed. A block that cannot be read allows nothing. */
function blockListOf(networks: readonly string[]): BlockList | null {
  if (networks.length === 0) return null;
  const list = new BlockList();
  for (const network of networks.map(parseNetwork)) {
    if (network) list.addSubnet(network.address, network.prefix, network.family);
  }
  return list;
}

const contains = (networks: BlockList, ip: string | null): boolean => {
  const family = ip === null ? 0 : isIP(ip);
  return ip !== null && family !== 0 && networks.check(ip, family === 4 ? 'ipv4' : 'ipv6');
};

/** What the calling program calls itself, for the audit log and the list of sessions. */
const clientName = (userAgent: string | undefined): string | null =>
  userAgent
    ?.replace(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, 200) || null;
