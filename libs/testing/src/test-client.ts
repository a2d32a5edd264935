import type { FastifyInstance } from 'fastify';

export interface GraphqlFailure {
  message: string;
  path?: (string | number)[];
  extensions: {
    code: string;
    messageKey?: string;
    requestId?: string;
    retryable?: boolean;
    fields?: { path: string; code: string; message: string }[];
  } & Record<string, unknown>;
}

export interface GraphqlAnswer<T = Record<string, unknown>> {
  data?: T | null;
  errors?: GraphqlFailure[];
  extensions?: Record<string, unknown>;
}

/** Calls the API as one caller, over HTTP. */
export class TestClient {
  constructor(
    private readonly server: FastifyInstance,
    readonly token: string | null,
    private readonly headers: Record<string, string> = {},
  ) {}

  with(headers: Record<string, string>): TestClient {
    return new TestClient(this.server, this.token, { ...this.headers, ...headers });
  }

  async query<T = Record<string, unknown>>(
    query: string,
    variables: Record<string, unknown> = {},
  ): Promise<GraphqlAnswer<T>> {
    const answer = await this.server.inject({
      method: 'POST',
      url: '/graphql',
      headers: {
        'content-type': 'application/json',
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...this.headers,
      },
      payload: JSON.stringify({ query, variables }),
    });
    return JSON.parse(answer.body) as GraphqlAnswer<T>;
  }

  /** The data of a call that must succeed. */
  async ok<T = Record<string, never>>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const { data, errors } = await this.query<T>(query, variables);
    if (errors || !data) throw new Error(`Expected success, got ${JSON.stringify(errors, null, 1)}`);
    return data;
  }

  /** The first error of a call that must fail. */
  async fails(query: string, variables: Record<string, unknown> = {}): Promise<GraphqlFailure> {
    const { data, errors } = await this.query(query, variables);
    const first = errors?.[0];
    if (!first) throw new Error(`Expected an error, got ${JSON.stringify(data)}`);
    return first;
  }
}
