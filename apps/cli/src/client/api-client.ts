/** What the API refused, in its own words. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

interface Problem {
  message: string;
  extensions?: { code?: string; fields?: { path: string; message: string }[] };
}

/** Calls the GraphQL API as anybody's program would. */
export class ApiClient {
  constructor(
    /** Address of the installation, e.g. `http://localhost:4000`. */
    private readonly url: string,
    private readonly token: string | null = null,
    private readonly language = 'en',
  ) {}

  as(token: string): ApiClient {
    return new ApiClient(this.url, token, this.language);
  }

  /** The same caller at another process of the installation. */
  at(url: string): ApiClient {
    return new ApiClient(url, this.token, this.language);
  }

  /** What goes with every call. */
  get headers(): Record<string, string> {
    return {
      'content-type': 'application/json',
      'accept-language': this.language,
      ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
    };
  }

  /** @throws ApiError with the first error of the answer */
  async call<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const answer = await fetch(new URL('/graphql', this.url), {
      method: 'POST',
      headers: this.headers,
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await answer.json()) as { data?: T; errors?: Problem[] };
    const [problem] = errors ?? [];
    if (problem) throw new ApiError(problem.extensions?.code ?? 'INTERNAL', sentence(problem));
    return data!;
  }
}

const sentence = ({ message, extensions }: Problem): string =>
  [message, ...(extensions?.fields ?? []).map((field) => `  ${field.path}: ${field.message}`)].join('\n');
