import {
  context,
  checkMapping,
  db,
  fieldFormats,
  Files,
  type ImportKindDefinition,
  type ImportKind,
  type ImportValue,
  type JobRun,
  newId,
  type ParsedRow,
  proposeMapping,
  type RowOutcome,
  Transactions,
} from '@atrium/sdk';
import { type TableReader, type TableRow } from '../../tabular';
import { endJob, type JobRecord, moveOn, type Progress } from '../job/job-record';
import { BulkFailure } from '../job/bulk-failure';
import { applyRows } from './apply-rows';
import { importMessages } from './import.messages';
import { type ImportParameters } from './import-parameters';
import { savedMapping } from './import-mapping';
import { mappingFailure } from './mapping-failure';
import { ahead, mapped } from './read-ahead';
import { noteRows } from './import.metrics';
import { refuseAtRest } from './refuse-at-rest';
import { planColumns, printable, readRow, type ShownProblem, type ColumnPlan } from './read-row';
import { writeProblemFile } from './problem-file';

/** A row of the file on its way in. */
interface ReadRow {
  readonly row: TableRow;
  readonly values: Record<string, ImportValue>;
  readonly problems: ShownProblem[];
  readonly duplicateOf: number | null;
}

/**
 * A batch need not be on the disk before the next one is begun: its checkpoint is in the same transaction, so that what
 * a crashing server loses of its last moment is read again. The end of the job is on the disk, and all before it.
 */
const COMMIT_WITHOUT_WAITING = 'SET LOCAL synchronous_commit = off';

/** Thrown to roll a dry run back; carries nothing. */
class DryRunOver extends Error {}

/** One try of one import. */
export class OneImport {
  private done: number;
  private rehearsing = false;
  private readonly counts: Record<string, number>;
  private readonly firstOf = new Map<string, number>();

  constructor(
    private readonly transactions: Transactions,
    private readonly files: Files,
    private readonly job: JobRecord,
    private readonly tenantId: string,
    private readonly run: JobRun,
    private readonly definition: ImportKindDefinition,
    private readonly writer: ImportKind,
    private readonly table: TableReader,
  ) {
    // A dry run leaves nothing to go on from.
    this.counts = job.dryRun ? {} : { ...job.counts };
    // With a key the whole file is read again, and counted again.
    this.done = job.dryRun || definition.key ? 0 : job.done;
  }

  async execute(parameters: ImportParameters, maxRows: number): Promise<void> {
    const plan = await this.plan(parameters.mapping);
    const work = (): Promise<boolean> => this.batches(plan, parameters, maxRows);
    const cancelled = this.job.dryRun ? await this.rehearse(work) : await work();
    await this.inOwn(async () => {
      const failed = (this.counts.failed ?? 0) > 0;
      const problemFile = failed ? await this.problemFile() : undefined;
      await endJob(this.job.id, {
        state: cancelled ? 'CANCELLED' : failed ? 'SUCCEEDED_WITH_ERRORS' : 'SUCCEEDED',
        progress: { done: this.done, total: cancelled ? null : this.done, counts: this.counts },
        problemFileId: problemFile,
      });
    });
  }

  /** The mapping given, or the one proposed from the headers and what this tenant saved. */
  private async plan(given: ImportParameters['mapping']): Promise<ColumnPlan> {
    const { headers } = this.table;
    const { fields, name } = this.definition;
    const saved = given ?? (await this.inOwn(() => savedMapping(name)));
    const mapping = given ?? proposeMapping(headers, fields, saved ?? {}).mapping;
    const [problem] = checkMapping(headers, fields, mapping);
    if (problem) throw mappingFailure(problem);
    return planColumns(headers, mapping);
  }

  /** Every batch of the file; answers whether the job was asked to stop. */
  private async batches(plan: ColumnPlan, parameters: ImportParameters, maxRows: number): Promise<boolean> {
    const { onMissingParent } = parameters;
    const { dryRun } = this.job;
    const parse = { locale: this.job.locale, formats: fieldFormats(parameters.region ?? this.job.locale) };
    let checkpoint = dryRun ? 0 : this.job.checkpoint;
    const rows = mapped((row: TableRow) => this.read(row, plan, parse));
    // Keys of the rows that an earlier try has done are still needed to tell which later rows repeat them.
    const batches = rows(this.table.rows(this.definition.key ? {} : { after: checkpoint }));
    for await (const { value: read, pullNext: writing } of ahead(batches)) {
      this.run.signal.throwIfAborted();
      this.done += read.length;
      if (this.done > maxRows) throw new BulkFailure('TOO_MANY_ROWS', importMessages.tooManyRows, { limit: maxRows });
      const last = read.at(-1)!.row.number;
      if (last <= checkpoint) continue;
      const fresh = read.filter(({ row }) => row.number > checkpoint);
      const stop = await this.inOwn(async () => {
        refuseAtRest();
        await db().query(COMMIT_WITHOUT_WAITING);
        const outcomes = await applyRows(
          this.writer,
          fresh.filter(({ problems }) => problems.length === 0).map(parsed),
          { onMissingParent, dryRun, writing },
        );
        await this.keep(fresh, outcomes, plan);
        return dryRun ? false : moveOn(this.job.id, checkpoint, last, this.progress());
      });
      if (dryRun && (await this.report())) return true;
      checkpoint = last;
      if (stop) return true;
    }
    return false;
  }

  private read(row: TableRow, plan: ColumnPlan, parse: Parameters<typeof readRow>[3]): ReadRow {
    const { fields, key, duplicates } = this.definition;
    const { values, problems } = readRow(row, plan, fields, parse);
    let duplicateOf: number | null = null;
    const own = duplicates && problems.length === 0 ? (key?.(values as never) ?? null) : null;
    if (own !== null) {
      const first = this.firstOf.get(own);
      if (first === undefined) this.firstOf.set(own, row.number);
      else if (duplicates === 'MERGE') duplicateOf = first;
      else {
        const { duplicate: message } = importMessages;
        problems.push({
          severity: 'ERROR',
          field: null,
          column: null,
          given: null,
          code: 'DUPLICATE_ROW',
          message,
          params: { first },
        });
      }
    }
    return { row, values, problems, duplicateOf };
  }

  /** Counts the outcomes, and stores the rows that were refused or taken with a warning. */
  private async keep(rows: readonly ReadRow[], outcomes: readonly RowOutcome[], plan: ColumnPlan): Promise<void> {
    const byNumber = new Map(outcomes.map((outcome) => [outcome.number, outcome]));
    const tally = new Map<string, number>();
    const stored: { id: string; number: number; taken: boolean; cells: string[]; problems: ShownProblem[] }[] = [];
    for (const { row, problems } of rows) {
      const outcome = byNumber.get(row.number);
      const all = [...problems, ...shown(outcome, row, plan)];
      const taken = problems.length === 0 && outcome !== undefined && outcome.outcome !== 'ERROR';
      const ended = taken ? outcome.outcome.toLowerCase() : 'failed';
      this.count(ended, 1);
      tally.set(ended, (tally.get(ended) ?? 0) + 1);
      for (const [name, number] of Object.entries(outcome?.counts ?? {})) this.count(name, number);
      if (all.length > 0) {
        stored.push({ id: newId(), number: row.number, taken, cells: row.cells.map(storable), problems: all });
      }
    }
    if (!this.job.dryRun) context().afterCommit(() => noteRows(this.job.subject, tally));
    if (stored.length === 0) return;
    this.troubled.push(...(this.job.dryRun ? stored : []));
    if (!this.job.dryRun) await this.store(stored);
  }

  /** Refused rows of a dry run, kept until it has been rolled back. */
  private readonly troubled: Parameters<OneImport['store']>[0] = [];

  private async store(
    rows: { id: string; number: number; taken: boolean; cells: string[]; problems: ShownProblem[] }[],
  ): Promise<void> {
    await db().execute(
      `INSERT INTO atrium.bulk_job_row (id, actor_id, job_id, number, taken, cells, problems)
       SELECT r.id, $2, $3, r.number, r.taken, r.cells, r.problems
       FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, number int, taken boolean, cells jsonb, problems jsonb)`,
      [JSON.stringify(rows), this.job.actor.id, this.job.id],
    );
  }

  private count(name: string, by: number): void {
    this.counts[name] = (this.counts[name] ?? 0) + by;
  }

  private progress(): Progress {
    const { bytesRead, bytesTotal } = this.table;
    const total = bytesRead > 0 ? Math.max(this.done, Math.round((this.done * bytesTotal) / bytesRead)) : null;
    return { done: this.done, total, counts: this.counts };
  }

  /** Runs the whole file in one transaction, rolls it back, and stores what was wrong. */
  private async rehearse(work: () => Promise<boolean>): Promise<boolean> {
    let cancelled = false;
    this.rehearsing = true;
    try {
      await this.transactions.run(this.asActor(), async () => {
        cancelled = await work();
        throw new DryRunOver();
      });
    } catch (error) {
      if (!(error instanceof DryRunOver)) throw error;
    } finally {
      this.rehearsing = false;
    }
    const rows = this.troubled;
    for (let at = 0; at < rows.length; at += 1000)
      await this.inTransaction(() => this.store(rows.slice(at, at + 1000)));
    return cancelled;
  }

  /** Progress of a dry run, beside its transaction; answers whether it was asked to stop. */
  private report(): Promise<boolean> {
    return this.inTransaction(() => moveOn(this.job.id, this.job.checkpoint, this.job.checkpoint, this.progress()));
  }

  private problemFile(): Promise<string> {
    const { format, encoding, delimiter, headers } = this.table;
    return writeProblemFile(this.files, this.transactions, this.asActor(), this.job, {
      format,
      encoding,
      delimiter,
      headers,
    });
  }

  private asActor() {
    const { actor, locale } = this.job;
    return { tenantId: this.tenantId, actor, locale, operation: 'import' };
  }

  private inTransaction<T>(task: () => Promise<T>): Promise<T> {
    return this.transactions.run(this.asActor(), task);
  }

  /** In a transaction of its own, or, while a dry run goes on, in its one. */
  private inOwn<T>(task: () => Promise<T>): Promise<T> {
    return this.rehearsing ? task() : this.inTransaction(task);
  }
}

const parsed = ({ row, values, duplicateOf }: ReadRow): ParsedRow => ({ number: row.number, values, duplicateOf });

/** jsonb holds no U+0000; the file that comes out shows a replacement for it. */
const storable = (text: string): string => text.replaceAll('\0', '\u{fffd}');

function shown(outcome: RowOutcome | undefined, row: TableRow, { headers, columns }: ColumnPlan): ShownProblem[] {
  return (outcome?.problems ?? []).map(({ field, code, message, params, given }) => {
    const column = field === null ? undefined : columns.get(field);
    return {
      severity: outcome!.outcome === 'ERROR' ? 'ERROR' : 'WARNING',
      field,
      column: column === undefined ? null : headers[column]!,
      given: given ?? (column === undefined ? null : printable(row.cells[column] ?? '')),
      code,
      message,
      params,
    };
  });
}
