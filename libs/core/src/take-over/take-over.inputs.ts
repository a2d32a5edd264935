import { IdField, type Ref, TextField, ValueField } from '@atrium/sdk';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { AfterTakeOver, CommunityOffer, CommunityTakeover } from './take-over.view';
import { TakeOverPart } from './taken-tables';

@InputType({ description: 'A community to be taken over by another company.' })
export class OfferCommunityInput {
  @IdField('community', { description: 'The community.' })
  communityId: string;
  @ValueField(() => [TakeOverPart], { description: 'What goes along; PROPERTIES always does.' })
  parts: TakeOverPart[];
  @ValueField(() => AfterTakeOver, { description: 'What becomes of it here afterwards.' })
  afterwards: AfterTakeOver;
}

@ObjectType({ description: 'An offer that was made.' })
export class OfferCommunityPayload {
  @Field(() => CommunityOffer, { description: 'The offer.' })
  offer: Ref;
  @Field({ description: 'Code for the other company’s administrator, shown this once. Whoever has it can take over.' })
  code: string;
}

@InputType({ description: 'An offer to take back.' })
export class WithdrawCommunityOfferInput {
  @IdField('community_offer', { description: 'The offer.' })
  id: string;
}

@ObjectType({ description: 'The offer after the change.' })
export class CommunityOfferPayload {
  @Field(() => CommunityOffer, { description: 'The offer.' })
  offer: Ref;
}

@InputType({ description: 'An offer to accept.' })
export class AcceptCommunityInput {
  @TextField({ description: 'The code that the other company was shown.', max: 200 })
  code: string;
}

@ObjectType({ description: 'A take-over that has begun.' })
export class AcceptCommunityPayload {
  @Field(() => CommunityTakeover, { description: 'The take-over; read it again until it is over.' })
  takeover: Ref;
}
