import { Allow, encodeId, ref } from '@atrium/sdk';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import {
  CreateEquipmentInput,
  CreateEquipmentPayload,
  DeleteEquipmentInput,
  DeleteEquipmentPayload,
  UpdateEquipmentInput,
  UpdateEquipmentPayload,
} from './equipment.inputs';
import { EquipmentService } from './equipment.service';

@Resolver()
export class EquipmentResolver {
  constructor(private readonly pieces: EquipmentService) {}

  @Allow('equipment:manage')
  @Mutation(() => CreateEquipmentPayload, { description: 'Enters a piece of equipment.' })
  async createEquipment(@Args('input', { description: 'What to enter.' }) input: CreateEquipmentInput) {
    return { equipment: ref('equipment', await this.pieces.create(input)) };
  }

  @Allow('equipment:manage')
  @Mutation(() => UpdateEquipmentPayload, { description: 'Changes a piece of equipment.' })
  async updateEquipment(@Args('input', { description: 'What to change.' }) input: UpdateEquipmentInput) {
    await this.pieces.update(input);
    return { equipment: ref('equipment', input.id) };
  }

  @Allow('equipment:manage')
  @Mutation(() => DeleteEquipmentPayload, {
    description: 'Deletes a piece of equipment; CONFLICT while something hangs on it.',
  })
  async deleteEquipment(@Args('input', { description: 'What to delete.' }) input: DeleteEquipmentInput) {
    await this.pieces.delete(input.id);
    return { deletedEquipmentId: encodeId('equipment', input.id) };
  }
}
