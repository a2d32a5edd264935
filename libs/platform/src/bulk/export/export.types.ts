import { allExports, exportFilterName, IdempotencyKeyField, OneOf, type Ref, TextField, ValueField } from '@atrium/sdk';
import { Field, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Job } from '../job/job.type';

/** Filled from the declared exports before the schema is built. */
export const ExportName: Record<string, string> = {};

export enum TableFileFormat {
  CSV = 'CSV',
  XLSX = 'XLSX',
}
registerEnumType(TableFileFormat, {
  name: 'TableFileFormat',
  description: 'Format of a file of rows.',
  valuesMap: {
    CSV: { description: 'Text with delimiters.' },
    XLSX: { description: 'A workbook; beyond 1,048,576 rows it goes on on a second sheet.' },
  },
});

@InputType({ description: 'Conditions on the exported list: those of the list itself.' })
export class ExportFilter {}

/** Gives the export inputs a value and a filter for every declared export. */
export function registerExports(): void {
  const kinds = allExports();
  for (const { name, list } of kinds) {
    ExportName[name] = name;
    const { Filter } = list;
    if (!Filter) continue;
    Field(() => Filter, { nullable: true, description: `Conditions of an export of ${name}.` })(
      ExportFilter.prototype,
      exportFilterName(name),
    );
  }
  registerEnumType(ExportName, {
    name: 'ExportName',
    description: 'Lists that can be exported.',
    valuesMap: Object.fromEntries(kinds.map(({ name, title }) => [name, { description: title.text.en }])),
  });
}

@InputType({ description: 'A list to write to a file.' })
export class StartExportInput {
  @ValueField(() => ExportName, { description: 'The list.' })
  list: string;
  @ValueField(() => TableFileFormat, { description: 'Format of the file.' })
  format: TableFileFormat;
  @ValueField(() => ExportFilter, {
    description: 'Which rows; the one condition that belongs to the list.',
    nullable: true,
  })
  filter?: Record<string, Record<string, unknown> | undefined>;
  @ValueField(() => [String], {
    description: 'Names of the columns, in the order wanted; all that the caller may see when left out.',
    nullable: true,
  })
  columns?: string[];
  @TextField({ description: 'Encoding of a CSV file: `utf-8` (the default) or `gb18030`.', nullable: true, max: 10 })
  @OneOf(['utf-8', 'gb18030'])
  encoding?: string;
  @TextField({
    description: 'Delimiter of a CSV file: `,` (the default), `;` or a tab.',
    nullable: true,
    max: 1,
    multiline: true,
  })
  delimiter?: string;
  @IdempotencyKeyField()
  idempotencyKey?: string;
}

@ObjectType({ description: 'An export that was begun.' })
export class StartExportPayload {
  @Field(() => Job, { description: 'The job that does it.' })
  job: Ref;
}

@ObjectType({ description: 'A column of an exported list.' })
export class ExportColumnInfo {
  @Field({ description: 'Its name.' })
  name: string;
  @Field({ description: 'Its header, in the caller’s language.' })
  title: string;
}

@ObjectType({ description: 'A list that can be exported.' })
export class ExportInfo {
  @Field(() => ExportName, { description: 'Its name.' })
  name: string;
  @Field({ description: 'Its title, in the caller’s language.' })
  title: string;
  @Field({ description: 'Permission it needs besides `export:run`.' })
  permission: string;
  @Field(() => [ExportColumnInfo], { description: 'Its columns.' })
  columns: ExportColumnInfo[];
}
