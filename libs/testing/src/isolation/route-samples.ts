import {
  appSignIn,
  authorizationCode,
  exchange,
  registeredOperation,
  renewal,
  signInForm,
  signInRequest,
  staffApp,
} from './app-makers';
import { uploadRows } from './core-makers';
import { unsubscribeToken } from './notice-makers';
import { ownProvider, returnRequest, startRequest } from './provider-makers';
import type { PartOf, RouteSample } from './samples';
import { surveyForm, surveyLink } from './survey-makers';
import type { Tools } from './tools';
import type { World } from './world';

/** Bytes of the seal at the end of a signed address. */
const SEAL_BYTES = 32;
/** One white dot. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==',
  'base64',
);

/** What one signed address allows, under the seal of another. */
function spliced(grant: string, seal: string): string {
  const [granted, sealed] = [grant, seal].map((url) => Buffer.from(url.split('/').pop()!, 'base64url'));
  const token = Buffer.concat([granted!.subarray(0, -SEAL_BYTES), sealed!.subarray(-SEAL_BYTES)]);
  return `/files/${token.toString('base64url')}`;
}

type Address = 'url' | 'thumbnailUrl';
/** One of each world; of one and the same world one. */
async function both(of: PartOf, [first, second]: readonly [string, string], make: (world: World) => Promise<string>) {
  const one = await make(of(first));
  return of(first) === of(second) ? ([one, one] as const) : ([one, await make(of(second))] as const);
}

async function addressOf({ owner }: World, id: string, address: Address): Promise<string> {
  const document = `query ($id: ID!) { file(id: $id) { ${address} } }`;
  const { file } = await owner.client.ok<{ file: Record<Address, string | null> }>(document, { id });
  if (file[address] === null) throw new Error(`The file has no ${address}`);
  return file[address];
}

async function thumbnail(world: World, { platform }: Tools): Promise<string> {
  const image = { fileName: 'dot.png', content: PNG, contentType: 'image/png' };
  const id = await platform.upload(world.owner.client, image);
  await platform.runJobs();
  return addressOf(world, id, 'thumbnailUrl');
}

async function uploadAddress({ owner }: World): Promise<string> {
  const input = { fileName: 'rows.csv', contentType: 'text/csv', bytes: 1 };
  const { createUpload } = await owner.client.ok<{ createUpload: { url: string } }>(
    'mutation ($input: CreateUploadInput!) { createUpload(input: $input) { url } }',
    { input },
  );
  return createUpload.url;
}

const LINK = ['company', 'secret'] as const;

/** A link to a survey: company and secret stand in its token, one behind the other. */
async function splicedLink(of: PartOf, tools: Tools): Promise<string> {
  const [company, secret] = await both(of, LINK, (world) => surveyLink(world, tools));
  const at = company.lastIndexOf('_', company.length - SECRET_LENGTH);
  return `${company.slice(0, at)}${secret.slice(at)}`;
}

/** Characters of the secret at the end of a token. */
const SECRET_LENGTH = 43;

const FILE = { parts: ['grant', 'seal'], heedsSession: true } as const;

/** A page for whoever has a link of a mail. */
const stopping = (method: 'GET' | 'POST', answersNothing: string): readonly RouteSample[] => [
  {
    parts: ['address', 'link'],
    answersNothing,
    request: async (of, tools) => ({
      ...{ method, headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      ...(method === 'POST' ? { payload: 'List-Unsubscribe=One-Click' } : {}),
      url: `/unsubscribe/${of('address').tenant.slug}/${await unsubscribeToken(of('link'), tools)}`,
    }),
  },
];

/** Paths of the core, by method and path. */
export const coreRoutes: Readonly<Record<string, readonly RouteSample[]>> = {
  'GET /files/:token': [
    {
      ...FILE,
      request: async (of, tools) => {
        const stored = async (world: World): Promise<string> =>
          addressOf(world, await uploadRows(world, tools, world.text('words')), 'url');
        return { method: 'GET', url: spliced(...(await both(of, FILE.parts, stored))) };
      },
    },
    {
      ...FILE,
      answersNothing: 'a small picture of a dot',
      request: async (of, tools) => {
        const made = (world: World): Promise<string> => thumbnail(world, tools);
        return { method: 'GET', url: spliced(...(await both(of, FILE.parts, made))) };
      },
    },
  ],
  'PUT /files/:token': [
    {
      ...FILE,
      answersNothing: 'size and hash of what was sent',
      request: async (of) => ({
        ...{ method: 'PUT', payload: Buffer.from('x'), headers: { 'content-type': 'application/octet-stream' } },
        url: spliced(...(await both(of, FILE.parts, uploadAddress))),
      }),
    },
  ],
  // What is said in words is probed as operations; this is what is called by its hash alone.
  'POST /graphql': [
    {
      parts: ['hash', 'program'],
      notes: ['atrium.api_client_use'],
      request: async (of) => {
        const programs = new Map<World, Awaited<ReturnType<typeof registeredOperation>>>();
        for (const world of [of('hash'), of('program')]) {
          if (!programs.has(world)) programs.set(world, await registeredOperation(world));
        }
        const persistedQuery = { version: 1, sha256Hash: programs.get(of('hash'))!.hash };
        return {
          ...{ method: 'POST', url: '/graphql', payload: JSON.stringify({ extensions: { persistedQuery } }) },
          headers: {
            'content-type': 'application/json',
            authorization: `Bearer ${programs.get(of('program'))!.key}`,
          },
        };
      },
    },
  ],
  'GET /oauth/:slug/authorize': [
    {
      parts: ['address', 'app'],
      answersNothing: 'a form that names the app, for whoever knows its id',
      request: async (of) => {
        const query = new URLSearchParams(signInRequest(await staffApp(of('app'))));
        return { method: 'GET', url: `/oauth/${of('address').tenant.slug}/authorize?${query.toString()}` };
      },
    },
  ],
  'POST /oauth/:slug/authorize': [
    {
      parts: ['address', 'app', 'person'],
      answersNothing: 'the address of the app, with a code',
      notes: ['atrium.sign_in_throttle', 'atrium.audit_log'],
      request: (of, tools) => signInForm(of('address'), of('app'), of('person'), tools),
    },
  ],
  'POST /oauth/:slug/token': [
    {
      parts: ['address', 'app', 'code'],
      answersNothing: 'tokens, whose owner calls as themselves',
      request: async (of, tools) => exchange(of('address'), of('app'), await authorizationCode(of('code'), tools)),
    },
    {
      parts: ['address', 'app', 'token'],
      answersNothing: 'tokens, whose owner calls as themselves',
      request: async (of, tools) => renewal(of('address'), of('app'), await appSignIn(of('token'), tools)),
    },
  ],
  'GET /survey/:token': [
    { parts: LINK, request: async (of, tools) => ({ method: 'GET', url: await splicedLink(of, tools) }) },
  ],
  'POST /survey/:token': [
    {
      parts: LINK,
      answersNothing: 'words of thanks',
      request: async (of, tools) => ({
        ...{ method: 'POST', url: await splicedLink(of, tools), payload: surveyForm(of('secret')) },
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
    },
  ],
  'GET /auth/oidc/:slug': [
    {
      parts: ['address', 'back'],
      answersNothing: 'the address of the provider',
      notes: ['atrium.sign_in_throttle'],
      request: async (of, tools) => {
        const [address, back] = [of('address'), of('back')];
        for (const world of new Set([address, back])) await ownProvider(world, tools);
        return startRequest(address, back);
      },
    },
  ],
  'GET /unsubscribe/:slug/:token': stopping('GET', 'a question, with the name of the company'),
  'POST /unsubscribe/:slug/:token': stopping('POST', 'that it is done'),
  'GET /auth/oidc/callback': [
    {
      parts: ['state', 'browser', 'person'],
      answersNothing: 'a code that is exchanged for a session',
      notes: ['atrium.single_sign_on_attempt', 'atrium.sign_in_throttle'],
      request: (of, tools) => returnRequest(of('state'), of('browser'), of('person'), tools),
    },
  ],
};

/** Paths that have nothing of any company, with the reason. */
export const plainRoutes: Readonly<Record<string, string>> = {
  'GET /health/live': 'tells that the process answers',
  'GET /health/ready': 'tells that requests can be served',
  'GET /account/invitation': 'an empty form, the same for all',
  'GET /account/password': 'an empty form, the same for all',
  'GET /graphiql': 'a page to try operations on',
  'GET /graphiql/*': 'parts of that page',
  'GET /graphql': 'subscriptions, which are probed as operations',
  'POST /hooks/telephony/:slug/:name':
    'what a telephone exchange reports, believed by the signature with the company’s own secret alone',
  'POST /hooks/payments/:slug/:name':
    'what a gateway reports, believed by the signature with the company’s own secret alone',
  'POST /hooks/mail': 'what a mail server reports, believed by its signature alone',
  'GET /.well-known/oauth-authorization-server/oauth/:slug': 'addresses made of the one asked for',
};
