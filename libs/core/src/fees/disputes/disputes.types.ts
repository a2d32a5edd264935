import { IdField, LocalDateScalar, Node, TextField, ValueField } from '@atrium/sdk';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { Charge } from '../charges/charge.type';

@ObjectType({
  implements: () => Node,
  description: 'Days on which a charge is in dispute: no late fee accrues on them.',
})
export class FeeDispute extends Node {
  @Field(() => Charge, { description: 'The charge.' })
  charge: unknown;
  @Field(() => LocalDateScalar, { description: 'First day.' })
  startsOn: string;
  @Field(() => LocalDateScalar, { nullable: true, description: 'First day that is no longer in dispute; null: open.' })
  endsOn: string | null;
  @Field({ description: 'What the customer objects to.' })
  reason: string;
  @Field(() => String, { nullable: true, description: 'What it came to.' })
  outcome: string | null;
}

@InputType({ description: 'A charge that the customer objects to.' })
export class OpenFeeDisputeInput {
  @IdField('charge', { description: 'The charge.' })
  chargeId: string;
  @ValueField(() => LocalDateScalar, {
    description: 'First day, not after today; today when left out.',
    nullable: true,
  })
  startsOn?: string | null;
  @TextField({ description: 'What the customer objects to.', max: 500, min: 1 })
  reason: string;
}

@InputType({ description: 'The end of a dispute.' })
export class EndFeeDisputeInput {
  @IdField('fee_dispute', { description: 'The dispute.' })
  id: string;
  @ValueField(() => LocalDateScalar, {
    description: 'First day that is no longer in dispute, not after today; today when left out.',
    nullable: true,
  })
  endsOn?: string | null;
  @TextField({ description: 'What it came to.', max: 500, min: 1 })
  outcome: string;
}

@ObjectType({ description: 'The dispute.' })
export class FeeDisputePayload {
  @Field(() => FeeDispute, { description: 'The dispute.' })
  dispute: unknown;
}
