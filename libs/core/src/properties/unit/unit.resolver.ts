import { Allow, encodeId, ref } from '@atrium/sdk';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import {
  ChangeUnitStateInput,
  ChangeUnitStatePayload,
  CreateUnitInput,
  CreateUnitPayload,
  DeleteUnitInput,
  DeleteUnitPayload,
  UpdateUnitInput,
  UpdateUnitPayload,
} from './unit.inputs';
import { UnitsService } from './units.service';

@Resolver()
export class UnitResolver {
  constructor(private readonly units: UnitsService) {}

  @Allow('property:manage')
  @Mutation(() => CreateUnitPayload, { description: 'Enters a unit.' })
  async createUnit(@Args('input', { description: 'What to enter.' }) input: CreateUnitInput) {
    return { unit: ref('unit', await this.units.create(input)) };
  }

  @Allow('property:manage')
  @Mutation(() => UpdateUnitPayload, { description: 'Changes a unit.' })
  async updateUnit(@Args('input', { description: 'What to change.' }) input: UpdateUnitInput) {
    await this.units.update(input);
    return { unit: ref('unit', input.id) };
  }

  @Allow('property:manage')
  @Mutation(() => ChangeUnitStatePayload, {
    description: 'Moves a unit to another state; INVALID_TRANSITION when it is in that state already.',
  })
  async changeUnitState(@Args('input', { description: 'Which unit, and its new state.' }) input: ChangeUnitStateInput) {
    await this.units.changeState(input);
    return { unit: ref('unit', input.id) };
  }

  @Allow('property:manage')
  @Mutation(() => DeleteUnitPayload, { description: 'Deletes a unit; CONFLICT while something hangs on it.' })
  async deleteUnit(@Args('input', { description: 'What to delete.' }) input: DeleteUnitInput) {
    await this.units.delete(input.id);
    return { deletedUnitId: encodeId('unit', input.id) };
  }
}
