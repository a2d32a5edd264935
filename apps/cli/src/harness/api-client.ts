interface Failure {
  readonly message: string;
  readonly extensions?: { readonly code?: string };
}

/** The API answered errors. */
export class ApiError extends Error {
  constructor(readonly failures: readonly Failure[]) {
    super(failures.map(({ message, extensions }) => `${extensions?.code ?? 'ERROR'}: ${message}`).join('; '));
    this.name = 'ApiError';
  }

  get code(): string | undefined {
    return this.failures[0]?.extensions?.code;
  }
}

/** A caller of the GraphQL API over HTTP. */
export class ApiClient {
  constructor(
    readonly url: string,
    readonly token: string | null = null,
  ) {}

  get headers(): Record<string, string> {
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (this.token !== null) headers.authorization = `Bearer ${this.token}`;
    return headers;
  }

  as(token: string): ApiClient {
    return new ApiClient(this.url, token);
  }

  /** The data of a call; throws {@link ApiError} when the answer has errors. */
  async ask<Data>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> {
    const body = JSON.stringify({ query, variables });
    const answer = await fetch(`${this.url}/graphql`, { method: 'POST', headers: this.headers, body });
    const { data, errors } = (await answer.json()) as { data?: Data | null; errors?: Failure[] };
    if (errors || !data) throw new ApiError(errors ?? [{ message: `HTTP ${answer.status} without data` }]);
    return data;
  }
}

export interface Company {
  readonly name: string;
  readonly slug: string;
  readonly locale: 'en' | 'zh-CN';
  readonly timeZone: string;
  readonly currency: string;
}

const SIGN_UP = `mutation ($input: SignUpTenantInput!) {
  signUpTenant(input: $input) { tenant { id } tokens { accessToken } }
}`;

/** Signs a company up as anybody would; answers its administrator and the tenant's id. */
export async function signUp(
  api: ApiClient,
  { name: company, ...rest }: Company,
): Promise<{ admin: ApiClient; tenantId: string }> {
  const admin = { name: 'Administrator', email: `admin@${rest.slug}.example`, password: 'only on this machine 7' };
  const { signUpTenant } = await api.ask<{
    signUpTenant: { tenant: { id: string }; tokens: { accessToken: string } };
  }>(SIGN_UP, { input: { company, ...rest, admin } });
  return { admin: api.as(signUpTenant.tokens.accessToken), tenantId: signUpTenant.tenant.id };
}
