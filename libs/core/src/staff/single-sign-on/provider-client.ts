import { AtriumError, OutboundHttp, SignInPolicy, unauthenticated, validationFailed, Log } from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import * as oidc from 'openid-client';
import { issuerFetch } from './issuer-fetch';
import { ssoMessages } from './single-sign-on.messages';

export interface ProviderSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What must be known again when the browser comes back. */
export interface SignInUnderWay {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** Whom the provider signed in. */
export interface ProvenIdentity {
  readonly subject: string;
  /** Null where the provider does not vouch for it. */
  readonly verifiedEmail: string | null;
}

/** Talks to one company's provider: code flow with PKCE, state and nonce; nothing is reached but the
 * issuer and the endpoints it names. */
@Injectable()
export class ProviderClient {
  private readonly log = new Log('SingleSignOn');

  constructor(
    private readonly policy: SignInPolicy,
    private readonly http: OutboundHttp,
  ) {}

  /** `VALIDATION_FAILED` at `input.issuer` when the issuer does not answer as it must. */
  async probe(issuer: string, clientId: string): Promise<void> {
    try {
      await this.discover({ issuer, clientId, clientSecret: 'not sent' });
    } catch (error) {
      throw validationFailed({
        path: 'input.issuer',
        code: 'UNREACHABLE',
        message: ssoMessages.issuerUnreachable,
        params: { reason: reasonOf(error) },
      });
    }
  }

  /** Where to send the browser. */
  async begin(
    settings: ProviderSettings,
    redirectUri: string,
    state: string,
  ): Promise<{ url: string } & SignInUnderWay> {
    const config = await this.discovered(settings);
    const codeVerifier = oidc.randomPKCECodeVerifier();
    const nonce = oidc.randomNonce();
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: 'openid email profile',
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, state, nonce, codeVerifier };
  }

  /** `UNAUTHENTICATED` when the provider refused, or what it answered does not hold. */
  async finish(settings: ProviderSettings, callback: URL, expected: SignInUnderWay): Promise<ProvenIdentity> {
    const config = await this.discovered(settings);
    try {
      const tokens = await oidc.authorizationCodeGrant(config, callback, {
        pkceCodeVerifier: expected.codeVerifier,
        expectedState: expected.state,
        expectedNonce: expected.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims()!;
      let { email, email_verified: isVerified } = claims;
      if (email === undefined && config.serverMetadata().userinfo_endpoint) {
        const info = await oidc.fetchUserInfo(config, tokens.access_token, claims.sub);
        ({ email, email_verified: isVerified } = info);
      }
      return { subject: claims.sub, verifiedEmail: typeof email === 'string' && isVerified === true ? email : null };
    } catch (error) {
      if (error instanceof oidc.AuthorizationResponseError) {
        throw new AtriumError('UNAUTHENTICATED', ssoMessages.refusedByProvider, {
          params: { reason: error.error.slice(0, 60) },
        });
      }
      this.log.warn('An answer of a sign-in provider does not hold', { error });
      throw unauthenticated(ssoMessages.answerInvalid);
    }
  }

  private async discovered(settings: ProviderSettings): Promise<oidc.Configuration> {
    try {
      return await this.discover(settings);
    } catch (error) {
      const reason = reasonOf(error);
      this.log.warn('A sign-in provider does not answer', { error });
      throw new AtriumError('UNAUTHENTICATED', ssoMessages.issuerUnreachable, { params: { reason }, retryable: true });
    }
  }

  private async discover({ issuer, clientId, clientSecret }: ProviderSettings): Promise<oidc.Configuration> {
    const { allowPrivateIssuers } = this.policy;
    const reach = issuerFetch(this.http, new URL(issuer), allowPrivateIssuers);
    const config = await oidc.discovery(new URL(issuer), clientId, clientSecret, undefined, {
      [oidc.customFetch]: reach as oidc.CustomFetch,
      // The signature of the id token is checked, too, not its transport alone.
      execute: [oidc.enableNonRepudiationChecks, ...(allowPrivateIssuers ? [oidc.allowInsecureRequests] : [])],
    });
    const { token_endpoint: token, userinfo_endpoint: userinfo, jwks_uri: keys } = config.serverMetadata();
    reach.trust([token, userinfo, keys]);
    return config;
  }
}

/** In a few words, without what a server could put into them at will. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as Error;
  const inner = cause instanceof Error ? cause.message : '';
  return (inner || message).replace(/[^\x20-\x7e]+/g, ' ').slice(0, 160);
}
