import { Allow, readList, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { feePermissions } from '../fees.permissions';
import {
  ChargeCorrectionPayload,
  DecideChargeCorrectionInput,
  RecomputeChargeInput,
  RequestChargeCorrectionInput,
} from './correction.types';
import { CorrectionList } from './correction.views';
import { CorrectionsService } from './corrections.service';

const REQUEST = feePermissions['fee-correction:request'];

@Resolver()
export class CorrectionsResolver {
  constructor(private readonly corrections: CorrectionsService) {}

  @Allow(feePermissions['fee:read'])
  @Query(() => CorrectionList.Connection, { description: 'Corrections of charges, e.g. those that wait for approval.' })
  chargeCorrections(
    @Args({ type: () => CorrectionList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(CorrectionList.definition, info);
  }

  @Allow(REQUEST)
  @Mutation(() => ChargeCorrectionPayload, {
    description:
      'Asks for a correction of a charge: a lower or higher amount, voiding, a write-off, its recovery, a waiver of the late fee, costs. Posted when somebody else approves. CONFLICT while one of that kind waits.',
  })
  async requestChargeCorrection(@Args('input') input: RequestChargeCorrectionInput): Promise<ChargeCorrectionPayload> {
    return { correction: ref('charge_correction', await this.corrections.request(input)) };
  }

  @Allow(REQUEST)
  @Mutation(() => ChargeCorrectionPayload, {
    description:
      'Computes a charge again with one fact changed (a re-measured area, an earlier end, a granted factor) and asks for the difference as a correction. CONFLICT where there is none.',
  })
  async recomputeCharge(@Args('input') input: RecomputeChargeInput): Promise<ChargeCorrectionPayload> {
    return { correction: ref('charge_correction', await this.corrections.recompute(input)) };
  }

  @Allow(feePermissions['fee-correction:approve'])
  @Mutation(() => ChargeCorrectionPayload, {
    description:
      'Approves a correction, which posts it, or rejects it. CONFLICT for who asked for it, and where it is more than is there by now.',
  })
  async decideChargeCorrection(@Args('input') input: DecideChargeCorrectionInput): Promise<ChargeCorrectionPayload> {
    await this.corrections.decide(input);
    return { correction: ref('charge_correction', input.id) };
  }
}
