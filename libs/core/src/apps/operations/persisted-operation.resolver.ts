import { Allow, readList, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import {
  PersistedOperationIdInput,
  RegisterApiClientOperationInput,
  RegisterPersistedOperationPayload,
  RegisterPublicClientOperationInput,
  RemovePersistedOperationPayload,
} from './persisted-operation.inputs';
import { PersistedOperation, PersistedOperationList, persistedOperationPermissions } from './persisted-operation.type';
import { RegisteredOperations } from './registered-operations';

const REGISTERED =
  'at once for every process. Registering it again answers the same operation, so a release may register all of its documents each time. VALIDATION_FAILED when it does not fit the schema, QUERY_TOO_COMPLEX when it goes over a limit.';
const MANAGE = persistedOperationPermissions['persisted-operation:manage'];

@Resolver(() => PersistedOperation)
export class PersistedOperationResolver {
  constructor(private readonly operations: RegisteredOperations) {}

  @Allow(MANAGE)
  @Query(() => PersistedOperationList.Connection, {
    description: 'Documents that API clients and public clients may call by their hash.',
  })
  persistedOperations(
    @Args({ type: () => PersistedOperationList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(PersistedOperationList.definition, info);
  }

  @Allow(MANAGE)
  @Mutation(() => RegisterPersistedOperationPayload, {
    description: `Registers a document for an API client, ${REGISTERED}`,
  })
  async registerApiClientOperation(
    @Args('input') { apiClientId, ...document }: RegisterApiClientOperationInput,
  ): Promise<RegisterPersistedOperationPayload> {
    const id = await this.operations.register({ kind: 'API_CLIENT', id: apiClientId }, document);
    return { persistedOperation: ref('persisted_operation', id) };
  }

  @Allow(MANAGE)
  @Mutation(() => RegisterPersistedOperationPayload, {
    description: `Registers a document for a public client, ${REGISTERED}`,
  })
  async registerPublicClientOperation(
    @Args('input') { publicClientId, ...document }: RegisterPublicClientOperationInput,
  ): Promise<RegisterPersistedOperationPayload> {
    const id = await this.operations.register({ kind: 'PUBLIC_CLIENT', id: publicClientId }, document);
    return { persistedOperation: ref('persisted_operation', id) };
  }

  @Allow(MANAGE)
  @Mutation(() => RemovePersistedOperationPayload, {
    description: 'Ends a registered document, at once for every process: its hash is then unknown.',
  })
  async removePersistedOperation(
    @Args('input') { id }: PersistedOperationIdInput,
  ): Promise<RemovePersistedOperationPayload> {
    return { removedHash: await this.operations.remove(id) };
  }
}
