import {
  allExports,
  Allow,
  compileFilter,
  context,
  defineMessages,
  type ExportKind,
  exportFilterName,
  forbidden,
  holds,
  invalidField,
  Jobs,
  ref,
  renderMessage,
  requirePermission,
  SignedIn,
  SqlValues,
} from '@atrium/sdk';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { bulkPermissions } from '../bulk.permissions';
import { bulkJob } from '../job/bulk-job';
import { insertJob } from '../job/job-record';
import { type ExportParameters, exportParameters } from './export-runner';
import { ExportInfo, StartExportInput, StartExportPayload } from './export.types';

const messages = defineMessages('export', {
  otherFilter: {
    en: 'This condition belongs to another list: an export of {list} takes "{expected}".',
    'zh-CN': '该条件属于其他列表：导出 {list} 请使用 “{expected}”。',
  },
  unknownColumn: {
    en: 'There is no column "{given}"; there are {allowed}.',
    'zh-CN': '没有列“{given}”，可用列：{allowed}。',
  },
  noColumns: { en: 'Choose at least one column.', 'zh-CN': '请至少选择一列。' },
  delimiter: { en: 'Must be a comma, a semicolon or a tab.', 'zh-CN': '分隔符必须为逗号、分号或制表符。' },
});

@Resolver()
export class ExportResolver {
  constructor(private readonly jobs: Jobs) {}

  @Query(() => [ExportInfo], { description: 'Lists that can be exported, with their columns.' })
  @SignedIn('the same for every tenant')
  exportLists(): ExportInfo[] {
    const { locale } = context();
    return allExports().map(({ name, title, permission, columns }) => ({
      name,
      title: renderMessage(title, locale),
      permission,
      columns: Object.entries(columns).map(([column, one]) => ({
        name: column,
        title: renderMessage(one.title, locale),
      })),
    }));
  }

  @Mutation(() => StartExportPayload, { description: 'Writes a list to a file, as a job.' })
  @Allow(bulkPermissions['export:run'])
  async startExport(@Args('input') input: StartExportInput): Promise<StartExportPayload> {
    const kind = allExports().find(({ name }) => name === input.list)!;
    requirePermission(kind.permission);
    const delimiter = exportParameters.shape.delimiter.safeParse(input.delimiter ?? undefined);
    if (!delimiter.success) throw invalidField('input.delimiter', 'UNKNOWN_DELIMITER', messages.delimiter);
    const parameters: ExportParameters = {
      format: input.format === 'CSV' ? 'csv' : 'xlsx',
      encoding: (input.encoding as ExportParameters['encoding']) ?? undefined,
      delimiter: delimiter.data,
      columns: columnsOf(kind, input.columns),
      filter: filterOf(kind, input.filter),
    };
    const id = await insertJob({ kind: 'EXPORT', subject: kind.name, parameters: exportParameters.parse(parameters) });
    await this.jobs.enqueue(bulkJob, { id });
    return { job: ref('job', id) };
  }
}

function columnsOf({ columns }: ExportKind, chosen: readonly string[] | null | undefined): string[] {
  const all = Object.keys(columns);
  const unknown = chosen?.find((name) => !all.includes(name));
  if (unknown !== undefined) {
    const params = { given: unknown, allowed: all.join(', ') };
    throw invalidField('input.columns', 'UNKNOWN_COLUMN', messages.unknownColumn, params);
  }
  if (chosen?.length === 0) throw invalidField('input.columns', 'NO_COLUMNS', messages.noColumns);
  const mayHave = (name: string): boolean => {
    const { permission } = columns[name]!;
    return permission === undefined || holds(permission);
  };
  if (!chosen) return all.filter(mayHave);
  const refused = chosen.find((name) => !mayHave(name));
  if (refused !== undefined) throw forbidden(columns[refused]!.permission!);
  return [...new Set(chosen)];
}

/** The list's own condition, tried out so that what is wrong with it is said now and not by the job. */
function filterOf({ name, list }: ExportKind, given: StartExportInput['filter']): ExportParameters['filter'] {
  const expected = exportFilterName(name);
  const entries = Object.entries(given ?? {}).filter(([, value]) => value !== null && value !== undefined);
  for (const [key, value] of entries) {
    if (key !== expected) {
      throw invalidField(`input.filter.${key}`, 'OTHER_LIST', messages.otherFilter, { list: name, expected });
    }
    compileFilter(list.definition.filters, value!, 't', new SqlValues(), `input.filter.${key}`);
    return value!;
  }
  return null;
}
