import { Allow, IdArg, readList, readOne, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { staffPermissions } from '../staff.permissions';
import {
  ApiClientIdInput,
  ApiClientKeyPayload,
  ApiClientPayload,
  CreateApiClientInput,
  RotateApiClientKeyInput,
  UpdateApiClientInput,
} from './api-client.inputs';
import { ApiClient } from './api-client.type';
import { ApiClientList, apiClientView } from './api-client.view';
import { ApiClients } from './api-clients';

const MANAGE = staffPermissions['api-client:manage'];
const READ = [staffPermissions['api-client:read'], MANAGE] as const;

@Resolver(() => ApiClient)
export class ApiClientResolver {
  constructor(private readonly clients: ApiClients) {}

  @Allow(...READ)
  @Query(() => ApiClientList.Connection, { description: 'Programs that call the API with keys of their own.' })
  apiClients(
    @Args({ type: () => ApiClientList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(ApiClientList.definition, info);
  }

  @Allow(...READ)
  @Query(() => ApiClient, { description: 'One API client.' })
  apiClient(
    @IdArg('id', 'api_client', { description: 'The client.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(apiClientView, id, info);
  }

  @Allow(MANAGE)
  @Mutation(() => ApiClientKeyPayload, {
    description:
      'Makes an API client. Its key is shown this once, which is why the call takes no idempotency key: should the answer be lost, renew the key. FORBIDDEN for rights beyond one’s own.',
  })
  async createApiClient(@Args('input') input: CreateApiClientInput): Promise<ApiClientKeyPayload> {
    const { id, key } = await this.clients.create(input);
    return { apiClient: ref('api_client', id), key };
  }

  @Allow(MANAGE)
  @Mutation(() => ApiClientPayload, {
    description: 'Changes an API client, at once for every process. FORBIDDEN for rights beyond one’s own.',
  })
  async updateApiClient(@Args('input') input: UpdateApiClientInput): Promise<ApiClientPayload> {
    await this.clients.update(input);
    return { apiClient: ref('api_client', input.id) };
  }

  @Allow(MANAGE)
  @Mutation(() => ApiClientKeyPayload, {
    description: 'Gives an API client a new key; the keys before stay good for a while.',
  })
  async rotateApiClientKey(@Args('input') { id, graceHours }: RotateApiClientKeyInput): Promise<ApiClientKeyPayload> {
    return { key: await this.clients.rotateKey(id, graceHours), apiClient: ref('api_client', id) };
  }

  @Allow(MANAGE)
  @Mutation(() => ApiClientPayload, { description: 'Ends an API client for good, at once.' })
  async revokeApiClient(@Args('input') { id }: ApiClientIdInput): Promise<ApiClientPayload> {
    await this.clients.revoke(id);
    return { apiClient: ref('api_client', id) };
  }
}
