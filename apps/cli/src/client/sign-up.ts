import type { ApiClient } from './api-client';

export interface NewCompany {
  /** Its name. */
  readonly company: string;
  readonly slug: string;
  readonly locale: 'en' | 'zh-CN';
  readonly timeZone: string;
  readonly currency: string;
}

export interface SignedUp {
  /** Calls as the company's administrator. */
  readonly api: ApiClient;
  /** Typed id. */
  readonly tenantId: string;
}

/** Signs a company up as anybody may; its administrator has the address `admin@<slug>.example`. */
export async function signUp(anonymous: ApiClient, company: NewCompany, password: string): Promise<SignedUp> {
  const admin = { name: 'Administrator', email: `admin@${company.slug}.example`, password };
  const { signUpTenant } = await anonymous.call<{
    signUpTenant: { tenant: { id: string }; tokens: { accessToken: string } };
  }>('mutation ($input: SignUpTenantInput!) { signUpTenant(input: $input) { tenant { id } tokens { accessToken } } }', {
    input: { ...company, admin },
  });
  return { api: anonymous.as(signUpTenant.tokens.accessToken), tenantId: signUpTenant.tenant.id };
}
