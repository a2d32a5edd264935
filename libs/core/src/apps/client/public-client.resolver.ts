import { Allow, readList, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import {
  PublicClientIdInput,
  PublicClientPayload,
  RegisterPublicClientInput,
  UpdatePublicClientInput,
} from './public-client.inputs';
import { PublicClient, PublicClientList, publicClientPermissions } from './public-client.type';
import { PublicClients } from './public-clients';

const MANAGE = publicClientPermissions['public-client:manage'];

@Resolver(() => PublicClient)
export class PublicClientResolver {
  constructor(private readonly clients: PublicClients) {}

  @Allow(MANAGE)
  @Query(() => PublicClientList.Connection, { description: 'Browser and mobile apps that people sign in with.' })
  publicClients(@Args({ type: () => PublicClientList.Args }) _args: object, @Info() info: GraphQLResolveInfo) {
    return readList(PublicClientList.definition, info);
  }

  @Allow(MANAGE)
  @Mutation(() => PublicClientPayload, {
    description: 'Registers a browser or mobile app. It gets no secret: its id is its `client_id`.',
  })
  async registerPublicClient(@Args('input') input: RegisterPublicClientInput): Promise<PublicClientPayload> {
    return { publicClient: ref('public_client', await this.clients.register(input)) };
  }

  @Allow(MANAGE)
  @Mutation(() => PublicClientPayload, {
    description: 'Changes a public client; origins take effect in every process within half a minute.',
  })
  async updatePublicClient(@Args('input') input: UpdatePublicClientInput): Promise<PublicClientPayload> {
    await this.clients.update(input);
    return { publicClient: ref('public_client', input.id) };
  }

  @Allow(MANAGE)
  @Mutation(() => PublicClientPayload, {
    description: 'Ends a public client for good: nobody signs in with it any more, and the sessions it was given end.',
  })
  async revokePublicClient(@Args('input') { id }: PublicClientIdInput): Promise<PublicClientPayload> {
    await this.clients.revoke(id);
    return { publicClient: ref('public_client', id) };
  }
}
