import { Allow, Public } from '@atrium/sdk';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { SignUpTenant } from './sign-up-tenant';
import { SignUpTenantInput, SignUpTenantPayload, UpdateTenantInput, UpdateTenantPayload } from './tenants.inputs';
import { tenantPermissions } from './tenants.permissions';
import { UpdateTenant } from './update-tenant';

@Resolver()
export class TenantsResolver {
  constructor(
    private readonly signUp: SignUpTenant,
    private readonly update: UpdateTenant,
  ) {}

  @Public('a company signs itself up', 'signUp')
  @Mutation(() => SignUpTenantPayload, {
    description:
      'Brings a company to the platform, with an administrator, the ready-made roles and everything else it begins with, in its language. CONFLICT when the slug is taken.',
  })
  signUpTenant(@Args('input') input: SignUpTenantInput): Promise<SignUpTenantPayload> {
    return this.signUp.run(input);
  }

  @Allow(tenantPermissions['tenant:manage'])
  @Mutation(() => UpdateTenantPayload, { description: 'Changes the caller’s own company.' })
  updateTenant(@Args('input') input: UpdateTenantInput): Promise<UpdateTenantPayload> {
    return this.update.run(input);
  }
}
