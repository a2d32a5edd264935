import {
  db,
  encodeId,
  Events,
  type FieldProblem,
  newId,
  PasswordHasher,
  Quotas,
  systemActor,
  type TenantRef,
  Transactions,
  validationFailed,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { checkPassword, type SessionTokens, StaffFounding } from '../staff';
import { Provisioning } from './provisioning';
import { isCurrency, timeZoneName } from './regional.policy';
import { slugProblem } from './slug.policy';
import { tenantEvents } from './tenant.events';
import { TenantEntity } from './tenant.entity';
import type { SignUpTenantInput, SignUpTenantPayload } from './tenants.inputs';
import { tenantMessages } from './tenants.messages';

/** Makes a tenant with all it needs to begin, in one transaction of its own. */
@Injectable()
export class SignUpTenant {
  constructor(
    private readonly transactions: Transactions,
    private readonly hasher: PasswordHasher,
    private readonly provisioning: Provisioning,
    private readonly founding: StaffFounding,
    private readonly quotas: Quotas,
    private readonly events: Events,
  ) {}

  /**
   * `VALIDATION_FAILED` with every wrong value; `CONFLICT` when the slug is taken. The installation itself may take a
   * reserved slug: for its demo company.
   */
  async run(input: SignUpTenantInput, by: 'anybody' | 'installation' = 'anybody'): Promise<SignUpTenantPayload> {
    const tenant = tenantOf(input, by === 'installation');
    const { admin } = input;
    checkPassword(admin.password, admin.email, 'input.admin.password');
    const passwordHash = await this.hasher.hash(admin.password);
    const { id: tenantId } = tenant;
    const tokens = await this.transactions.run<SessionTokens>(
      { tenantId, founding: tenant, actor: systemActor('signUpTenant'), operation: 'signUpTenant' },
      async () => {
        const { slug, name, locale, timeZone, currency, status } = tenant;
        const plan = this.quotas.signUpPlan;
        const tenants = await db().repository(TenantEntity);
        await tenants.insert({ id: tenantId, slug, name, locale, timeZone, currency, status, plan, branding: {} });
        await this.provisioning.run(tenant);
        await this.events.emit(tenantEvents.signedUp, { tenantId, plan }, { aggregateId: tenantId });
        return this.founding.admin(tenant, { name: admin.name, email: admin.email, passwordHash });
      },
    );
    return { tenant: answer(tenant, this.quotas.signUpPlan), tokens };
  }
}

function tenantOf(input: SignUpTenantInput, mayTakeReserved: boolean): TenantRef {
  const { company: name, slug, locale, currency } = input;
  const timeZone = timeZoneName(input.timeZone);
  const problems: FieldProblem[] = [];
  const slugIs = slugProblem(slug);
  if (slugIs === 'FORM' || (slugIs === 'RESERVED' && !mayTakeReserved)) {
    const message = slugIs === 'FORM' ? tenantMessages.slugForm : tenantMessages.slugReserved;
    problems.push({ path: 'input.slug', code: `SLUG_${slugIs}`, message, params: { given: slug } });
  }
  if (timeZone === null) problems.push(timeZoneProblem(input.timeZone));
  if (!isCurrency(currency)) {
    const message = tenantMessages.currencyUnknown;
    problems.push({ path: 'input.currency', code: 'UNKNOWN_CURRENCY', message, params: { given: currency } });
  }
  if (timeZone === null || problems.length > 0) throw validationFailed(...problems);
  return { id: newId(), slug, name, locale, timeZone, currency, status: 'TRIAL' };
}

export const timeZoneProblem = (given: string): FieldProblem => ({
  path: 'input.timeZone',
  code: 'UNKNOWN_TIME_ZONE',
  message: tenantMessages.timeZoneUnknown,
  params: { given },
});

/** The sign-up is no operation of the tenant it makes, so the answer is not read from the database. */
const answer = ({ id, ...tenant }: TenantRef, plan: string): Record<string, unknown> => ({
  ...tenant,
  plan,
  id: encodeId('tenant', id),
  branding: { primaryColor: null, logoUrl: null },
  version: 1,
  createdAt: new Date(),
});
