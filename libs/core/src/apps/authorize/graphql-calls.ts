import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

/** What is needed of a request that a page or an app has sent. */
export interface CallingRequest {
  readonly ip: string;
  readonly headers: IncomingHttpHeaders;
}

export interface CallError {
  readonly message: string;
  readonly extensions: {
    readonly code: string;
    readonly fields?: readonly { readonly path: string; readonly message: string }[];
  };
}
export interface CallAnswer<T> {
  readonly data?: T | null;
  readonly errors?: readonly CallError[];
}

/** What is needed of the HTTP server. */
interface Server {
  inject(call: {
    method: string;
    url: string;
    remoteAddress: string;
    headers: Record<string, string>;
    payload: string;
  }): Promise<{ json(): unknown }>;
}

/**
 * Calls the GraphQL API of this very process in the name of whoever sent a form. The sign-in pages know no other way in
 * than the API has: the same limits, the same counting, the same words.
 */
@Injectable()
export class GraphqlCalls {
  constructor(private readonly host: HttpAdapterHost) {}

  async call<T>(
    { ip, headers }: CallingRequest,
    query: string,
    variables: Readonly<Record<string, unknown>>,
    options: { token?: string; language?: string } = {},
  ): Promise<CallAnswer<T>> {
    const server = this.host.httpAdapter.getInstance<Server>();
    const language = options.language ?? headers['accept-language'];
    const answer = await server.inject({
      method: 'POST',
      url: '/graphql',
      remoteAddress: ip,
      headers: {
        'content-type': 'application/json',
        ...(headers['user-agent'] ? { 'user-agent': headers['user-agent'] } : {}),
        ...(language ? { 'accept-language': language } : {}),
        ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
      },
      payload: JSON.stringify({ query, variables }),
    });
    return answer.json() as CallAnswer<T>;
  }
}

/** What to show of a failure: the problems of single values, or the sentence of the whole. */
export const problemOf = ({ errors }: CallAnswer<unknown>): string | null => {
  const first = errors?.[0];
  if (!first) return null;
  return first.extensions.fields?.map(({ message }) => message).join(' ') || first.message;
};
