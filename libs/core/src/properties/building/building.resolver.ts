import { Allow, encodeId, ref } from '@atrium/sdk';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import {
  CreateBuildingInput,
  CreateBuildingPayload,
  DeleteBuildingInput,
  DeleteBuildingPayload,
  UpdateBuildingInput,
  UpdateBuildingPayload,
} from './building.inputs';
import { BuildingsService } from './buildings.service';

@Resolver()
export class BuildingResolver {
  constructor(private readonly buildings: BuildingsService) {}

  @Allow('property:manage')
  @Mutation(() => CreateBuildingPayload, { description: 'Enters a building.' })
  async createBuilding(@Args('input', { description: 'What to enter.' }) input: CreateBuildingInput) {
    return { building: ref('building', await this.buildings.create(input)) };
  }

  @Allow('property:manage')
  @Mutation(() => UpdateBuildingPayload, { description: 'Changes a building.' })
  async updateBuilding(@Args('input', { description: 'What to change.' }) input: UpdateBuildingInput) {
    await this.buildings.update(input);
    return { building: ref('building', input.id) };
  }

  @Allow('property:manage')
  @Mutation(() => DeleteBuildingPayload, { description: 'Deletes a building; CONFLICT while something hangs on it.' })
  async deleteBuilding(@Args('input', { description: 'What to delete.' }) input: DeleteBuildingInput) {
    await this.buildings.delete(input.id);
    return { deletedBuildingId: encodeId('building', input.id) };
  }
}
