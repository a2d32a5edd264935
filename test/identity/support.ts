import { withClient } from '@atrium/platform';
import type { TestClient, TestPlatform } from '@atrium/testing';

export interface Tokens {
  accessToken: string;
  refreshToken: string;
}

export interface Member {
  id: string;
  name: string;
  email: string;
  status: string;
  version: number;
  roles: { name: string; readyMade: string | null }[];
  dataScope: { kind: string; communities: { id: string }[] };
}

export const MEMBER = `id name email status version roles { name readyMade } dataScope { kind communities { id } }`;
export const WHO = '{ viewer { actor { name } } }';
export const ALL = { kind: 'ALL' };

/** Reads below the API, past row-level security. */
export const sqlOf =
  (platform: TestPlatform) =>
  <T extends Record<string, unknown>>(text: string, values: unknown[] = []): Promise<T[]> =>
    withClient(platform.database.adminUrl, async (client) => (await client.query<T>(text, values)).rows);

/** Ids of the company's roles: by ready-made kind, or by name for its own. */
export async function roleIds(client: TestClient): Promise<Record<string, string>> {
  const { roles } = await client.ok<{ roles: { nodes: { id: string; name: string; readyMade: string | null }[] } }>(
    '{ roles(first: 100) { nodes { id name readyMade } } }',
  );
  return Object.fromEntries(roles.nodes.map(({ id, name, readyMade }) => [readyMade ?? name, id]));
}

/** Calls a mutation with one input that answers one object under `field`. */
export async function change<T>(
  client: TestClient,
  mutation: string,
  type: string,
  input: Record<string, unknown>,
  selection: string,
): Promise<T> {
  const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${selection} } }`;
  return (await client.ok<Record<string, T>>(document, { input }))[mutation]!;
}

/** The extensions of the error a mutation must fail with. */
export async function refusal(
  client: TestClient,
  mutation: string,
  type: string,
  input: Record<string, unknown>,
): Promise<Record<string, unknown> & { code: string }> {
  const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename } }`;
  return (await client.fails(document, { input })).extensions;
}
