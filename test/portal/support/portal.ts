import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mailbox, TestClient, TestPlatform } from '@atrium/testing';

export interface Tokens {
  accessToken: string;
  refreshToken: string;
}
export interface Choice {
  customerId: string;
  name: string;
  code: string;
}
export interface Verified {
  tokens: Tokens | null;
  choices: Choice[];
}

const REQUEST = `mutation ($input: RequestCustomerCodeInput!) { requestCustomerCode(input: $input) { challenge expiresAt digits } }`;
export const VERIFY = `mutation ($input: VerifyCustomerCodeInput!) { verifyCustomerCode(input: $input) {
  tokens { accessToken refreshToken } choices { customerId name code } } }`;

/** Asks for a code; answers the challenge. */
export async function requestCode(
  client: TestClient,
  contact: { phone?: string; email?: string },
  slug = 'alpha',
): Promise<string> {
  const { requestCustomerCode } = await client.ok<{ requestCustomerCode: { challenge: string } }>(REQUEST, {
    input: { slug, ...contact },
  });
  return requestCustomerCode.challenge;
}

export const refusedRequest = async (client: TestClient, input: Record<string, unknown>) =>
  (await client.fails(REQUEST, { input: { slug: 'alpha', ...input } })).extensions;

export const verify = async (client: TestClient, input: Record<string, unknown>): Promise<Verified> =>
  (await client.ok<{ verifyCustomerCode: Verified }>(VERIFY, { input })).verifyCustomerCode;

export interface SentSms {
  to: string;
  template: string;
  params: Record<string, string>;
  text: string;
  locale: string;
}

/** What the file gateway wrote, oldest first. */
export function sentSms(platform: TestPlatform): SentSms[] {
  const folder = join(platform.config.general.dataDir, 'sms');
  let names: string[] = [];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names.sort().map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as SentSms);
}

/** The code in the newest mail to somebody. */
export function mailedCode(mailbox: Mailbox, to: string): string {
  const code = /\b(\d{6})\b/.exec(mailbox.last(to).text ?? '')?.[1];
  if (!code) throw new Error(`No code in the mail to ${to}`);
  return code;
}

/** Somebody signed in by e-mail, all the way. */
export async function signInByMail(platform: TestPlatform, mailbox: Mailbox, email: string): Promise<TestClient> {
  const challenge = await requestCode(platform.client(), { email });
  await platform.runJobs();
  const { tokens } = await verify(platform.client(), { challenge, code: mailedCode(mailbox, email) });
  if (!tokens) throw new Error(`${email} has to choose a customer`);
  return platform.client(tokens.accessToken);
}
