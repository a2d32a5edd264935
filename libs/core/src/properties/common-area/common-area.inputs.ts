import {
  DecimalScalar,
  IdempotencyKeyField,
  IdField,
  IntField,
  TextField,
  ValueField,
  VersionField,
} from '@atrium/sdk';
import { InputType } from '@nestjs/graphql';
import { deletedPayloadOf, payloadOf } from '../place/payloads';
import { CommonArea, CommonAreaKind } from './common-area.type';

@InputType({ description: 'A new common area.' })
export class CreateCommonAreaInput {
  @IdField('community', { description: 'The community it belongs to.' })
  communityId: string;
  @IdField('building', { description: 'The building of that community it is part of.', nullable: true })
  buildingId?: string | null;
  @IdField('section', { description: 'The section of that building it is part of.', nullable: true })
  sectionId?: string | null;
  @TextField({ description: 'Code, unique in its community, at most 50 characters.', max: 50 })
  code: string;
  @TextField({ description: 'Name, at most 100 characters.', max: 100 })
  name: string;
  @ValueField(() => CommonAreaKind, { description: 'Kind.' })
  kind: CommonAreaKind;
  @ValueField(() => DecimalScalar, { description: 'Area, m², two decimals.', nullable: true })
  area?: string | null;
  @IntField({ description: 'Floor; below ground it is negative.', nullable: true, min: -20, max: 200 })
  floor?: number | null;
  @TextField({ description: 'Its key in another system, unique among common areas.', nullable: true, max: 100 })
  externalId?: string | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'A change of a common area: what is left out stays, null empties.' })
export class UpdateCommonAreaInput {
  @IdField('common_area', { description: 'Which one.' })
  id: string;
  @VersionField()
  version: number;
  @IdField('building', { description: 'The building it is part of.', nullable: true })
  buildingId?: string | null;
  @IdField('section', { description: 'The section it is part of.', nullable: true })
  sectionId?: string | null;
  @TextField({ description: 'Code, unique in its community.', nullable: true, min: 1, max: 50 })
  code?: string | null;
  @TextField({ description: 'Name.', nullable: true, min: 1, max: 100 })
  name?: string | null;
  @ValueField(() => CommonAreaKind, { description: 'Kind.', nullable: true })
  kind?: CommonAreaKind | null;
  @ValueField(() => DecimalScalar, { description: 'Area, m², two decimals.', nullable: true })
  area?: string | null;
  @IntField({ description: 'Floor; below ground it is negative.', nullable: true, min: -20, max: 200 })
  floor?: number | null;
  @TextField({ description: 'Its key in another system.', nullable: true, max: 100 })
  externalId?: string | null;
}

@InputType({ description: 'Deletes a common area that nothing hangs on.' })
export class DeleteCommonAreaInput {
  @IdField('common_area', { description: 'Which one.' })
  id: string;
}

export const CreateCommonAreaPayload = payloadOf('CreateCommonArea', CommonArea, 'commonArea');
export const UpdateCommonAreaPayload = payloadOf('UpdateCommonArea', CommonArea, 'commonArea');
export const DeleteCommonAreaPayload = deletedPayloadOf('CommonArea');
