import { Allow, encodeId, ref } from '@atrium/sdk';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { CommunitiesService } from './communities.service';
import {
  CreateCommunityInput,
  CreateCommunityPayload,
  DeleteCommunityInput,
  DeleteCommunityPayload,
  UpdateCommunityInput,
  UpdateCommunityPayload,
} from './community.inputs';

@Resolver()
export class CommunityResolver {
  constructor(private readonly communities: CommunitiesService) {}

  @Allow('property:manage')
  @Mutation(() => CreateCommunityPayload, { description: 'Enters a community.' })
  async createCommunity(@Args('input', { description: 'What to enter.' }) input: CreateCommunityInput) {
    return { community: ref('community', await this.communities.create(input)) };
  }

  @Allow('property:manage')
  @Mutation(() => UpdateCommunityPayload, { description: 'Changes a community.' })
  async updateCommunity(@Args('input', { description: 'What to change.' }) input: UpdateCommunityInput) {
    await this.communities.update(input);
    return { community: ref('community', input.id) };
  }

  @Allow('property:manage')
  @Mutation(() => DeleteCommunityPayload, {
    description: 'Deletes a community; CONFLICT while something hangs on it.',
  })
  async deleteCommunity(@Args('input', { description: 'What to delete.' }) input: DeleteCommunityInput) {
    await this.communities.delete(input.id);
    return { deletedCommunityId: encodeId('community', input.id) };
  }
}
