import { IdempotencyKeyField, IdField, TextField, VersionField } from '@atrium/sdk';
import { InputType } from '@nestjs/graphql';
import { deletedPayloadOf, payloadOf } from '../place/payloads';
import { Section } from './section.type';

@InputType({ description: 'A new section of a building.' })
export class CreateSectionInput {
  @IdField('building', { description: 'The building it is part of.' })
  buildingId: string;
  @TextField({
    description: 'Number or letter of the entrance, unique in its building, at most 50 characters.',
    max: 50,
  })
  code: string;
  @TextField({ description: 'Name, where it has one besides its code.', nullable: true, max: 100 })
  name?: string | null;
  @TextField({ description: 'Its key in another system, unique among sections.', nullable: true, max: 100 })
  externalId?: string | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'A change of a section: what is left out stays, null empties.' })
export class UpdateSectionInput {
  @IdField('section', { description: 'Which one.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ description: 'Number or letter of the entrance.', nullable: true, min: 1, max: 50 })
  code?: string | null;
  @TextField({ description: 'Name, where it has one besides its code.', nullable: true, max: 100 })
  name?: string | null;
  @TextField({ description: 'Its key in another system.', nullable: true, max: 100 })
  externalId?: string | null;
}

@InputType({ description: 'Deletes a section that nothing hangs on.' })
export class DeleteSectionInput {
  @IdField('section', { description: 'Which one.' })
  id: string;
}

export const CreateSectionPayload = payloadOf('CreateSection', Section, 'section');
export const UpdateSectionPayload = payloadOf('UpdateSection', Section, 'section');
export const DeleteSectionPayload = deletedPayloadOf('Section');
