import { type ActorKind, DateTimeScalar, JsonScalar, Node } from '@atrium/sdk';
import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ActorKindEnum } from '../tenants';

export enum AuditAction {
  INSERT = 'INSERT',
  UPDATE = 'UPDATE',
  DELETE = 'DELETE',
}
registerEnumType(AuditAction, {
  name: 'AuditAction',
  description: 'What was done to a stored object.',
  valuesMap: {
    INSERT: { description: 'It was made.' },
    UPDATE: { description: 'It was changed.' },
    DELETE: { description: 'It was deleted.' },
  },
});

@ObjectType({ description: 'Who made a change, as they were at the time.' })
export class AuditActor {
  @Field(() => ActorKindEnum, { description: 'What kind of actor.' })
  kind: ActorKind;
  @Field({ description: 'Name at the time, or the part of the platform.' })
  name: string;
  @Field(() => ID, {
    nullable: true,
    description: 'Id of the staff member, customer, API client or platform operator.',
  })
  id: string | null;
  @Field(() => [String], { description: 'Names of the roles held at the time.' })
  roles: string[];
}

@ObjectType({
  implements: () => Node,
  description: 'One change of one stored object (审计日志). Nobody can change or delete it.',
})
export class AuditEntry extends Node {
  @Field(() => DateTimeScalar, { description: 'When.' })
  at: Date;
  @Field(() => AuditAction, { description: 'What was done.' })
  action: AuditAction;
  @Field({ description: 'Kind of object, such as `unit`.' })
  entity: string;
  @Field(() => ID, { description: 'Id of the object.' })
  entityId: string;
  @Field({ description: 'Operation it was part of: a mutation such as `updateUnit`, or a job.' })
  operation: string;
  @Field(() => AuditActor, { description: 'Who did it.' })
  actor: AuditActor;
  @Field(() => String, { nullable: true, description: 'Program it was done with, as that names itself.' })
  client: string | null;
  @Field(() => String, { nullable: true, description: 'Address it was done from.' })
  ip: string | null;
  @Field(() => String, { nullable: true, description: 'Id of the request, as answers and log lines bear it.' })
  requestId: string | null;
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Values before: all of a deleted object, the changed ones of another. Secrets read `***`.',
  })
  before: unknown;
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Values after: all of a new object, the changed ones of another. Secrets read `***`.',
  })
  after: unknown;
}
