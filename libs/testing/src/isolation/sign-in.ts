import type { TestClient } from '../test-client';
import type { TestTenant } from '../test-tenant';
import type { Tools } from './tools';

const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) { tokens { accessToken refreshToken } } }`;

export interface SignedIn {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** A new session of a company's administrator. */
export async function startSession({ nobody }: Tools, { slug, admin }: TestTenant): Promise<SignedIn> {
  const { email, password } = admin;
  const answer = await nobody.ok<{ signIn: { tokens: SignedIn } }>(SIGN_IN, { input: { slug, email, password } });
  return answer.signIn.tokens;
}

/** A company's administrator, signed in as everybody does. */
export async function signIn(tools: Tools, tenant: TestTenant): Promise<TestClient> {
  const { accessToken } = await startSession(tools, tenant);
  return tools.platform.client(accessToken);
}
