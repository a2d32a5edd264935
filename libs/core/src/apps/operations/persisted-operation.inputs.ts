import { IdField, TextField } from '@atrium/sdk';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { IsString } from 'class-validator';
import { PersistedOperation } from './persisted-operation.type';

@InputType({ isAbstract: true })
abstract class DocumentInput {
  @TextField({ description: 'Name people know it by, such as that of the operation.', max: 200 })
  name: string;
  @Field({
    description: 'The GraphQL document with one operation, exactly as the client hashes it: no character is changed.',
  })
  @IsString()
  document: string;
}

@InputType({ description: 'A document that an API client may call by its hash.' })
export class RegisterApiClientOperationInput extends DocumentInput {
  @IdField('api_client', { description: 'The API client it is for.' })
  apiClientId: string;
}

@InputType({ description: 'A document that the sessions of a public client may call by its hash.' })
export class RegisterPublicClientOperationInput extends DocumentInput {
  @IdField('public_client', { description: 'The public client it is for.' })
  publicClientId: string;
}

@InputType({ description: 'A persisted operation.' })
export class PersistedOperationIdInput {
  @IdField('persisted_operation', { description: 'Which one.' })
  id: string;
}

@ObjectType({ description: 'The registered operation.' })
export class RegisterPersistedOperationPayload {
  @Field(() => PersistedOperation, { description: 'As it is now.' })
  persistedOperation: unknown;
}

@ObjectType({ description: 'The operation is not registered any more.' })
export class RemovePersistedOperationPayload {
  @Field({ description: 'The hash it was called by.' })
  removedHash: string;
}
