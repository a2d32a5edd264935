import { IdempotencyKeyField, IdField, LocalDateScalar, Node, TextField, ValueField, VersionField } from '@atrium/sdk';
import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Community } from '../../properties';
import { Customer } from '../../customers';
import { graphqlEnum } from '../enums';

export const ContractKindEnum = graphqlEnum('ServiceContractKind', 'How the company is paid.', {
  LUMP_SUM: 'What is left is the company’s (包干制).',
  FEE_PLUS_REMUNERATION: 'A remuneration besides the cost (酬金制).',
});
export type ContractKind = keyof typeof ContractKindEnum;

@ObjectType({
  implements: () => Node,
  description: 'The service contract of a community (服务合同): what bills and notices cite.',
})
export class ServiceContract extends Node {
  @Field(() => Community, { description: 'The community.' })
  community: unknown;
  @Field({ description: 'Its number.' })
  number: string;
  @Field(() => ContractKindEnum, { description: 'How the company is paid.' })
  kind: string;
  @Field(() => LocalDateScalar, { description: 'First day.' })
  startsOn: string;
  @Field(() => LocalDateScalar, { nullable: true, description: 'First day on which it no longer holds.' })
  endsOn: string | null;
  @Field(() => Customer, {
    nullable: true,
    description: 'The developer, who is the other party until the owners’ assembly is, and pays until hand-over.',
  })
  developer: unknown;
  @Field(() => String, { nullable: true, description: 'Service standard agreed on.' })
  serviceStandard: string | null;
  @Field({ description: 'Fee basis, as bills cite it (收费依据).' })
  feeBasis: string;
  @Field(() => Boolean, { description: 'Is a late fee agreed on? Without the clause none is asked for.' })
  hasLateFeeClause: boolean;
  @Field(() => Int, { description: 'Rises with each change.' })
  version: number;
}

@InputType({ description: 'A service contract.' })
export class CreateServiceContractInput {
  @IdField('community', { description: 'The community.' })
  communityId: string;
  @TextField({ description: 'Its number, unique in the company.', max: 60 })
  number: string;
  @ValueField(() => ContractKindEnum, { description: 'How the company is paid.' })
  kind: ContractKind;
  @ValueField(() => LocalDateScalar, { description: 'First day.' })
  startsOn: string;
  @ValueField(() => LocalDateScalar, { description: 'First day on which it no longer holds.', nullable: true })
  endsOn?: string | null;
  @IdField('customer', { description: 'The developer.', nullable: true })
  developerId?: string | null;
  @TextField({ description: 'Service standard.', nullable: true, max: 500 })
  serviceStandard?: string | null;
  @TextField({ description: 'Fee basis, as bills cite it.', max: 500 })
  feeBasis: string;
  @ValueField(() => Boolean, { description: 'Is a late fee agreed on?' })
  hasLateFeeClause: boolean;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'The end of a service contract.' })
export class EndServiceContractInput {
  @IdField('service_contract', { description: 'The contract.' })
  id: string;
  @VersionField()
  version: number;
  @ValueField(() => LocalDateScalar, { description: 'First day on which it no longer holds.' })
  endsOn: string;
}

@ObjectType({ description: 'The contract.' })
export class ServiceContractPayload {
  @Field(() => ServiceContract, { description: 'The contract.' })
  contract: unknown;
}
