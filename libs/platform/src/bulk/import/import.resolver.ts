import {
  allImportKinds,
  Allow,
  AtriumError,
  checkMapping,
  context,
  Files,
  type ImportKindDefinition,
  invalidField,
  Jobs,
  proposeMapping,
  ref,
  renderMessage,
  requirePermission,
  SignedIn,
} from '@atrium/sdk';
import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Config } from '../../config';
import { CONFIG } from '../../platform.tokens';
import { openTable, type TableReader } from '../../tabular';
import { bulkPermissions } from '../bulk.permissions';
import { asFailure, asValidationError } from '../job/bulk-failure';
import { bulkJob } from '../job/bulk-job';
import { insertJob } from '../job/job-record';
import { saveMapping, savedMapping } from './import-mapping';
import { type ImportParameters, importParameters, tableOptions } from './import-parameters';
import { importMessages } from './import.messages';
import {
  type ImportFileOptions,
  ImportInspection,
  ImportKindInfo,
  InspectImportInput,
  StartImportInput,
  StartImportPayload,
} from './import.types';
import { mappingFailure } from './mapping-failure';
import { printable } from './read-row';

/** Rows shown of a file that is looked at. */
const SAMPLE_ROWS = 5;

@Resolver()
export class ImportResolver {
  constructor(
    private readonly files: Files,
    private readonly jobs: Jobs,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Query(() => [ImportKindInfo], { description: 'Kinds of files that can be imported, with their fields.' })
  @SignedIn('the same for every tenant')
  importKinds(): ImportKindInfo[] {
    const { locale } = context();
    return allImportKinds().map(({ name, title, description, permission, fields }) => ({
      name,
      title: renderMessage(title, locale),
      description: renderMessage(description, locale),
      permission,
      fields: Object.entries(fields).map(([field, one]) => ({
        name: field,
        title: renderMessage(one.title, locale),
        description: renderMessage(one.description, locale),
        type: one.type.name,
        required: one.required ?? false,
      })),
    }));
  }

  @Query(() => ImportInspection, { description: 'Looks into an uploaded file: what it is and how its columns map.' })
  @Allow(bulkPermissions['import:run'])
  async inspectImport(
    @Args('input', { description: 'The file.' }) input: InspectImportInput,
  ): Promise<ImportInspection> {
    const kind = kindOf(input.kind);
    const saved = await savedMapping(kind.name);
    return this.withTable(input.fileId, input.options, async (table) => {
      const { format, encoding, delimiter, sheetNames, headerRow, headers } = table;
      const { matches, unmappedHeaders, missingFields } = proposeMapping(headers, kind.fields, saved ?? {});
      return {
        format,
        encoding,
        delimiter,
        sheets: [...sheetNames],
        headerRow,
        headers: [...headers],
        matches: [...matches],
        unmappedHeaders: [...unmappedHeaders],
        missingFields: [...missingFields],
        sample: await firstRows(table),
      };
    });
  }

  @Mutation(() => StartImportPayload, { description: 'Brings an uploaded file in, as a job.' })
  @Allow(bulkPermissions['import:run'])
  async startImport(@Args('input') input: StartImportInput): Promise<StartImportPayload> {
    const kind = kindOf(input.kind);
    const mapping = readMapping(input.mapping);
    if (mapping) await this.refuseBadMapping(kind, mapping, input);
    else await this.files.get(input.fileId);
    if (mapping && input.saveMapping) await saveMapping(kind.name, mapping);
    const parameters: ImportParameters = {
      ...defined(input.options),
      mapping,
      onMissingParent: input.onMissingParent ?? 'REFUSE',
    };
    const id = await insertJob({
      kind: 'IMPORT',
      subject: kind.name,
      dryRun: input.dryRun ?? false,
      parameters: importParameters.parse(parameters),
      sourceFileId: input.fileId,
    });
    await this.jobs.enqueue(bulkJob, { id });
    return { job: ref('job', id) };
  }

  private refuseBadMapping(
    kind: ImportKindDefinition,
    mapping: Record<string, string>,
    { fileId, options }: StartImportInput,
  ): Promise<void> {
    return this.withTable(fileId, options, ({ headers }) => {
      const [problem] = checkMapping(headers, kind.fields, mapping);
      if (problem) throw asValidationError(mappingFailure(problem), 'input.mapping');
      return Promise.resolve();
    });
  }

  private async withTable<T>(
    fileId: string,
    options: ImportFileOptions | null | undefined,
    task: (table: TableReader) => Promise<T>,
  ): Promise<T> {
    const file = await this.files.get(fileId);
    return this.files.withPath(file, async (path) => {
      let table: TableReader | undefined;
      try {
        table = await openTable({ path }, tableOptions(this.config, defined(options), SAMPLE_ROWS));
        return await task(table);
      } catch (error) {
        const failure = error instanceof AtriumError ? null : asFailure(error);
        throw failure ? asValidationError(failure, 'input.fileId') : error;
      } finally {
        await table?.close();
      }
    });
  }
}

/** The kind, when the caller may import it. */
function kindOf(name: string): ImportKindDefinition {
  const kind = allImportKinds().find((one) => one.name === name)!;
  requirePermission(kind.permission);
  return kind;
}

function readMapping(given: unknown): Record<string, string> | null {
  if (given === null || given === undefined) return null;
  const parsed = importParameters.shape.mapping.safeParse(given);
  if (parsed.success && parsed.data) return parsed.data;
  throw invalidField('input.mapping', 'NOT_A_MAPPING', importMessages.notAMapping);
}

async function firstRows(table: TableReader): Promise<string[][]> {
  for await (const rows of table.rows()) return rows.slice(0, SAMPLE_ROWS).map(({ cells }) => cells.map(printable));
  return [];
}

/** Without what was not given: null means the same as absent here. */
const defined = (options: ImportFileOptions | null | undefined): Partial<ImportParameters> =>
  Object.fromEntries(Object.entries(options ?? {}).filter(([, value]) => value !== null && value !== undefined));
