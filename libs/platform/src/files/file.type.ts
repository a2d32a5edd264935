import { context, DateTimeScalar, defineView, f, IntField, renderMessage, TextField } from '@atrium/sdk';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { fileMessages } from './files.messages';

export enum FileState {
  PENDING = 'PENDING',
  PROCESSING = 'PROCESSING',
  STORED = 'STORED',
  REFUSED = 'REFUSED',
}
registerEnumType(FileState, {
  name: 'FileState',
  description: 'Where a file stands.',
  valuesMap: {
    PENDING: { description: 'Its upload is awaited.' },
    PROCESSING: { description: 'An image that is being prepared; it takes a moment.' },
    STORED: { description: 'It can be downloaded.' },
    REFUSED: { description: 'An image that could not be kept; `problem` says why.' },
  },
});

@ObjectType({ description: 'Why a file could not be kept.' })
export class FileProblem {
  @Field({ description: 'For programs: `imageDamaged`, `imageTooLarge`, `imageNoRoom` or `imageFailed`.' })
  code: string;
  @Field({ description: 'For people, in the caller’s language.' })
  message: string;
}

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
  @Field(() => FileState, { description: 'Where it stands.' })
  state: FileState;
  @Field(() => FileProblem, { nullable: true, description: 'Why it was refused.' })
  problem: FileProblem | null;
  @Field(() => Int, { nullable: true, description: 'Width of an image in pixels, once it is stored.' })
  width: number | null;
  @Field(() => Int, { nullable: true, description: 'Height of an image in pixels, once it is stored.' })
  height: number | null;
  @Field(() => DateTimeScalar, { description: 'When it was announced or made.' })
  createdAt: Date;
}

const shownProblem = (value: unknown): object => {
  const code = value as 'imageDamaged' | 'imageTooLarge' | 'imageNoRoom' | 'imageFailed';
  return { code, message: renderMessage(fileMessages[code], context().locale) };
};

export const fileView = defineView({
  type: 'File',
  idType: 'file',
  table: 'atrium.file',
  forCustomers: [
    ...['id', 'name', 'contentType', 'bytes', 'uploaded', 'state', 'problem', 'width', 'height', 'createdAt', 'url'],
    'thumbnailUrl',
  ],
  fields: {
    id: f.id('file'),
    name: f.column('name'),
    contentType: f.column('content_type'),
    bytes: f.sql((file) => `least(${file}.bytes, 2147483647)`),
    uploaded: f.sql((file) => `(${file}.storage_key IS NOT NULL)`),
    state: f.column('state'),
    problem: f.sql((file) => `${file}.problem`, shownProblem),
    width: f.column('width'),
    height: f.column('height'),
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
