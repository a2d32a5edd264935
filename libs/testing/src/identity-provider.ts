import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ProviderAccount {
  readonly sub: string;
  readonly email?: string;
  readonly email_verified?: boolean;
}

interface RunningProvider {
  callback(): (request: IncomingMessage, response: ServerResponse) => void;
  interactionFinished(request: IncomingMessage, response: ServerResponse, result: object): Promise<void>;
  Grant: new (of: { accountId: string; clientId: string }) => {
    addOIDCScope(scope: string): void;
    save(): Promise<string>;
  };
}

/** Seconds. */
const MINUTE = 60;

/** What a company has registered at the provider. */
export const PROVIDER_CLIENT = { id: 'atrium', secret: 'a-client-secret-of-the-company' };

/** A real OpenID Connect provider in the process of a test; whoever comes is `account`, or is refused. */
export class IdentityProviderServer {
  account: ProviderAccount = { sub: 'nobody' };
  refuses = false;
  /** Paths asked for at the other origin, where the endpoints for programs lie, as Google's do. */
  readonly askedElsewhere = new Set<string>();

  private constructor(
    private readonly server: Server,
    private readonly elsewhere: Server,
    readonly issuer: string,
  ) {}

  static async open(redirectUri: string): Promise<IdentityProviderServer> {
    const { Provider } = (await import('oidc-provider')) as unknown as {
      Provider: new (issuer: string, configuration: object) => RunningProvider;
    };
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const elsewhere = createServer();
    await new Promise<void>((done) => elsewhere.listen(0, '127.0.0.1', done));
    const endpoints = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
    const own = new IdentityProviderServer(server, elsewhere, issuer);
    const provider = new Provider(issuer, {
      clients: [{ client_id: PROVIDER_CLIENT.id, client_secret: PROVIDER_CLIENT.secret, redirect_uris: [redirectUri] }],
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
      // Said, because the library warns of its own defaults.
      jwks: { keys: [generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })] },
      ttl: { AccessToken: MINUTE, Grant: MINUTE, IdToken: MINUTE, Interaction: MINUTE, Session: MINUTE },
      cookies: { keys: ['only for this test'] },
      pkce: { required: () => true },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
      findAccount: () => ({ accountId: own.account.sub, claims: () => own.account }),
      loadExistingGrant: async ({ oidc }: { oidc: { session: { accountId: string } } }) => {
        const grant = new provider.Grant({ accountId: oidc.session.accountId, clientId: PROVIDER_CLIENT.id });
        grant.addOIDCScope('openid email profile');
        await grant.save();
        return grant;
      },
    });
    const answer = provider.callback();
    elsewhere.on('request', (request, response) => {
      own.askedElsewhere.add(request.url!);
      request.headers.host = new URL(issuer).host;
      answer(request, response);
    });
    server.on('request', (request, response) => {
      if (request.url === DISCOVERY && request.headers[RAW] === undefined) {
        void discovery(issuer, endpoints).then((document) => {
          response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
        });
        return;
      }
      if (!request.url?.startsWith('/interaction/')) return answer(request, response);
      const result = own.refuses
        ? { error: 'access_denied', error_description: 'not today' }
        : { login: { accountId: own.account.sub } };
      void provider.interactionFinished(request, response, result);
    });
    return own;
  }

  /** Goes through the provider's pages as a browser does; answers the address it sends the browser back to. */
  async visit(authorizationUrl: string): Promise<URL> {
    const cookies = new Map<string, string>();
    let at = new URL(authorizationUrl);
    while (at.origin === this.issuer) {
      const answer = await fetch(at, {
        redirect: 'manual',
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      });
      for (const cookie of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
        cookies.set(name, value);
      }
      const next = answer.headers.get('location');
      if (!next) throw new Error(`The provider stays at ${at.href}: ${answer.status} ${await answer.text()}`);
      at = new URL(next, at);
    }
    return at;
  }

  async close(): Promise<void> {
    for (const server of [this.server, this.elsewhere]) {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    }
  }
}

const DISCOVERY = '/.well-known/openid-configuration';
const RAW = 'x-raw';

/** The provider's own document, with the endpoints for programs on another origin than the issuer. */
async function discovery(issuer: string, endpoints: string): Promise<Record<string, unknown>> {
  const document = (await (await fetch(issuer + DISCOVERY, { headers: { [RAW]: '1' } })).json()) as Record<
    string,
    unknown
  >;
  for (const name of ['token_endpoint', 'userinfo_endpoint', 'jwks_uri']) {
    document[name] = String(document[name]).replace(issuer, endpoints);
  }
  return document;
}
