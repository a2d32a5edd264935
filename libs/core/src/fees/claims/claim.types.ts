import { IdempotencyKeyField, IdField, LocalDateScalar, Node, TextField, ValueField } from '@atrium/sdk';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize } from 'class-validator';
import { Charge } from '../charges/charge.type';
import { Customer } from '../../customers';
import { Building, Community } from '../../properties';
import { Staff } from '../../staff';
import { graphqlEnum } from '../enums';

export const DemandKindEnum = graphqlEnum('FeeDemandKind', 'What makes the time of limitation begin anew.', {
  DEMAND: 'The company asked for the debt, and can prove it (催收).',
  ACKNOWLEDGEMENT: 'The debtor promised to pay, or agreed to owe it (承认债务).',
});
export type DemandKind = keyof typeof DemandKindEnum;
export const DemandMeansEnum = graphqlEnum('FeeDemandMeans', 'How it was done.', {
  LETTER: 'By letter.',
  EMAIL: 'By e-mail.',
  SMS: 'By text message.',
  WECHAT: 'By WeChat.',
  CALL: 'By telephone.',
  VISIT: 'By a visit.',
  COURT: 'Before a court or arbitration.',
  OTHER: 'Otherwise.',
});
export type DemandMeans = keyof typeof DemandMeansEnum;

@ObjectType({ implements: () => Node, description: 'A demand for a debt, or its acknowledgement, with the proof.' })
export class FeeDemand extends Node {
  @Field(() => Customer, { description: 'The debtor.' })
  customer: unknown;
  @Field(() => Community, { description: 'The community.' })
  community: unknown;
  @Field(() => [Charge], { description: 'The charges it was about.' })
  charges: unknown;
  @Field(() => DemandKindEnum, { description: 'What it is.' })
  kind: string;
  @Field(() => DemandMeansEnum, { description: 'How it was done.' })
  means: string;
  @Field(() => LocalDateScalar, { description: 'When it reached the debtor, or the debtor agreed.' })
  madeOn: string;
  @Field({ description: 'What proves it: number of a registered letter, who signed, a recording.' })
  proof: string;
}

@ObjectType({ implements: () => Node, description: 'A claim that is about to be limited (诉讼时效将届满), or is.' })
export class ExpiringClaim extends Node {
  @Field(() => Charge, { description: 'The charge, of which something is owed.' })
  charge: unknown;
  @Field(() => LocalDateScalar, { description: 'The last day on which a court has to hear it.' })
  endsOn: string;
}

@ObjectType({ implements: () => Node, description: 'Who collects fees where (催费责任人).' })
export class FeeCollector extends Node {
  @Field(() => Community, { description: 'The community.' })
  community: unknown;
  @Field(() => Building, {
    nullable: true,
    description: 'The building; null: where no building has somebody of its own.',
  })
  building: unknown;
  @Field(() => Staff, { description: 'Who.' })
  staff: unknown;
}

@InputType({ description: 'A demand or an acknowledgement.' })
export class RecordFeeDemandInput {
  @IdField('customer', { description: 'The debtor.' })
  customerId: string;
  @IdField('charge', {
    description: 'Charges it was about, in one community; all that the debtor owes when left out.',
    list: true,
    nullable: true,
  })
  @ArrayMaxSize(500)
  chargeIds?: string[] | null;
  @ValueField(() => DemandKindEnum, { description: 'What it is.' })
  kind: DemandKind;
  @ValueField(() => DemandMeansEnum, { description: 'How it was done.' })
  means: DemandMeans;
  @ValueField(() => LocalDateScalar, { description: 'When it reached the debtor; not after today.' })
  madeOn: string;
  @TextField({ description: 'What proves it.', max: 1000, multiline: true })
  proof: string;
  @IdField('file', { description: 'A file of the caller’s that proves it; it is kept.', nullable: true })
  fileId?: string | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'What proves the claims against a debtor.' })
export class PrintEvidenceInput {
  @IdField('customer', { description: 'The debtor.' })
  customerId: string;
  @IdField('community', { description: 'The community; the one of the last charge when left out.', nullable: true })
  communityId?: string | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'Who collects in a place.' })
export class SetFeeCollectorInput {
  @IdField('community', { description: 'The community.' })
  communityId: string;
  @IdField('building', {
    description: 'A building of it; the rest of the community when left out.',
    nullable: true,
  })
  buildingId?: string | null;
  @IdField('staff', { description: 'Who; nobody when left out.', nullable: true })
  staffId?: string | null;
}

@ObjectType({ description: 'The demand.' })
export class FeeDemandPayload {
  @Field(() => FeeDemand, { description: 'The demand.' })
  demand: unknown;
}

@ObjectType({ description: 'Who collects there now.' })
export class FeeCollectorPayload {
  @Field(() => FeeCollector, { nullable: true, description: 'Null: nobody.' })
  collector: unknown;
}
