import { DateTimeScalar, DecimalScalar, LocalDateScalar, Node } from '@atrium/sdk';
import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Unit } from '../../properties';
import { Customer } from '../customer/customer.type';
import { OccupancyKind } from './occupancy.policy';

registerEnumType(OccupancyKind, {
  name: 'OccupancyKind',
  description: 'What a customer is to a unit.',
  valuesMap: {
    OWNER: { description: 'The owner (业主); a unit has at most one at a time.' },
    CO_OWNER: { description: 'A further owner (共有人).' },
    LESSEE: { description: 'Rents it (租户).' },
    FAMILY: { description: 'Lives there with an owner or lessee (家属).' },
    STAFF: { description: 'Works there: domestic help, employees (雇员).' },
  },
});

@ObjectType({ implements: () => Node, description: 'What a customer is to a unit, from when to when (入住关系).' })
export class Occupancy extends Node {
  @Field(() => Unit, { description: 'The unit.' })
  unit: Unit;
  @Field(() => Customer, { description: 'The customer; of a merged one, the survivor.' })
  customer: Customer;
  @Field(() => OccupancyKind, { description: 'What the customer is to the unit.' })
  kind: OccupancyKind;
  @Field(() => LocalDateScalar, { nullable: true, description: 'First day; null when it is not known.' })
  startsOn: string | null;
  @Field(() => LocalDateScalar, {
    nullable: true,
    description:
      'First day on which it no longer holds, null while none is set: after a transfer on 11 March the old owner ends and the new one starts on 11 March.',
  })
  endsOn: string | null;
  @Field({ description: "Does it hold today, in the tenant's time zone?" })
  isCurrent: boolean;
  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Share of an owner or co-owner in percent, two decimals; null when it is not known.',
  })
  share: string | null;
  @Field({ description: 'Does this customer pay the fees of the unit?' })
  paysFees: boolean;
  @Field({ description: 'Is this the first person to turn to about the unit?' })
  isPrimaryContact: boolean;
  @Field(() => String, { nullable: true, description: 'Its key in another system, unique among occupancies.' })
  externalId: string | null;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
  @Field(() => DateTimeScalar, { description: 'When it was entered.' })
  createdAt: Date;
  @Field(() => DateTimeScalar, { description: 'When it was last changed.' })
  updatedAt: Date;
}

@ObjectType({ implements: () => Node, description: 'A unit changing hands (过户): who ended and who started with it.' })
export class UnitTransfer extends Node {
  @Field(() => Unit, { description: 'The unit.' })
  unit: Unit;
  @Field(() => LocalDateScalar, { description: 'First day of the new owners.' })
  transferredOn: string;
  @Field(() => String, { nullable: true, description: 'What is noted about it.' })
  note: string | null;
  @Field(() => [Occupancy], { description: 'What ended with it.' })
  ended: Occupancy[];
  @Field(() => [Occupancy], { description: 'What started with it.' })
  started: Occupancy[];
  @Field(() => DateTimeScalar, { description: 'When it was entered.' })
  createdAt: Date;
}
