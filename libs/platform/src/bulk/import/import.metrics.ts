import { defineCounter } from '@atrium/sdk';
import { IMPORT_LABEL } from '../../observability/labels';

export const importRows = defineCounter({
  name: 'atrium_import_rows_total',
  help: 'Rows of imported files, by kind of import and outcome; those of dry runs are not counted.',
  labels: { kind: IMPORT_LABEL, outcome: ['created', 'updated', 'unchanged', 'failed'] },
});
