import type { apiAdapter } from '@atrium/api';
import type { FastifyInstance, InjectOptions, RouteOptions } from 'fastify';

/** A path that the API serves, besides those a browser's preflight asks for. */
export interface HttpRoute {
  readonly method: string;
  /** With the names of its parts, e.g. `/files/:token`. */
  readonly path: string;
}

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly payload?: string | Buffer;
}

export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, number | string | string[] | undefined>>;
  readonly body: string;
  /** The same as bytes. */
  readonly rawPayload: Buffer;
}

/** Notes each path as it is registered. */
export function routesOf(adapter: ReturnType<typeof apiAdapter>): readonly HttpRoute[] {
  const routes: HttpRoute[] = [];
  const server = adapter.getInstance() as unknown as FastifyInstance;
  server.addHook('onRoute', ({ method, url }: RouteOptions) => {
    for (const one of [method].flat()) if (one !== 'HEAD') routes.push({ method: one, path: url });
  });
  return routes;
}

const pathOf = (url: string): string => {
  const { pathname, search } = new URL(url, 'http://localhost');
  return pathname + search;
};

/** One request to a server that need not listen. */
export const inject = (server: FastifyInstance, { url, ...request }: HttpRequest): Promise<HttpAnswer> =>
  server.inject({ ...request, url: pathOf(url) } as InjectOptions);
