import {
  allImportKinds,
  IdempotencyKeyField,
  IdField,
  IntField,
  JsonScalar,
  type Ref,
  TextField,
  ValueField,
} from '@atrium/sdk';
import { Field, Float, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Job } from '../job/job.type';

/** Filled from the declared kinds before the schema is built. */
export const ImportKindName: Record<string, string> = {};

export function registerImportKinds(): void {
  const kinds = allImportKinds();
  for (const { name } of kinds) ImportKindName[name] = name;
  registerEnumType(ImportKindName, {
    name: 'ImportKindName',
    description: 'Kinds of files that can be imported.',
    valuesMap: Object.fromEntries(kinds.map(({ name, description }) => [name, { description: description.text.en }])),
  });
}

export enum OnMissingParent {
  CREATE = 'CREATE',
  REFUSE = 'REFUSE',
}
registerEnumType(OnMissingParent, {
  name: 'OnMissingParent',
  description: 'What becomes of a row that names a parent nobody knows, e.g. a unit of an unknown building.',
  valuesMap: { CREATE: { description: 'The parent is made.' }, REFUSE: { description: 'The row is refused.' } },
});

@InputType({ description: 'How a file is read. What is left out is found out.' })
export class ImportFileOptions {
  @TextField({ description: 'Encoding of a CSV file, e.g. `gb18030`.', nullable: true, max: 40 })
  encoding?: string;
  @TextField({ description: 'Delimiter of a CSV file: one character.', nullable: true, max: 1 })
  delimiter?: string;
  @TextField({
    description: 'Sheet of an XLSX file, by its name; else the first with anything in it.',
    nullable: true,
    max: 100,
  })
  sheet?: string;
  @IntField({ description: 'Row the headers stand on.', nullable: true, min: 1, max: 1000 })
  headerRow?: number;
  @TextField({
    description: 'Where the file is from, for its dates and decimals, as a BCP 47 tag, e.g. `zh-CN`, `en-US`, `de`.',
    nullable: true,
    max: 35,
  })
  region?: string;
}

@InputType({ description: 'A file to look at before it is imported.' })
export class InspectImportInput {
  @IdField('file', { description: 'The uploaded file.' })
  fileId: string;
  @ValueField(() => ImportKindName, { description: 'What its rows are.' })
  kind: string;
  @ValueField(() => ImportFileOptions, { description: 'How it is read.', nullable: true })
  options?: ImportFileOptions;
}

@InputType({ description: 'A file to import.' })
export class StartImportInput {
  @IdField('file', { description: 'The uploaded file.' })
  fileId: string;
  @ValueField(() => ImportKindName, { description: 'What its rows are.' })
  kind: string;
  @ValueField(() => JsonScalar, {
    description:
      'Header by field name, e.g. `{"buildingName": "楼栋"}`; an empty text leaves a field out. Without it the saved mapping or the proposed one is used.',
    nullable: true,
  })
  mapping?: unknown;
  @ValueField(() => ImportFileOptions, { description: 'How it is read.', nullable: true })
  options?: ImportFileOptions;
  @ValueField(() => OnMissingParent, {
    description: 'What becomes of rows that name an unknown parent.',
    nullable: true,
    defaultValue: OnMissingParent.REFUSE,
  })
  onMissingParent?: OnMissingParent;
  @ValueField(() => Boolean, {
    description: 'Only look for problems; change nothing.',
    nullable: true,
    defaultValue: false,
  })
  dryRun?: boolean;
  @ValueField(() => Boolean, {
    description: 'Keep the mapping for the next file of this kind.',
    nullable: true,
    defaultValue: false,
  })
  saveMapping?: boolean;
  @IdempotencyKeyField()
  idempotencyKey?: string;
}

@ObjectType({ description: 'An import that was begun.' })
export class StartImportPayload {
  @Field(() => Job, { description: 'The job that does it.' })
  job: Ref;
}

@ObjectType({ description: 'Something a row of a file can say.' })
export class ImportFieldInfo {
  @Field({ description: 'Its name, used in mappings.' })
  name: string;
  @Field({ description: 'Its header in files that we write, in the caller’s language.' })
  title: string;
  @Field({ description: 'What belongs there, in the caller’s language.' })
  description: string;
  @Field({ description: 'TEXT, INTEGER, DECIMAL, DATE, BOOLEAN, CHOICE or OTHER.' })
  type: string;
  @Field({ description: 'Does every row need a value?' })
  required: boolean;
}

@ObjectType({ description: 'A kind of file that can be imported.' })
export class ImportKindInfo {
  @Field(() => ImportKindName, { description: 'Its name.' })
  name: string;
  @Field({ description: 'Its title, in the caller’s language.' })
  title: string;
  @Field({ description: 'What it is for, in the caller’s language.' })
  description: string;
  @Field({ description: 'Permission it needs besides `import:run`.' })
  permission: string;
  @Field(() => [ImportFieldInfo], { description: 'What its rows can say.' })
  fields: ImportFieldInfo[];
}

@ObjectType({ description: 'A column of the file and the field it would feed.' })
export class ImportColumnMatch {
  @Field({ description: 'Name of the field.' })
  field: string;
  @Field({ description: 'Header of the column.' })
  header: string;
  @Field({ description: 'How it was recognised: SAVED, EXACT, NORMALISED, ALIAS or FUZZY.' })
  match: string;
  @Field(() => Float, { description: '0 to 1; below 0.9 a person should look at it.' })
  confidence: number;
}

@ObjectType({ description: 'What a file looks like.' })
export class ImportInspection {
  @Field({ description: 'csv or xlsx, told by the content.' })
  format: string;
  @Field({ description: 'Encoding found.' })
  encoding: string;
  @Field(() => String, { nullable: true, description: 'Delimiter found; null for XLSX.' })
  delimiter: string | null;
  @Field(() => [String], { description: 'Sheets of an XLSX file.' })
  sheets: string[];
  @Field(() => Int, { description: 'Row the headers stand on.' })
  headerRow: number;
  @Field(() => [String], { description: 'Headers, in their order.' })
  headers: string[];
  @Field(() => [ImportColumnMatch], { description: 'Proposed mapping.' })
  matches: ImportColumnMatch[];
  @Field(() => [String], { description: 'Headers that would go nowhere.' })
  unmappedHeaders: string[];
  @Field(() => [String], { description: 'Fields that every row needs and no column feeds.' })
  missingFields: string[];
  @Field(() => [[String]], { description: 'First rows as they stand in the file.' })
  sample: string[][];
}
