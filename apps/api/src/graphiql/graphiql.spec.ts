import 'reflect-metadata';
import { runInNewContext } from 'node:vm';
import { gunzipSync } from 'node:zlib';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { BOOT_SCRIPT } from './boot-script';
import { createGraphiqlHandler, mountGraphiql } from './graphiql-handler';
import { graphiqlContentSecurityPolicy, renderGraphiqlPage } from './graphiql-page';

const nonce = 'bm9uY2Vub25jZW5vbmNl';
const options = { endpoint: '/graphql', subscriptionEndpoint: '/graphql' };
const linked = (html: string) => [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
const configOf = (html: string) =>
  JSON.parse(/id="graphiql-config">(.*?)<\/script>/s.exec(html)?.[1] ?? '') as Record<string, unknown> & {
    workers: Record<string, string>;
  };

describe('the GraphiQL page', () => {
  it('loads nothing from another server', () => {
    const html = renderGraphiqlPage({ ...options, nonce });
    const links = [...linked(html), ...Object.values(configOf(html).workers)];
    expect(links.length).toBeGreaterThan(6);
    expect(links.filter((link) => !/^(\/graphiql\/assets\/|data:)/.test(link))).toEqual([]);
  });

  it('gives every script the nonce of the policy, and a policy that names nobody else', () => {
    const html = renderGraphiqlPage({ ...options, nonce });
    const scripts = [...html.matchAll(/<script(?! type="application\/json")[^>]*>/g)].map((match) => match[0]);
    expect(scripts).toHaveLength(3);
    expect(scripts.every((script) => script.includes(`nonce="${nonce}"`) && script.includes('src='))).toBe(true);
    expect(graphiqlContentSecurityPolicy({ ...options, nonce })).toContain(`script-src 'nonce-${nonce}';`);
    expect(graphiqlContentSecurityPolicy({ ...options, nonce })).toContain("connect-src 'self';");
  });

  it('may ask an endpoint elsewhere when it is told one', () => {
    const page = {
      endpoint: 'https://api.example.com/graphql',
      subscriptionEndpoint: 'wss://api.example.com/graphql',
      nonce,
    };
    expect(graphiqlContentSecurityPolicy(page)).toContain(
      "connect-src 'self' https://api.example.com wss://api.example.com;",
    );
  });

  it('carries the query as it is, whatever is in it', () => {
    const defaultQuery = 'query { a(text: "</script><script>alert(1)</script>\u2028") }';
    const html = renderGraphiqlPage({ ...options, nonce, defaultQuery, title: '<b>"和园"</b>' });
    expect(configOf(html).defaultQuery).toBe(defaultQuery);
    expect(html).not.toContain('<script>alert');
    expect(html).toContain('<title>&lt;b&gt;&quot;和园&quot;&lt;/b&gt; GraphiQL</title>');
  });

  it.each(['', 'short', 'nonce" onload="alert(1)'])('refuses %j as a nonce', (bad) =>
    expect(() => renderGraphiqlPage({ ...options, nonce: bad })).toThrow(
      'nonce must be at least 16 characters of base64, was',
    ),
  );
});

describe('createGraphiqlHandler', () => {
  const answer = createGraphiqlHandler(options);

  it('answers the page with a nonce of its own each time', async () => {
    const pages = await Promise.all(['/graphiql', '/graphiql/', '/graphiql?query=x'].map((path) => answer(path)));
    expect(pages.map((page) => page.status)).toEqual([200, 200, 200]);
    const nonces = pages.map(
      (page) => /script-src 'nonce-([^']+)'/.exec(page.headers['content-security-policy'] ?? '')?.[1] ?? '',
    );
    expect(new Set(nonces).size).toBe(3);
    pages.forEach((page, index) => expect(page.body).toContain(`nonce="${nonces[index]}"`));
  });

  it('serves every asset of the page, compressed or not, to be kept for ever', async () => {
    const html = String((await answer('/graphiql')).body);
    const paths = [...linked(html), ...Object.values(configOf(html).workers)].filter((path) => path.startsWith('/'));
    for (const path of paths) {
      const [zipped, plain] = [await answer(path, 'br, gzip'), await answer(path, 'gzip;q=0')];
      expect([zipped.status, zipped.headers['content-encoding'], plain.headers['content-encoding']]).toEqual([
        200,
        'gzip',
        undefined,
      ]);
      expect(gunzipSync(zipped.body).equals(plain.body as Buffer)).toBe(true);
      expect(plain.body.length).toBeGreaterThan(1000);
      expect(plain.headers['content-type']).toMatch(path.endsWith('.css') ? /^text\/css/ : /^text\/javascript/);
      expect(plain.headers['cache-control']).toContain('immutable');
    }
  });

  it.each([
    '/',
    '/graphiqlx',
    '/graphiql/assets/boot.js',
    '/graphiql/assets/000000000000/boot.js',
    '/graphiql/../package.json',
  ])('has nothing at %s', async (path) => expect((await answer(path)).status).toBe(404));

  it('has no asset but its own', async () => {
    const boot = linked(String((await answer('/graphiql')).body)).find((path) => path.endsWith('boot.js')) ?? '';
    expect((await answer(boot.replace('boot.js', '..%2fpackage.json'))).status).toBe(404);
    expect((await answer(boot.replace('boot.js', 'constructor'))).status).toBe(404);
    expect((await answer(boot)).status).toBe(200);
  });

  it('refuses a base path that is none', () => {
    expect(() => createGraphiqlHandler({ ...options, basePath: 'graphiql/' })).toThrow(
      'basePath must be a path such as /graphiql, was "graphiql/"',
    );
  });
});

describe('mountGraphiql', () => {
  @Module({})
  class Empty {}
  let app: NestFastifyApplication;
  beforeAll(async () => {
    app = await NestFactory.create<NestFastifyApplication>(Empty, new FastifyAdapter(), { logger: false });
    mountGraphiql(app, { ...options, basePath: '/tools/graphiql' });
    await app.init();
  });
  afterAll(() => app.close());

  it('serves page and assets from the application', async () => {
    const page = await app.inject({ url: '/tools/graphiql' });
    expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    const boot = linked(page.body).find((path) => path.endsWith('boot.js')) ?? '';
    expect((await app.inject({ url: boot })).body).toBe(BOOT_SCRIPT);
    expect((await app.inject({ url: '/tools/graphiql/none' })).statusCode).toBe(404);
  });
});

describe('the script in the browser', () => {
  interface Props {
    fetcher: (params: object, options?: object) => unknown;
  }
  const query = (operation: string) => ({
    definitions: [{ kind: 'OperationDefinition', operation, name: { value: 'Op' } }],
  });

  /** Runs the script with a browser's globals replaced, and answers what it gave to GraphiQL and asked of the network. */
  function start(config: object, text = '{"data":{}}', failure?: object) {
    const asked: { url: string; headers: Record<string, string>; body: string }[] = [];
    const opened: { url: string; connectionParams: object }[] = [];
    let props: Props | undefined;
    const page = {
      self: {} as { MonacoEnvironment?: { getWorkerUrl: (module: string, label: string) => string } },
      URL,
      location: new URL('https://atrium.example/graphiql'),
      document: {
        getElementById: () => ({ textContent: JSON.stringify({ endpoint: '/graphql', workers: {}, ...config }) }),
        addEventListener: (_: string, ready: () => void) => ready(),
      },
      fetch: (url: string, init: { headers: Record<string, string>; body: string }) => {
        asked.push({ url, ...init });
        return Promise.resolve({ status: 502, text: () => Promise.resolve(text) });
      },
      graphqlWs: {
        createClient: (client: (typeof opened)[number]) => {
          opened.push(client);
          return {
            iterate: async function* () {
              if (failure !== undefined) throw failure;
              yield { data: { tick: 1 } };
            },
            dispose: () => undefined,
          };
        },
      },
      YogaGraphiQL: { renderYogaGraphiQL: (_: unknown, given: Props) => (props = given) },
    };
    runInNewContext(BOOT_SCRIPT, page);
    return { asked, opened, props: props as unknown as Props, environment: page.self.MonacoEnvironment };
  }

  it('sends the headers of the editor with the request', async () => {
    const { asked, props } = start({});
    await props.fetcher(
      { query: '{ me }', variables: { a: 1 } },
      { headers: { Authorization: 'Bearer t' }, documentAST: query('query') },
    );
    expect(asked).toMatchObject([
      { url: '/graphql', headers: { Authorization: 'Bearer t', 'content-type': 'application/json' } },
    ]);
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({ query: '{ me }', variables: { a: 1 } });
  });

  it.each(['Bearer ', 'bearer', ''])('leaves out an authorization that is not filled in: %j', async (value) => {
    const { asked, props } = start({});
    await props.fetcher({ query: '{ me }' }, { headers: { Authorization: value, 'X-Other': '1' } });
    expect(asked[0]?.headers).not.toHaveProperty('Authorization');
    expect(asked[0]?.headers).toHaveProperty('X-Other', '1');
  });

  it('shows an answer that is no JSON as an error', async () => {
    const { props } = start({}, '<html>Bad gateway');
    expect(await props.fetcher({ query: '{ me }' })).toEqual({ errors: [{ message: 'HTTP 502: <html>Bad gateway' }] });
  });

  it('opens a socket with the headers as connection parameters for a subscription', async () => {
    const { opened, asked, props } = start({ subscriptionEndpoint: '/graphql' });
    const ticks = props.fetcher(
      { query: '', operationName: 'Op' },
      { headers: { Authorization: 'Bearer t' }, documentAST: query('subscription') },
    );
    const seen: unknown[] = [];
    for await (const tick of ticks as AsyncIterable<unknown>) seen.push(tick);
    expect(seen).toEqual([{ data: { tick: 1 } }]);
    expect(opened).toMatchObject([
      { url: 'wss://atrium.example/graphql', connectionParams: { authorization: 'Bearer t' } },
    ]);
    expect(asked).toEqual([]);
  });

  it.each([
    ['a refused operation', [{ message: 'Unknown field' }], { errors: [{ message: 'Unknown field' }] }],
    [
      'a closed socket',
      { code: 4403, reason: 'Forbidden' },
      'WebSocket wss://atrium.example/graphql closed with 4403 Forbidden',
    ],
    ['no socket', {}, 'WebSocket wss://atrium.example/graphql could not be opened'],
  ])('tells what went wrong with a subscription: %s', async (_, failure, shown) => {
    const { props } = start({ subscriptionEndpoint: '/graphql' }, '', failure);
    const ticks = props.fetcher({ query: '' }, { documentAST: query('subscription') }) as AsyncGenerator;
    if (typeof shown === 'string') await expect(ticks.next()).rejects.toMatchObject({ message: shown });
    else expect((await ticks.next()).value).toEqual(shown);
  });

  it('says that there are no subscriptions where there are none', () => {
    const { props } = start({ subscriptionEndpoint: null });
    expect(() => props.fetcher({ query: '' }, { documentAST: query('subscription') })).toThrow(
      'This endpoint has no subscriptions.',
    );
  });

  it('finds the worker of a language, the general one for any other', () => {
    const { environment } = start({ workers: { editorWorkerService: '/e.js', graphql: '/g.js' } });
    expect(['graphql', 'handlebars'].map((label) => environment?.getWorkerUrl('', label))).toEqual(['/g.js', '/e.js']);
  });
});
