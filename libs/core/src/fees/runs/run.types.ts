import {
  DateTimeScalar,
  IdempotencyKeyField,
  IdField,
  LocalDateScalar,
  Money,
  MoneyInput,
  NestedField,
  Node,
  TextField,
  ValueField,
} from '@atrium/sdk';
import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { FeeAssignment } from '../assignments/assignment.type';
import { Customer } from '../../customers';
import { Community } from '../../properties';
import { graphqlEnum } from '../enums';
import { FeeItem } from '../items/fee-item.type';

export const RunStateEnum = graphqlEnum('BillingRunState', 'Where a billing run stands.', {
  PREVIEWING: 'A job computes it; nothing is written.',
  PREVIEWED: 'Its figures are there: commit it, or leave it.',
  QUEUED: 'It waits for a worker.',
  RUNNING: 'A worker is at it.',
  SUCCEEDED: 'Everything is charged, but for what it skipped.',
  FAILED: 'It stopped; `failure` says why. What was charged before stays. Resume it.',
  CANCELLED: 'Somebody stopped it. What was charged before stays. Resume it.',
});

@ObjectType({ description: 'How far a run is, in assignments.' })
export class BillingProgress {
  @Field(() => Int, { description: 'Assignments done.' })
  done: number;
  @Field(() => Int, { nullable: true, description: 'Assignments in all.' })
  total: number | null;
}

@ObjectType({ implements: () => Node, description: 'A billing run (出账): a month, for all or a part of the company.' })
export class BillingRun extends Node {
  @Field(() => LocalDateScalar, { description: 'First day of the month.' })
  month: string;
  @Field(() => LocalDateScalar, { description: 'The day it is billed, and kept in the books.' })
  billedOn: string;
  @Field(() => [Community], { nullable: true, description: 'The communities; null: all.' })
  communities: unknown;
  @Field(() => [FeeItem], { nullable: true, description: 'The fee items; null: all.' })
  feeItems: unknown;
  @Field(() => RunStateEnum, { description: 'Where it stands.' })
  state: string;
  @Field(() => BillingProgress, { description: 'How far it is.' })
  progress: BillingProgress;
  @Field(() => Int, { description: 'Charges made; of a preview, that would be.' })
  charges: number;
  @Field(() => Money, { description: 'What they add up to.' })
  amount: Money;
  @Field(() => Int, { description: 'Spans of days that were skipped with a reason: `billingSkips`.' })
  skipped: number;
  @Field(() => Int, { description: 'Assignments that could not be computed: they are in `billingSkips` too.' })
  faults: number;
  @Field(() => String, { nullable: true, description: 'Why it failed.' })
  failure: string | null;
  @Field(() => Int, { description: 'Rises with each step.' })
  version: number;
  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ended.' })
  finishedAt: Date | null;
}

@ObjectType({ implements: () => Node, description: 'Days of an assignment for which a run made no charge, and why.' })
export class BillingSkip extends Node {
  @Field(() => FeeAssignment, { description: 'The assignment.' })
  assignment: unknown;
  @Field({
    description:
      'NOT_STARTED, ENDED, ALREADY_CHARGED, CYCLE_NOT_OVER, EARLIER_NOT_CHARGED, NO_PAYER, NO_READING, NOT_COUNTED, NOTHING_OWED; or the code of what could not be computed, such as NO_PRICE.',
  })
  reason: string;
  @Field(() => LocalDateScalar, { nullable: true, description: 'First day.' })
  startsOn: string | null;
  @Field(() => LocalDateScalar, { nullable: true, description: 'First day after.' })
  endsOn: string | null;
  @Field(() => String, { nullable: true, description: 'What could not be computed, in the caller’s language.' })
  message: string | null;
}

@ObjectType({ description: 'A charge that a run would make.' })
export class PreviewedCharge {
  @Field(() => Customer, { description: 'Who pays.' })
  customer: unknown;
  @Field(() => LocalDateScalar, { description: 'First day.' })
  startsOn: string;
  @Field(() => LocalDateScalar, { description: 'First day after.' })
  endsOn: string;
  @Field(() => LocalDateScalar, { description: 'When it would be due.' })
  dueOn: string;
  @Field(() => Money, { description: 'With tax.' })
  amount: Money;
  @Field(() => [String], { description: 'How it comes about, in the caller’s language.' })
  explanation: string[];
}

@ObjectType({ description: 'Why days of an assignment would not be charged.' })
export class PreviewedSkip {
  @Field({ description: 'As `BillingSkip.reason`.' })
  reason: string;
  @Field(() => String, { nullable: true, description: 'What could not be computed.' })
  message: string | null;
}

@ObjectType({ description: 'What a run would make of one assignment.' })
export class PreviewedAssignment {
  @Field(() => FeeAssignment, { description: 'The assignment.' })
  assignment: unknown;
  @Field(() => [PreviewedCharge], { description: 'Its charges.' })
  charges: PreviewedCharge[];
  @Field(() => [PreviewedSkip], { description: 'Days without a charge.' })
  skips: PreviewedSkip[];
}

@ObjectType({ description: 'A page of a preview, computed at this moment.' })
export class BillingPreview {
  @Field(() => [PreviewedAssignment], { description: 'Assignments, in the order of their ids.' })
  assignments: PreviewedAssignment[];
  @Field(() => String, { nullable: true, description: 'Give it as `after` for the next page; null: there is none.' })
  next: string | null;
}

@InputType({ description: 'A billing run to preview.' })
export class PreviewBillingRunInput {
  @TextField({ description: 'The month, `YYYY-MM`.', max: 7, matches: /^\d{4}-\d{2}$/, example: '2026-03' })
  month: string;
  @ValueField(() => LocalDateScalar, {
    description: 'The day it is billed, and kept in the books; today when left out.',
    nullable: true,
  })
  billedOn?: string | null;
  @IdField('community', {
    description: 'The communities; all when left out, which takes somebody who sees all of them.',
    list: true,
    nullable: true,
  })
  communityIds?: string[] | null;
  @IdField('fee_item', { description: 'The fee items; all when left out.', list: true, nullable: true })
  feeItemIds?: string[] | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'A billing run.' })
export class BillingRunInput {
  @IdField('billing_run', { description: 'The run.' })
  id: string;
}

@ObjectType({ description: 'The run.' })
export class BillingRunPayload {
  @Field(() => BillingRun, { description: 'The run.' })
  run: unknown;
}

@ObjectType({
  implements: () => Node,
  description: 'A cost that is shared (公摊), such as the electricity of the stairs.',
})
export class SharedCost extends Node {
  @Field(() => FeeItem, { description: 'The fee item; it says by what it is divided.' })
  feeItem: unknown;
  @Field(() => Community, { description: 'The community whose assignments share it.' })
  community: unknown;
  @Field(() => LocalDateScalar, { description: 'First day.' })
  startsOn: string;
  @Field(() => LocalDateScalar, { description: 'First day after.' })
  endsOn: string;
  @Field(() => Money, { description: 'With tax.' })
  amount: Money;
  @Field(() => String, { nullable: true, description: 'Note.' })
  note: string | null;
}

@InputType({ description: 'A cost that is shared.' })
export class EnterSharedCostInput {
  @IdField('fee_item', { description: 'A fee item with the formula SHARED.' })
  feeItemId: string;
  @IdField('community', { description: 'The community whose assignments share it.' })
  communityId: string;
  @ValueField(() => LocalDateScalar, { description: 'First day.' })
  startsOn: string;
  @ValueField(() => LocalDateScalar, { description: 'First day after; the run of the month before it charges it.' })
  endsOn: string;
  @NestedField(() => MoneyInput, { description: 'With tax.' })
  amount: MoneyInput;
  @TextField({ description: 'Note.', nullable: true, max: 500 })
  note?: string | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@ObjectType({ description: 'The cost.' })
export class SharedCostPayload {
  @Field(() => SharedCost, { description: 'The cost.' })
  sharedCost: unknown;
}
