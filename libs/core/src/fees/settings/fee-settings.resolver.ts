import { Allow } from '@atrium/sdk';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { feePermissions } from '../fees.permissions';
import { feeRules, FeeSettingsService } from './fee-settings';
import { FeeSettings, FeeSettingsPayload, SetFeeSettingsInput } from './fee-settings.types';

@Resolver()
export class FeeSettingsResolver {
  constructor(private readonly settings: FeeSettingsService) {}

  @Allow(feePermissions['fee:read'])
  @Query(() => FeeSettings, { description: 'How the company keeps its fees.' })
  feeSettings(): Promise<FeeSettings> {
    return feeRules();
  }

  @Allow(feePermissions['fee:manage'])
  @Mutation(() => FeeSettingsPayload, {
    description: 'Sets how the company keeps its fees. What is posted stays as it is. CONFLICT for a stale version.',
  })
  async setFeeSettings(@Args('input') input: SetFeeSettingsInput): Promise<FeeSettingsPayload> {
    await this.settings.set(input);
    return { settings: await feeRules() };
  }
}
