import {
  allExports,
  columnValue,
  compileFilter,
  db,
  type ExportKind,
  Files,
  type JobRun,
  pageSql,
  readPage,
  renderMessage,
  SqlValues,
  type TransactionOptions,
  Transactions,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { createTableWriter, type TableValue } from '../../tabular';
import { JobCancelledError } from '../job/job-cancelled';
import { CONTENT_TYPES, fileLife } from '../job/files-of-jobs';
import { endJob, type JobRecord, moveOn } from '../job/job-record';

export const exportParameters = z.object({
  format: z.enum(['csv', 'xlsx']),
  encoding: z.enum(['utf-8', 'gb18030']).optional(),
  delimiter: z.enum([',', ';', '\t']).optional(),
  /** Names of the kind's columns, in the order wanted. */
  columns: z.array(z.string()),
  filter: z.record(z.string(), z.unknown()).nullable(),
});
export type ExportParameters = z.infer<typeof exportParameters>;

const PAGE = 1000;
/** Numbers with more digits would be rounded by a spreadsheet. */
const EXACT_DIGITS = 15;

/** Writes one list to a file, page by page, each in a short transaction as the person who asked for it. */
@Injectable()
export class ExportRunner {
  constructor(
    private readonly files: Files,
    private readonly transactions: Transactions,
  ) {}

  async run(job: JobRecord, tenantId: string, run: JobRun): Promise<void> {
    const kind = allExports().find(({ name }) => name === job.subject);
    if (!kind) throw new Error(`No module declares the export ${job.subject}`);
    const parameters = exportParameters.parse(job.parameters);
    const as: TransactionOptions = { tenantId, actor: job.actor, locale: job.locale, operation: 'export' };
    const total = await this.transactions.run({ ...as, readOnly: true }, () => count(kind, parameters));
    let done = 0;
    try {
      await this.transactions.run(as, async () => {
        const { format } = parameters;
        const name = `${renderMessage(kind.title, job.locale)}.${format}`;
        const meta = { name, contentType: CONTENT_TYPES[format], purpose: 'EXPORT', expiresAt: fileLife() };
        const file = await this.files.create(meta, async (sink) => {
          const { encoding, delimiter, columns } = parameters;
          const headers = columns.map((column) => renderMessage(kind.columns[column]!.title, job.locale));
          const writer = createTableWriter({
            format,
            sink,
            headers,
            ...(format === 'csv' ? { encoding, delimiter } : {}),
          });
          let after: readonly unknown[] | null = null;
          do {
            run.signal.throwIfAborted();
            const page = await this.transactions.run({ ...as, readOnly: true }, () =>
              readRows(kind, parameters, after),
            );
            await writer.writeRows(page.rows);
            done += page.rows.length;
            after = page.next;
            const stop = await this.transactions.run(as, () =>
              moveOn(job.id, job.checkpoint, job.checkpoint, { done, total, counts: {} }),
            );
            if (stop) throw new JobCancelledError();
          } while (after);
          await writer.end();
        });
        await endJob(job.id, {
          state: 'SUCCEEDED',
          progress: { done, total: done, counts: { exported: done } },
          resultFileId: file.id,
        });
      });
    } catch (error) {
      if (!(error instanceof JobCancelledError)) throw error;
      await this.transactions.run(as, () => endJob(job.id, { state: 'CANCELLED' }));
    }
  }
}

async function count({ list }: ExportKind, { filter }: ExportParameters): Promise<number> {
  const { view, filters } = list.definition;
  const values = new SqlValues();
  const where = conditions(list.definition, filters, filter, values);
  const [row] = await db().query<{ count: string }>(`SELECT count(*) FROM ${view.table} t${where}`, values.values);
  return Number(row!.count);
}

function conditions(
  { view, where }: ExportKind['list']['definition'],
  filters: Parameters<typeof compileFilter>[0],
  filter: ExportParameters['filter'],
  values: SqlValues,
  more: readonly string[] = [],
): string {
  const all = [
    ...(view.where ? [view.where('t')] : []),
    ...(where ? [where('t')] : []),
    ...(filter ? compileFilter(filters, filter, 't', values) : []),
    ...more,
  ];
  return all.length > 0 ? ` WHERE ${all.join(' AND ')}` : '';
}

async function readRows(
  { list, columns }: ExportKind,
  parameters: ExportParameters,
  after: readonly unknown[] | null,
): Promise<{ rows: TableValue[][]; next: readonly unknown[] | null }> {
  const { definition } = list;
  const { view, filters } = definition;
  const values = new SqlValues();
  const page = { ...readPage(definition, { first: 1 }), size: PAGE, after };
  const chosen = parameters.columns.map((name) => columns[name]!);
  const cells = chosen.map(({ path }) => columnValue(view, path, 't'));
  const base = pageSql(page, 't', values);
  const where = conditions(definition, filters, parameters.filter, values, base.conditions);
  const rows = await db().query<{ r: unknown[]; k: unknown[] }>(
    `SELECT json_build_array(${cells.map(({ sql }) => sql).join(', ')}) AS r, ${base.keys} AS k
     FROM (SELECT t.* FROM ${view.table} t${where} ORDER BY ${base.orderBy} LIMIT ${PAGE}) t`,
    values.values,
  );
  return {
    rows: rows.map(({ r }) =>
      r.map((value, index) => tableValue(value === null ? null : cells[index]!.decode(value), chosen[index]!.type)),
    ),
    next: rows.length === PAGE ? rows.at(-1)!.k : null,
  };
}

function tableValue(value: unknown, type: 'TEXT' | 'NUMBER' = 'TEXT'): TableValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return type === 'NUMBER' && text.replace(/\D/g, '').length <= EXACT_DIGITS ? Number(text) : text;
}
