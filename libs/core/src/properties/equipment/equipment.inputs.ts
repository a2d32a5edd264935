import { IdempotencyKeyField, IdField, LocalDateScalar, TextField, ValueField, VersionField } from '@atrium/sdk';
import { InputType } from '@nestjs/graphql';
import { deletedPayloadOf, payloadOf } from '../place/payloads';
import { Equipment, EquipmentKind, EquipmentState } from './equipment.type';

@InputType({ description: 'A new piece of equipment.' })
export class CreateEquipmentInput {
  @IdField('community', { description: 'The community it serves.' })
  communityId: string;
  @IdField('building', { description: 'The building of that community it is in.', nullable: true })
  buildingId?: string | null;
  @IdField('section', { description: 'The section of that building it is in.', nullable: true })
  sectionId?: string | null;
  @TextField({ description: 'Code, unique in its community, at most 50 characters.', max: 50 })
  code: string;
  @TextField({ description: 'Name, at most 100 characters.', max: 100 })
  name: string;
  @ValueField(() => EquipmentKind, { description: 'Kind.' })
  kind: EquipmentKind;
  @ValueField(() => EquipmentState, { description: 'Whether it works.', defaultValue: EquipmentState.IN_SERVICE })
  state: EquipmentState;
  @TextField({ description: "The maker's serial number.", nullable: true, max: 100 })
  serialNumber?: string | null;
  @TextField({ description: 'Maker.', nullable: true, max: 100 })
  maker?: string | null;
  @TextField({ description: "The maker's name for this type.", nullable: true, max: 100 })
  model?: string | null;
  @ValueField(() => LocalDateScalar, { description: 'Day it was installed.', nullable: true })
  installedOn?: string | null;
  @ValueField(() => LocalDateScalar, {
    description: 'Day it was put into service, not before installation.',
    nullable: true,
  })
  commissionedOn?: string | null;
  @ValueField(() => LocalDateScalar, { description: 'Day by which the next inspection is due.', nullable: true })
  nextInspectionOn?: string | null;
  @TextField({ description: 'Its key in another system, unique among equipment.', nullable: true, max: 100 })
  externalId?: string | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'A change of a piece of equipment: what is left out stays, null empties.' })
export class UpdateEquipmentInput {
  @IdField('equipment', { description: 'Which one.' })
  id: string;
  @VersionField()
  version: number;
  @IdField('building', { description: 'The building it is in.', nullable: true })
  buildingId?: string | null;
  @IdField('section', { description: 'The section it is in.', nullable: true })
  sectionId?: string | null;
  @TextField({ description: 'Code, unique in its community.', nullable: true, min: 1, max: 50 })
  code?: string | null;
  @TextField({ description: 'Name.', nullable: true, min: 1, max: 100 })
  name?: string | null;
  @ValueField(() => EquipmentKind, { description: 'Kind.', nullable: true })
  kind?: EquipmentKind | null;
  @ValueField(() => EquipmentState, { description: 'Whether it works.', nullable: true })
  state?: EquipmentState | null;
  @TextField({ description: "The maker's serial number.", nullable: true, max: 100 })
  serialNumber?: string | null;
  @TextField({ description: 'Maker.', nullable: true, max: 100 })
  maker?: string | null;
  @TextField({ description: "The maker's name for this type.", nullable: true, max: 100 })
  model?: string | null;
  @ValueField(() => LocalDateScalar, { description: 'Day it was installed.', nullable: true })
  installedOn?: string | null;
  @ValueField(() => LocalDateScalar, { description: 'Day it was put into service.', nullable: true })
  commissionedOn?: string | null;
  @ValueField(() => LocalDateScalar, { description: 'Day by which the next inspection is due.', nullable: true })
  nextInspectionOn?: string | null;
  @TextField({ description: 'Its key in another system.', nullable: true, max: 100 })
  externalId?: string | null;
}

@InputType({ description: 'Deletes a piece of equipment that nothing hangs on.' })
export class DeleteEquipmentInput {
  @IdField('equipment', { description: 'Which one.' })
  id: string;
}

export const CreateEquipmentPayload = payloadOf('CreateEquipment', Equipment, 'equipment');
export const UpdateEquipmentPayload = payloadOf('UpdateEquipment', Equipment, 'equipment');
export const DeleteEquipmentPayload = deletedPayloadOf('Equipment');
