import { Allow } from '@atrium/sdk';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { RetentionTerms } from './retention-terms';
import { retentionPermissions } from './retention.permissions';
import { RetentionTerm, RetentionTermPayload, SetRetentionTermInput } from './retention.types';

@Resolver()
export class RetentionResolver {
  constructor(private readonly terms: RetentionTerms) {}

  @Allow(retentionPermissions['retention:read'])
  @Query(() => [RetentionTerm], { description: 'How long the company keeps each kind of data.' })
  retentionTerms(): Promise<RetentionTerm[]> {
    return this.terms.all();
  }

  @Allow(retentionPermissions['retention:manage'])
  @Mutation(() => RetentionTermPayload, {
    description:
      'Sets how long one kind of data is kept. What is older is erased the next night in the company’s time zone, and cannot be brought back. VALIDATION_FAILED below the minimum.',
  })
  async setRetentionTerm(
    @Args('input') { kind, days, useDefault }: SetRetentionTermInput,
  ): Promise<RetentionTermPayload> {
    return { term: await this.terms.set(kind, useDefault ? undefined : (days ?? null)) };
  }
}
