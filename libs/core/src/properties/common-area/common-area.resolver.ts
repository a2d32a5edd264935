import { Allow, encodeId, ref } from '@atrium/sdk';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import {
  CreateCommonAreaInput,
  CreateCommonAreaPayload,
  DeleteCommonAreaInput,
  DeleteCommonAreaPayload,
  UpdateCommonAreaInput,
  UpdateCommonAreaPayload,
} from './common-area.inputs';
import { CommonAreasService } from './common-areas.service';

@Resolver()
export class CommonAreaResolver {
  constructor(private readonly areas: CommonAreasService) {}

  @Allow('property:manage')
  @Mutation(() => CreateCommonAreaPayload, { description: 'Enters a common area.' })
  async createCommonArea(@Args('input', { description: 'What to enter.' }) input: CreateCommonAreaInput) {
    return { commonArea: ref('common_area', await this.areas.create(input)) };
  }

  @Allow('property:manage')
  @Mutation(() => UpdateCommonAreaPayload, { description: 'Changes a common area.' })
  async updateCommonArea(@Args('input', { description: 'What to change.' }) input: UpdateCommonAreaInput) {
    await this.areas.update(input);
    return { commonArea: ref('common_area', input.id) };
  }

  @Allow('property:manage')
  @Mutation(() => DeleteCommonAreaPayload, {
    description: 'Deletes a common area; CONFLICT while something hangs on it.',
  })
  async deleteCommonArea(@Args('input', { description: 'What to delete.' }) input: DeleteCommonAreaInput) {
    await this.areas.delete(input.id);
    return { deletedCommonAreaId: encodeId('common_area', input.id) };
  }
}
