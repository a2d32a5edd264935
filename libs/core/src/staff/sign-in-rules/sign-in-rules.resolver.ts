import { Allow } from '@atrium/sdk';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { staffPermissions } from '../staff.permissions';
import { ChangeSignInRules, signInRules } from './sign-in-rules';
import { SignInRules, SignInRulesPayload, UpdateSignInRulesInput } from './sign-in-rules.type';

@Resolver()
export class SignInRulesResolver {
  constructor(private readonly changes: ChangeSignInRules) {}

  @Allow(staffPermissions['staff:read'], staffPermissions['identity:manage'])
  @Query(() => SignInRules, { description: 'What the company demands of signing in.' })
  signInRules(): Promise<SignInRules> {
    return signInRules();
  }

  @Allow(staffPermissions['identity:manage'])
  @Mutation(() => SignInRulesPayload, {
    description:
      'Changes what the company demands of signing in. CONFLICT for a stale version, and when no way to sign in would be left; FORBIDDEN for whoever is limited to some communities.',
  })
  async updateSignInRules(@Args('input') input: UpdateSignInRulesInput): Promise<SignInRulesPayload> {
    return { rules: await this.changes.run(input) };
  }
}
