import { DateTimeScalar, defineView, f, IntField, TextField } from '@atrium/sdk';
import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'A file: uploaded, or made for download. Only whoever made it can use it.' })
export class File {
  @Field(() => ID, { description: 'Opaque and stable.' })
  id: string;
  @Field({ description: 'What a download is saved as.' })
  name: string;
  @Field({ description: 'Media type, e.g. `text/csv`.' })
  contentType: string;
  @Field(() => Int, { description: 'Size in bytes.' })
  bytes: number;
  @Field({ description: 'Is its content there? False while an upload is awaited.' })
  uploaded: boolean;
  @Field(() => DateTimeScalar, { description: 'When it was announced or made.' })
  createdAt: Date;
}

export const fileView = defineView({
  type: 'File',
  idType: 'file',
  table: 'atrium.file',
  fields: {
    id: f.id('file'),
    name: f.column('name'),
    contentType: f.column('content_type'),
    bytes: f.sql((file) => `least(${file}.bytes, 2147483647)`),
    uploaded: f.sql((file) => `(${file}.state = 'STORED')`),
    createdAt: f.instant('created_at'),
  },
});

@InputType({ description: 'A file that is about to be uploaded.' })
export class CreateUploadInput {
  @TextField({ description: 'Its name, e.g. `units.xlsx`.', max: 200 })
  fileName: string;
  @TextField({
    description: 'Media type, e.g. `text/csv`.',
    max: 100,
    matches: /^[a-zA-Z0-9][\w.+-]*\/[a-zA-Z0-9][\w.+-]*$/,
    example: 'text/csv',
  })
  contentType: string;
  @IntField({ description: 'Its exact size in bytes; more or fewer are refused.', min: 1, max: 2_147_483_647 })
  bytes: number;
}

@ObjectType({ description: 'Where to upload a file to.' })
export class CreateUploadPayload {
  @Field(() => File, { description: 'The file, to be named in what it is uploaded for.' })
  file: File;
  @Field({ description: 'Send the content there with `PUT`, as the body of the request; no other header is needed.' })
  url: string;
  @Field(() => DateTimeScalar, { description: 'Until when the upload must have begun.' })
  expiresAt: Date;
}
