import { DateTimeScalar, defineList, definePermissions, defineView, f, Node } from '@atrium/sdk';
import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';

export const publicClientPermissions = definePermissions({
  'public-client:manage': {
    description: {
      en: 'See, register, change and revoke public clients: browser and mobile apps that people sign in with.',
      'zh-CN': '查看、登记、修改和撤销供用户登录的网页与移动应用。',
    },
    roles: [],
    wholeCompany: true,
    forApiClients: false,
  },
});

export enum PublicClientAudience {
  STAFF = 'STAFF',
  CUSTOMERS = 'CUSTOMERS',
}
registerEnumType(PublicClientAudience, {
  name: 'PublicClientAudience',
  description: 'Who signs in with a public client.',
  valuesMap: {
    STAFF: { description: 'Staff, with e-mail address and password.' },
    CUSTOMERS: { description: 'Customers, with a one-time code.' },
  },
});

@ObjectType({
  implements: () => Node,
  description:
    'A browser or mobile app. It cannot hold a secret: people sign in on a page of the platform, and it exchanges a code for their session (OAuth 2, PKCE). Its id is its `client_id`.',
})
export class PublicClient extends Node {
  @Field({ description: 'Name, which people see when they sign in.' })
  name: string;
  @Field(() => PublicClientAudience, { description: 'Who signs in with it.' })
  audience: PublicClientAudience;
  @Field(() => [String], { description: 'Addresses that people may be sent back to, compared letter by letter.' })
  redirectUris: string[];
  @Field(() => [String], { description: 'Origins from which browsers may call the API.' })
  allowedOrigins: string[];
  @Field({ description: 'May its sessions run its persisted operations alone? Any other document is then refused.' })
  registeredOnly: boolean;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was revoked; null while it is good.' })
  revokedAt: Date | null;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
  @Field(() => DateTimeScalar, { description: 'When it was registered.' })
  createdAt: Date;
  @Field(() => DateTimeScalar, { description: 'When it was last changed.' })
  updatedAt: Date;
}

export const publicClientView = defineView({
  type: 'PublicClient',
  idType: 'public_client',
  table: 'atrium.public_client',
  nodeAccess: [publicClientPermissions['public-client:manage']],
  fields: {
    id: f.id('public_client'),
    name: f.column('name'),
    audience: f.column('audience'),
    redirectUris: f.column('redirect_uris'),
    allowedOrigins: f.column('allowed_origins'),
    registeredOnly: f.column('registered_only'),
    revokedAt: f.instant('revoked_at'),
    version: f.column('version'),
    createdAt: f.instant('created_at'),
    updatedAt: f.instant('updated_at'),
  },
});

export const PublicClientList = defineList({
  view: publicClientView,
  node: PublicClient,
  orders: { NAME: { columns: [{ column: 'sort_key', type: 'text' }], description: 'As people sort names.' } },
  defaultOrder: { field: 'NAME' },
});
