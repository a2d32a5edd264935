import { createHash, randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { TestPlatform } from '../test-platform';
import { change, member, PASSWORD } from './core-makers';
import type { Tools } from './tools';
import type { World } from './world';

/** Where an app of a company lives. */
export const APP = 'https://app.isolation.example';

/** Staff sign in to an app of the company on the platform's page: the app exchanges the code it gets for a session. */
export async function appSignIn(world: World, tools: Tools): Promise<void> {
  const { platform } = tools;
  const { slug } = world.tenant;
  const { email } = await member(world, tools);
  const app = { name: world.text('words'), audience: 'STAFF', redirectUris: [APP], allowedOrigins: [APP] };
  type Payload = { publicClient: { id: string } };
  const { publicClient } = await change<Payload>(
    world.owner.client,
    'registerPublicClient',
    'RegisterPublicClientInput',
    app,
    'publicClient { id }',
  );
  const verifier = randomBytes(48).toString('base64url');
  const code_challenge = createHash('sha256').update(verifier).digest('base64url');
  const answer = await post(platform, `/oauth/${slug}/authorize`, {
    ...{ response_type: 'code', client_id: publicClient.id, redirect_uri: APP, state: 'isolation' },
    ...{ code_challenge, code_challenge_method: 'S256' },
    ...{ step: 'password', email, password: PASSWORD },
  });
  const { location } = answer.headers;
  const code = location === undefined ? null : new URL(location).searchParams.get('code');
  if (code === null) throw new Error(`Signing in to an app: ${answer.statusCode} ${answer.body.slice(0, 400)}`);
  const exchanged = await post(platform, `/oauth/${slug}/token`, {
    ...{ grant_type: 'authorization_code', client_id: publicClient.id, redirect_uri: APP },
    ...{ code, code_verifier: verifier },
  });
  if (exchanged.statusCode !== 200) throw new Error(`Exchanging a code: ${exchanged.statusCode} ${exchanged.body}`);
}

const post = ({ api }: TestPlatform, url: string, form: Readonly<Record<string, string>>) =>
  (api.getHttpAdapter().getInstance() as unknown as FastifyInstance).inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(form).toString(),
  });
