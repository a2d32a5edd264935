import { defineCounter } from '@atrium/sdk';
import { IMPORT_LABEL } from '../../observability/labels';

const importRows = defineCounter({
  name: 'atrium_import_rows_total',
  help: 'Rows of imported files, by kind of import and outcome; those of dry runs are not counted.',
  labels: { kind: IMPORT_LABEL, outcome: ['created', 'updated', 'unchanged', 'failed'] },
});

/** Rows of one batch, by outcome. */
export function noteRows(kind: string, outcomes: ReadonlyMap<string, number>): void {
  for (const [outcome, rows] of outcomes) importRows.add({ kind, outcome: outcome as 'created' }, rows);
}
