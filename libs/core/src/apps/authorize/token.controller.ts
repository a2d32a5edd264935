import { Links, now, Public, readSecret, systemActor, Transactions } from '@atrium/sdk';
import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { AuthorizationCodes, type StoredTokens } from './authorization-codes';
import { AuthorizationRequests, type KnownClient, parameter, type Parameters } from './authorization-request';
import { type CallingRequest, GraphqlCalls } from './graphql-calls';
import { PublicClientAudience } from '../client/public-client.type';

interface Reply {
  code(status: number): Reply;
  headers(values: Readonly<Record<string, string>>): Reply;
  send(body: unknown): unknown;
}

const TOKENS = 'tokens { accessToken accessTokenExpiresAt refreshToken refreshTokenExpiresAt }';
/** How sessions of each audience are renewed and ended. */
const SESSIONS = {
  [PublicClientAudience.STAFF]: {
    secret: 'refresh',
    table: 'atrium.refresh_token',
    refresh: `mutation ($token: String!) { done: refreshSession(input: { refreshToken: $token }) { ${TOKENS} } }`,
    end: 'mutation { signOut { signedOut } }',
  },
  [PublicClientAudience.CUSTOMERS]: {
    secret: 'customerRefresh',
    table: 'atrium.customer_refresh_token',
    refresh: `mutation ($token: String!) { done: refreshCustomerSession(input: { refreshToken: $token }) { ${TOKENS} } }`,
    end: 'mutation { signOutCustomer { signedOut } }',
  },
} as const;

/** The token endpoint of public clients, and what tells them where everything is (RFC 8414). */
@Controller()
export class TokenController {
  constructor(
    private readonly transactions: Transactions,
    private readonly requests: AuthorizationRequests,
    private readonly codes: AuthorizationCodes,
    private readonly calls: GraphqlCalls,
    private readonly links: Links,
  ) {}

  @Get('.well-known/oauth-authorization-server/oauth/:slug')
  @Public('where the endpoints are is no secret')
  metadata(@Param('slug') slug: string, @Res() reply: Reply): void {
    const at = (path: string): string => this.links.url(`/oauth/${encodeURIComponent(slug)}${path}`);
    void reply.headers({ 'content-type': 'application/json; charset=utf-8' }).send(
      JSON.stringify({
        issuer: at(''),
        authorization_endpoint: at('/authorize'),
        token_endpoint: at('/token'),
        response_types_supported: ['code'],
        grant_types_supported: ['authorization_code', 'refresh_token'],
        code_challenge_methods_supported: ['S256'],
        token_endpoint_auth_methods_supported: ['none'],
        authorization_response_iss_parameter_supported: true,
        ui_locales_supported: ['zh-CN', 'en'],
      }),
    );
  }

  @Post('oauth/:slug/token')
  @HttpCode(200)
  @Public('the code or the refresh token is the credential', 'signIn')
  async token(
    @Param('slug') slug: string,
    @Body() body: Parameters | undefined,
    @Req() caller: CallingRequest,
    @Res() reply: Reply,
  ): Promise<void> {
    const given = body ?? {};
    const tenant = await this.transactions.findTenant({ slug });
    const found = tenant && (await this.requests.client(tenant.id, parameter(given, 'client_id')));
    if (!tenant || !found) return refuse(reply, 'invalid_client', 'the client is not registered', 401);
    const { client } = found;
    switch (parameter(given, 'grant_type')) {
      case 'authorization_code':
        return this.exchange(tenant.id, client, given, caller, reply);
      case 'refresh_token':
        return this.renew(tenant.id, client, given, caller, reply);
      default:
        return refuse(reply, 'unsupported_grant_type', 'grant_type must be authorization_code or refresh_token');
    }
  }

  private async exchange(
    tenantId: string,
    client: KnownClient,
    given: Parameters,
    caller: CallingRequest,
    reply: Reply,
  ): Promise<void> {
    const exchange = await this.codes.exchange(tenantId, {
      code: parameter(given, 'code') ?? '',
      clientId: client.id,
      redirectUri: parameter(given, 'redirect_uri') ?? '',
      verifier: parameter(given, 'code_verifier') ?? '',
    });
    if (exchange.outcome === 'GIVEN') return this.give(reply, exchange.tokens);
    if (exchange.outcome === 'REUSED') {
      await this.calls.call(caller, SESSIONS[client.audience].end, {}, { token: exchange.tokens.accessToken });
    }
    return refuse(reply, 'invalid_grant', 'the code is not valid, has expired or was used already');
  }

  /** Of the client's own sessions (RFC 6749, 6): a token of another client or company is none here. */
  private async renew(
    tenantId: string,
    client: KnownClient,
    given: Parameters,
    caller: CallingRequest,
    reply: Reply,
  ): Promise<void> {
    const { secret, table, refresh } = SESSIONS[client.audience];
    const token = parameter(given, 'refresh_token') ?? '';
    const read = readSecret(secret, token);
    const isOwn = read?.tenantId === tenantId && (await this.codes.gaveSession(tenantId, client.id, table, read.hash));
    const answer = isOwn
      ? await this.calls.call<{ done: { tokens: StoredTokens } | null }>(caller, refresh, { token })
      : null;
    const tokens = answer?.data?.done?.tokens;
    return tokens
      ? this.give(reply, tokens)
      : refuse(reply, 'invalid_grant', 'the refresh token is not valid any more');
  }

  private async give(reply: Reply, tokens: StoredTokens): Promise<void> {
    // By the clock that the tokens were made by.
    const at = await this.transactions.run(
      { tenantId: null, actor: systemActor('token'), operation: 'token', readOnly: true },
      () => Promise.resolve(now().getTime()),
    );
    reply.headers(JSON_HEADERS).send(
      JSON.stringify({
        access_token: tokens.accessToken,
        token_type: 'Bearer',
        expires_in: Math.max(0, Math.floor((Date.parse(tokens.accessTokenExpiresAt) - at) / 1000)),
        refresh_token: tokens.refreshToken,
      }),
    );
  }
}

const JSON_HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  pragma: 'no-cache',
};

const refuse = (reply: Reply, error: string, description: string, status = 400): void =>
  void reply
    .code(status)
    .headers(JSON_HEADERS)
    .send(JSON.stringify({ error, error_description: description }));
