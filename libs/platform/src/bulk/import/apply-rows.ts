import {
  AtriumError,
  commonMessages,
  db,
  type ImportKind,
  type ImportRunOptions,
  type ParsedRow,
  type RowOutcome,
  type RowProblem,
} from '@atrium/sdk';
import { explain } from '../../graphql/errors/explain';

/**
 * Applies a batch inside the running transaction. When the batch as a whole cannot be written, halves are tried until
 * the bad row stands alone: its neighbours are written, and it is reported with what the database or the rule said.
 *
 * @throws whatever is not about the rows: a lost connection, a mistake of ours
 */
export async function applyRows(
  writer: ImportKind,
  rows: readonly ParsedRow[],
  options: ImportRunOptions,
): Promise<RowOutcome[]> {
  if (rows.length === 0) return [];
  const query = (sql: string): Promise<unknown> => db().query(sql);
  await query('SAVEPOINT rows');
  try {
    const outcomes = await writer.applyBatch(rows, options);
    await query('RELEASE SAVEPOINT rows');
    return [...outcomes];
  } catch (error) {
    const { error: problem, hidden } = explain(error, 'execution', { hideSuggestions: true });
    if (hidden !== null || problem.retryable) throw error;
    await query('ROLLBACK TO SAVEPOINT rows');
    await query('RELEASE SAVEPOINT rows');
    if (rows.length === 1) return [{ number: rows[0]!.number, outcome: 'ERROR', problems: problemsOf(problem) }];
    const middle = Math.ceil(rows.length / 2);
    const first = await applyRows(writer, rows.slice(0, middle), options);
    return [...first, ...(await applyRows(writer, rows.slice(middle), options))];
  }
}

function problemsOf({ code, template, params, fields }: AtriumError): RowProblem[] {
  if (!fields?.length) return [{ field: null, code, message: template, params }];
  return fields.map((field) => ({
    field: field.path.split('.').at(-1) ?? null,
    code: field.code,
    message: field.message ?? commonMessages.validationFailed,
    params: field.params,
  }));
}
