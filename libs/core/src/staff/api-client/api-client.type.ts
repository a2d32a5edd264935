import { DateTimeScalar, Node } from '@atrium/sdk';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Staff } from '../member/staff.type';
import { DataScope } from '../scope/data-scope.type';

@ObjectType({ description: 'A key of an API client, without its secret.' })
export class ApiClientKeyInfo {
  @Field({ description: 'The last characters of the key, to tell keys apart.' })
  hint: string;
  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt: Date;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it ends because a newer one has taken its place; null for the newest.',
  })
  expiresAt: Date | null;
}

@ObjectType({ implements: () => Node, description: 'A program that calls the API with a key of its own (API 客户端).' })
export class ApiClient extends Node {
  @Field({ description: 'Name, unique in the company.' })
  name: string;
  @Field(() => [String], { description: 'Permissions it has, such as `unit:read`, sorted.' })
  permissions: string[];
  @Field(() => DataScope, { description: 'How far its permissions reach.' })
  dataScope: DataScope;
  @Field(() => [String], { description: 'Addresses it may call from, as CIDR blocks; empty for any.' })
  allowedNetworks: string[];
  @Field({ description: 'May it run its persisted operations alone? Any other document is then refused.' })
  registeredOnly: boolean;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When all of its keys end; null for never.' })
  expiresAt: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was revoked; null while it was not.' })
  revokedAt: Date | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it last called, to the minute; null for never.',
  })
  lastUsedAt: Date | null;
  @Field(() => String, { nullable: true, description: 'Address it last called from.' })
  lastUsedIp: string | null;
  @Field(() => [ApiClientKeyInfo], { description: 'Its keys, newest first; several while a rotation goes on.' })
  keys: ApiClientKeyInfo[];
  @Field(() => Staff, { nullable: true, description: 'Who made it. Needs `staff:read`; null without.' })
  createdBy: Staff | null;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt: Date;
  @Field(() => DateTimeScalar, { description: 'When it was last changed.' })
  updatedAt: Date;
}
