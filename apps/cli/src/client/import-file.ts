import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ApiClient } from './api-client';

export interface ImportRequest {
  kind: string;
  /** Header by field name. */
  mapping?: Record<string, string>;
  onMissingParent?: 'CREATE' | 'REFUSE';
  dryRun?: boolean;
  saveMapping?: boolean;
}

export interface ImportReport {
  id: string;
  state: string;
  progress: { done: number; total: number | null };
  result: { counts: { name: string; value: number }[] };
  failure: { code: string; message: string } | null;
  errors: {
    totalCount: number;
    nodes: { row: number; problems: { column: string | null; given: string | null; message: string }[] }[];
  };
  problemFile: { name: string; url: string } | null;
}

/** Milliseconds between two looks at a running import. */
const LOOK_MS = 250;

const JOB = `id state progress { done total } result { counts { name value } } failure { code message }
  errors(first: 20) { totalCount nodes { row problems { column given message } } } problemFile { name url }`;

/** Uploads a file and imports it; answers when the job is over. */
export async function importFile(
  api: ApiClient,
  path: string,
  request: ImportRequest,
  onProgress: (report: ImportReport) => void | Promise<void> = () => {},
): Promise<ImportReport> {
  const { size } = await stat(path);
  const { createUpload } = await api.call<{ createUpload: { url: string; file: { id: string } } }>(
    'mutation ($input: CreateUploadInput!) { createUpload(input: $input) { url file { id } } }',
    { input: { fileName: basename(path), contentType: 'application/octet-stream', bytes: size } },
  );
  const sent = await fetch(createUpload.url, { method: 'PUT', body: await openAsBlob(path) });
  if (!sent.ok) throw new Error(`The upload was refused: ${sent.status} ${await sent.text()}`);
  const { startImport } = await api.call<{ startImport: { job: { id: string } } }>(
    'mutation ($input: StartImportInput!) { startImport(input: $input) { job { id } } }',
    { input: { fileId: createUpload.file.id, ...request } },
  );
  for (;;) {
    const { job } = await api.call<{ job: ImportReport }>(`query ($id: ID!) { job(id: $id) { ${JOB} } }`, {
      id: startImport.job.id,
    });
    if (job.state !== 'QUEUED' && job.state !== 'RUNNING') return job;
    await onProgress(job);
    await pause(LOOK_MS);
  }
}
