import { DateTimeScalar, Money, Node, READY_ROLES, type ReadyRole } from '@atrium/sdk';
import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';

export const ReadyRoleEnum = Object.fromEntries(READY_ROLES.map((role) => [role, role])) as Record<
  ReadyRole,
  ReadyRole
>;
registerEnumType(ReadyRoleEnum, {
  name: 'ReadyRole',
  description: 'Roles every company starts with.',
  valuesMap: {
    ADMIN: { description: 'Administrator (管理员): holds every permission, those of later releases included.' },
    SERVICE_AGENT: { description: 'Agent of the customer-service centre (客服坐席).' },
    DISPATCHER: { description: 'Dispatcher of work (调度员).' },
    TECHNICIAN: { description: 'Technician (维修技师).' },
    CASHIER: { description: 'Cashier (收费员).' },
    FINANCE_MANAGER: { description: 'Finance manager (财务经理).' },
    QUALITY_INSPECTOR: { description: 'Quality inspector (品质专员).' },
    AUDITOR: { description: 'Auditor (审计员): reads everything, changes nothing.' },
  },
});

@ObjectType({ description: 'How far a role may make amends to customers without asking (授权额度).' })
export class CompensationLimit {
  @Field(() => Money, { description: 'Most for one ticket.' })
  perTicket: Money;
  @Field(() => Money, { description: 'Most for all tickets of a calendar month.' })
  perMonth: Money;
}

@ObjectType({ implements: () => Node, description: 'A set of permissions that staff can hold (角色).' })
export class Role extends Node {
  @Field({ description: 'Name, unique in the company.' })
  name: string;
  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description: string | null;
  @Field(() => ReadyRoleEnum, {
    nullable: true,
    description: 'Which ready-made role it is; null for one of the company’s own.',
  })
  readyMade: ReadyRole | null;
  @Field(() => [String], { description: 'Permissions it gives, such as `unit:read`, sorted; see `permissions`.' })
  permissions: string[];
  @Field({ description: 'Must whoever holds it have a second factor to sign in with a password?' })
  secondFactorRequired: boolean;
  @Field(() => CompensationLimit, {
    nullable: true,
    description: 'How far it may make amends without asking; null when it may not.',
  })
  compensation: CompensationLimit | null;
  @Field(() => Int, { description: 'How many staff hold it, disabled ones included.' })
  staffCount: number;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt: Date;
  @Field(() => DateTimeScalar, { description: 'When it was last changed.' })
  updatedAt: Date;
}
