import { defineCounter } from '@atrium/sdk';

export const filesStored = defineCounter({
  name: 'atrium_files_total',
  help: 'Contents given to the file store, by outcome: refused by a limit, the store was full, or it failed.',
  labels: { outcome: ['stored', 'refused', 'full', 'failed'] },
});
export const fileBytes = defineCounter({
  name: 'atrium_file_bytes_total',
  help: 'Bytes stored.',
});
