import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type * as GraphiqlBundle from '@graphql-yoga/render-graphiql/graphiql';
import { BOOT_SCRIPT } from './boot-script';

const compress = promisify(gzip);
const resolver = createRequire(__filename);
const BUNDLE = '@graphql-yoga/render-graphiql';
const CLIENT = 'graphql-ws';

const TYPES = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8' };
const NAMES = [
  'boot.js',
  'graphiql.js',
  'graphiql.css',
  'graphql-ws.js',
  'editor.worker.js',
  'json.worker.js',
  'graphql.worker.js',
] as const;
export type AssetName = (typeof NAMES)[number];

export interface Asset {
  contentType: string;
  gzipped: Buffer;
}

/** Where an asset is served. The path changes with the asset, so that a browser may keep it for ever. */
export function assetPath(basePath: string, name: AssetName): string {
  return `${basePath}/assets/${assetsVersion()}/${name}`;
}

export function isAssetName(name: string): name is AssetName {
  return (NAMES as readonly string[]).includes(name);
}

let version: string | undefined;

/** Names this set of assets: changes with the versions of the packages and with our own script. */
export function assetsVersion(): string {
  version ??= createHash('sha256')
    .update(
      [
        ...[BUNDLE, CLIENT].map((name) => (resolver(`${name}/package.json`) as { version: string }).version),
        BOOT_SCRIPT,
      ].join('\n'),
    )
    .digest('hex')
    .slice(0, 12);
  return version;
}

let assets: Promise<Map<AssetName, Asset>> | undefined;

/** An asset of the page. The first call reads and compresses all of them (9 MB, about half a second); they stay in memory compressed (2.5 MB). */
export async function loadAsset(name: AssetName): Promise<Asset> {
  assets ??= loadAll().catch((error: unknown) => {
    assets = undefined;
    throw error;
  });
  const asset = (await assets).get(name);
  if (asset === undefined) throw new Error(`GraphiQL asset ${name} was not loaded`);
  return asset;
}

async function loadAll(): Promise<Map<AssetName, Asset>> {
  const path = resolver.resolve(`${BUNDLE}/graphiql`);
  const bundle = resolver(path) as typeof GraphiqlBundle;
  // the module is nothing but these strings: it need not stay in memory once they are compressed
  delete resolver.cache[path];
  const client = join(dirname(resolver.resolve(`${CLIENT}/package.json`)), 'umd', 'graphql-ws.min.js');
  const texts: Record<AssetName, string | Buffer> = {
    'boot.js': BOOT_SCRIPT,
    'graphiql.js': bundle.js,
    'graphiql.css': bundle.css,
    'graphql-ws.js': await readFile(client),
    'editor.worker.js': bundle.editorWorkerService,
    'json.worker.js': bundle.jsonWorker,
    'graphql.worker.js': bundle.graphqlWorker,
  };
  const entries = NAMES.map(async (name): Promise<[AssetName, Asset]> => {
    const contentType = name.endsWith('.css') ? TYPES.css : TYPES.js;
    return [name, { contentType, gzipped: await compress(texts[name]) }];
  });
  return new Map(await Promise.all(entries));
}
