import { DateTimeScalar, type Locale, Node } from '@atrium/sdk';
import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Role } from '../role/role.type';
import { DataScope } from '../scope/data-scope.type';

export enum StaffStatus {
  INVITED = 'INVITED',
  ACTIVE = 'ACTIVE',
  DISABLED = 'DISABLED',
}
registerEnumType(StaffStatus, {
  name: 'StaffStatus',
  description: 'Where a staff account stands.',
  valuesMap: {
    INVITED: { description: 'Asked to join by e-mail; has not chosen a password yet.' },
    ACTIVE: { description: 'Can sign in.' },
    DISABLED: { description: 'Cannot sign in; what they did stays under their name.' },
  },
});

@ObjectType({ implements: () => Node, description: 'A person who works for the company (员工).' })
export class Staff extends Node {
  @Field({ description: 'Full name.' })
  name: string;
  @Field({ description: 'Address they sign in with; unique in the company, whatever its case.' })
  email: string;
  @Field(() => String, { nullable: true, description: 'Telephone number as it was entered.' })
  phone: string | null;
  @Field(() => String, { nullable: true, description: 'Number of the company’s own, unique in it.' })
  employeeNumber: string | null;
  @Field(() => String, { nullable: true, description: 'Its key in another system, unique among staff.' })
  externalId: string | null;
  @Field(() => String, { nullable: true, description: 'Language (`zh-CN`, `en`) they chose; null for the company’s.' })
  locale: Locale | null;
  @Field(() => StaffStatus, { description: 'Where the account stands.' })
  status: StaffStatus;
  @Field(() => [Role], { description: 'Roles they hold, by name; together these give their permissions.' })
  roles: Role[];
  @Field(() => DataScope, { description: 'How far all of their roles reach.' })
  dataScope: DataScope;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When they last signed in; null for never.' })
  lastSignInAt: Date | null;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
  @Field(() => DateTimeScalar, { description: 'When the account was made.' })
  createdAt: Date;
  @Field(() => DateTimeScalar, { description: 'When it was last changed.' })
  updatedAt: Date;
}
