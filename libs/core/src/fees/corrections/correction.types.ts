import {
  DateTimeScalar,
  DecimalScalar,
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
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { Charge, ChargeLine } from '../charges/charge.type';
import { graphqlEnum } from '../enums';
import type { Component } from '../payment/allocation.policy';
import { ComponentEnum } from '../payments/payment.types';

export const CorrectionKindEnum = graphqlEnum('ChargeCorrectionKind', 'What becomes of a charge.', {
  CREDIT: 'Its amount is lowered (调减); what was paid above it becomes prepaid.',
  DEBIT: 'Its amount is raised (调增).',
  VOID: 'It never was (作废): everything of it is taken back, what was paid becomes prepaid, and its days can be charged again.',
  WRITE_OFF: 'It is given up as a bad debt (核销).',
  RECOVERY: 'What was given up is owed again, because it is paid after all.',
  WAIVER: 'Its late fee, or costs, are waived (减免).',
  COSTS: 'Costs of collecting it are charged on.',
});
export type CorrectionKind = keyof typeof CorrectionKindEnum;

export const CorrectionStateEnum = graphqlEnum('ChargeCorrectionState', 'Where a correction stands.', {
  REQUESTED: 'It waits for somebody else’s approval.',
  APPROVED: 'Approved and posted.',
  REJECTED: 'Rejected.',
});
export type CorrectionState = keyof typeof CorrectionStateEnum;

export const RecomputationKindEnum = graphqlEnum('ChargeRecomputationKind', 'Which fact was found to be another.', {
  AREA: 'A new measurement counts from a day on.',
  END: 'Nothing is owed from a day on: the unit changed hands or the service stopped.',
  FACTOR: 'A rate factor was granted for days charged in full.',
});
export type RecomputationKind = keyof typeof RecomputationKindEnum;

@ObjectType({
  implements: () => Node,
  description: 'What becomes of a charge after it was made: asked for by one person, approved by another.',
})
export class ChargeCorrection extends Node {
  @Field(() => Charge, { description: 'The charge.' })
  charge: unknown;
  @Field(() => CorrectionKindEnum, { description: 'What becomes of it.' })
  kind: string;
  @Field(() => ComponentEnum, { nullable: true, description: 'Of what of the charge; null: of all of it.' })
  component: string | null;
  @Field(() => Money, { nullable: true, description: 'How much; null: all that is due when it is approved.' })
  amount: Money | null;
  @Field({ description: 'Why.' })
  reason: string;
  @Field(() => [ChargeLine], {
    description: 'The months as they would have been, where another fact was computed with; each with its difference.',
  })
  lines: ChargeLine[];
  @Field(() => CorrectionStateEnum, { description: 'Where it stands.' })
  state: string;
  @Field(() => String, { nullable: true, description: 'Why it was decided so.' })
  decision: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was decided.' })
  decidedAt: Date | null;
  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  createdAt: Date;
}

const CHARGE = { description: 'The charge.' };
const REASON = { description: 'Why.', max: 500, min: 1 };

@InputType({ description: 'A correction that is asked for.' })
export class RequestChargeCorrectionInput {
  @IdField('charge', CHARGE)
  chargeId: string;
  @ValueField(() => CorrectionKindEnum, { description: 'What shall become of it.' })
  kind: CorrectionKind;
  @ValueField(() => ComponentEnum, {
    description:
      'Of what of it: WAIVER of LATE_FEE (the default) or COSTS, WRITE_OFF and RECOVERY of any (all when left out). CREDIT and DEBIT are of the principal, VOID is of everything.',
    nullable: true,
  })
  component?: Component | null;
  @NestedField(() => MoneyInput, {
    description:
      'How much. Needed for CREDIT, DEBIT and COSTS; all that is due when left out for WAIVER, WRITE_OFF and RECOVERY.',
    nullable: true,
  })
  amount?: MoneyInput | null;
  @TextField(REASON)
  reason: string;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'A fact that was found to be another after it was charged for.' })
export class RecomputeChargeInput {
  @IdField('charge', CHARGE)
  chargeId: string;
  @ValueField(() => RecomputationKindEnum, { description: 'Which fact.' })
  kind: RecomputationKind;
  @ValueField(() => LocalDateScalar, { description: 'First day on which it is another.' })
  from: string;
  @ValueField(() => LocalDateScalar, {
    description: 'For FACTOR: first day on which it no longer holds; null: until further notice.',
    nullable: true,
  })
  to?: string | null;
  @ValueField(() => DecimalScalar, { description: 'For AREA: measured, m², at most 2 decimals.', nullable: true })
  area?: string | null;
  @ValueField(() => DecimalScalar, { description: 'For AREA: the area is billed times this.', defaultValue: '1' })
  coefficient: string;
  @ValueField(() => DecimalScalar, { description: 'For FACTOR: part that is charged.', nullable: true })
  factor?: string | null;
  @TextField(REASON)
  reason: string;
}

@InputType({ description: 'The decision on a correction.' })
export class DecideChargeCorrectionInput {
  @IdField('charge_correction', { description: 'The correction.' })
  id: string;
  @ValueField(() => Boolean, { description: 'Approved? Not by who asked.' })
  approve: boolean;
  @TextField({ description: 'Why.', nullable: true, max: 500 })
  note?: string | null;
}

@ObjectType({ description: 'The correction.' })
export class ChargeCorrectionPayload {
  @Field(() => ChargeCorrection, { description: 'The correction.' })
  correction: unknown;
}
