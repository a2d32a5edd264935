import { Allow, AllowWhileSuspended, readList, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import {
  AcceptCommunityInput,
  AcceptCommunityPayload,
  CommunityOfferPayload,
  OfferCommunityInput,
  OfferCommunityPayload,
  WithdrawCommunityOfferInput,
} from './take-over.inputs';
import { takeOverPermissions } from './take-over.permissions';
import { CommunityOfferList, CommunityTakeoverList } from './take-over.view';
import { TakeOvers } from './take-overs';

const HAND_OVER = takeOverPermissions['community:hand-over'];

@Resolver()
export class TakeOverResolver {
  constructor(private readonly takeOvers: TakeOvers) {}

  @Allow(HAND_OVER)
  @Query(() => CommunityOfferList.Connection, { description: 'Communities offered to other companies, newest first.' })
  communityOffers(
    @Args({ type: () => CommunityOfferList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(CommunityOfferList.definition, info);
  }

  @Allow(HAND_OVER)
  @Query(() => CommunityTakeoverList.Connection, {
    description: 'Communities that came from other companies, newest first.',
  })
  communityTakeovers(
    @Args({ type: () => CommunityTakeoverList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(CommunityTakeoverList.definition, info);
  }

  // A company that is suspended may hand its communities on.
  @AllowWhileSuspended(HAND_OVER)
  @Mutation(() => OfferCommunityPayload, {
    description:
      'Offers a community to another company. CONFLICT while an offer of it is open. Nothing moves before the other company accepts.',
  })
  async offerCommunity(@Args('input') input: OfferCommunityInput): Promise<OfferCommunityPayload> {
    const { id, code } = await this.takeOvers.offer(input);
    return { offer: ref('community_offer', id), code };
  }

  @AllowWhileSuspended(HAND_OVER)
  @Mutation(() => CommunityOfferPayload, { description: 'Takes an offer back; its code is worth nothing then.' })
  async withdrawCommunityOffer(@Args('input') { id }: WithdrawCommunityOfferInput): Promise<CommunityOfferPayload> {
    await this.takeOvers.withdraw(id);
    return { offer: ref('community_offer', id) };
  }

  @Allow(HAND_OVER)
  @Mutation(() => AcceptCommunityPayload, {
    description:
      'Takes a community over that another company has offered: all of what was agreed comes, or nothing. NOT_FOUND for a code that does not count.',
  })
  async acceptCommunity(@Args('input') { code }: AcceptCommunityInput): Promise<AcceptCommunityPayload> {
    return { takeover: ref('community_takeover', await this.takeOvers.accept(code)) };
  }
}
