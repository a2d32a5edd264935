import { db, type Files, renderMessage, type TransactionOptions, type Transactions } from '@atrium/sdk';
import { createTableWriter, type TableFormat, type TableWriterOptions } from '../../tabular';
import { CONTENT_TYPES, fileLife } from '../job/files-of-jobs';
import type { JobRecord } from '../job/job-record';
import { importMessages } from './import.messages';
import type { ShownProblem } from './read-row';

const PAGE = 1000;

interface Source {
  readonly format: TableFormat;
  readonly encoding: string;
  readonly delimiter: string | null;
  readonly headers: readonly string[];
}

/**
 * The rows that were refused, as they stood in the file and in its own format, with a column that says what is wrong:
 * mended, the file can be imported as it is. Answers the file's id.
 */
export async function writeProblemFile(
  files: Files,
  transactions: Transactions,
  as: TransactionOptions,
  job: JobRecord,
  { format, encoding, delimiter, headers }: Source,
): Promise<string> {
  const title = renderMessage(importMessages.problemsColumn, job.locale);
  const kept = headers.map((header, index) => ({ header, index })).filter(({ header }) => header !== title);
  const name = `${title}.${format}`;
  const meta = { name, contentType: CONTENT_TYPES[format], purpose: 'IMPORT_PROBLEMS', expiresAt: fileLife() };
  const { id } = await files.create(meta, async (sink) => {
    const columns = [...kept.map(({ header }) => header), title];
    // Any encoding but the Chinese one becomes UTF-8, which can hold whatever was read.
    const csv = {
      encoding: encoding === 'gb18030' ? ('gb18030' as const) : undefined,
      delimiter: (delimiter ?? undefined) as TableWriterOptions['delimiter'],
    };
    const writer = createTableWriter({ format, sink, headers: columns, ...(format === 'csv' ? csv : {}) });
    let after = 0;
    for (;;) {
      const rows = await transactions.run({ ...as, readOnly: true }, () => refused(job.id, after));
      if (rows.length === 0) break;
      after = rows.at(-1)!.number;
      await writer.writeRows(
        rows.map(({ cells, problems }) => [
          ...kept.map(({ index }) => cells[index] ?? ''),
          problems.map((problem) => sentence(problem, job)).join(' '),
        ]),
      );
    }
    await writer.end();
  });
  return id;
}

const sentence = ({ column, message, params }: ShownProblem, { locale }: JobRecord): string =>
  `${column ? `${column}: ` : ''}${renderMessage(message, locale, params)}`;

function refused(
  jobId: string,
  after: number,
): Promise<{ number: number; cells: string[]; problems: ShownProblem[] }[]> {
  return db().query(
    `SELECT number, cells, problems FROM atrium.bulk_job_row
     WHERE job_id = $1 AND number > $2 AND NOT taken ORDER BY number LIMIT ${PAGE}`,
    [jobId, after],
  );
}
