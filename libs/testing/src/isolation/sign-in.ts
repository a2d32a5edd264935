import { Secret, TOTP } from 'otpauth';
import type { TestClient } from '../test-client';
import type { TestTenant } from '../test-tenant';
import type { Tools } from './tools';

const SIGN_IN = `mutation ($input: SignInInput!) {
  signIn(input: $input) { tokens { accessToken refreshToken } challenge { token } } }`;
const COMPLETE = `mutation ($input: CompleteSignInInput!) {
  completeSignIn(input: $input) { tokens { accessToken refreshToken } } }`;

/** Secrets of administrators who have set up an authenticator app, by slug. */
export const ownSecrets = new Map<string, string>();

export interface SignedIn {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** A new session of a company's administrator. */
export async function startSession({ nobody, platform }: Tools, { slug, admin }: TestTenant): Promise<SignedIn> {
  const { email, password } = admin;
  const answer = await nobody.ok<{ signIn: { tokens: SignedIn | null; challenge: { token: string } | null } }>(
    SIGN_IN,
    {
      input: { slug, email, password },
    },
  );
  const { tokens, challenge } = answer.signIn;
  if (tokens) return tokens;
  // A code counts once, so the next one is awaited.
  platform.clock.advance({ seconds: 30 });
  const totp = new TOTP({ secret: Secret.fromBase32(ownSecrets.get(slug)!) });
  const code = totp.generate({ timestamp: platform.clock.now().getTime() });
  const input = { challenge: challenge!.token, code };
  return (await nobody.ok<{ completeSignIn: { tokens: SignedIn } }>(COMPLETE, { input })).completeSignIn.tokens;
}

/** A company's administrator, signed in as everybody does. */
export async function signIn(tools: Tools, tenant: TestTenant): Promise<TestClient> {
  const { accessToken } = await startSession(tools, tenant);
  return tools.platform.client(accessToken);
}
