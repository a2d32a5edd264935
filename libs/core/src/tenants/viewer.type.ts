import type { ActorKind, Locale } from '@atrium/sdk';
import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Staff } from '../staff';
import { Tenant } from './tenant.type';

export const ActorKindEnum: { readonly [K in ActorKind]: K } = {
  STAFF: 'STAFF',
  CUSTOMER: 'CUSTOMER',
  API_CLIENT: 'API_CLIENT',
  OPERATOR: 'OPERATOR',
  SYSTEM: 'SYSTEM',
  ANONYMOUS: 'ANONYMOUS',
};
registerEnumType(ActorKindEnum, {
  name: 'ActorKind',
  description: 'Kinds of those who act.',
  valuesMap: {
    STAFF: { description: 'Somebody who works for the company.' },
    CUSTOMER: { description: 'A customer of the company.' },
    API_CLIENT: { description: 'A program with a key of its own.' },
    OPERATOR: { description: 'Somebody who runs the platform (平台运营).' },
    SYSTEM: { description: 'The platform itself, e.g. a job.' },
    ANONYMOUS: { description: 'Nobody signed in.' },
  },
});

@ObjectType({ description: 'Who makes this call.' })
export class ViewerActor {
  @Field(() => ActorKindEnum, { description: 'What kind of actor.' })
  kind: ActorKind;
  @Field(() => ID, { nullable: true, description: 'Id of the staff member, customer or API client.' })
  id: string | null;
  @Field({ description: 'Name.' })
  name: string;
  @Field(() => [String], { description: 'Names of the roles held now.' })
  roles: readonly string[];
  @Field(() => [ID], {
    nullable: true,
    description: 'Ids of the communities everything is limited to; null for all.',
  })
  communityIds: string[] | null;
  @Field(() => Staff, { nullable: true, description: 'The staff member; null for other kinds.' })
  staff: unknown;
}

@ObjectType({ description: 'The caller: who it is and what it may do.' })
export class Viewer {
  @Field(() => ViewerActor, { description: 'Who makes this call.' })
  actor: ViewerActor;
  @Field(() => Tenant, { description: 'The company it is made for.' })
  tenant: unknown;
  @Field(() => [String], { description: 'Permissions held now, such as `unit:read`, sorted.' })
  permissions: string[];
  @Field(() => [String], {
    description:
      'Names of the plugins that are on for the company: null in a field of another one does not mean "none".',
  })
  plugins: string[] | (() => Promise<readonly string[]>);
  @Field(() => String, { description: 'Language of messages: `zh-CN` or `en`.' })
  locale: Locale;
}

@ObjectType({ description: 'Something that can be allowed.' })
export class PermissionInfo {
  @Field({ description: 'Its name, `resource:action`, such as `unit:read`.' })
  name: string;
  @Field({ description: 'What it allows, in the caller’s language.' })
  description: string;
  @Field({ description: 'Can an API client have it? Some are for people alone.' })
  forApiClients: boolean;
}
