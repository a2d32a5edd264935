import type { TestClient, TestPlatform } from '@atrium/testing';

/** What came of an import. */
export interface Imported {
  state: string;
  counts: Record<string, number>;
  /** `row field code`. */
  problems: string[];
  /** The rows that were refused, as a file to be mended; null where none was. */
  problemFile: string | null;
}

const JOB = `state result { counts { name value } } errors(first: 100) { nodes { row problems { field code } } }
  problemFile { url }`;

/** Brings rows in by `startImport`, headers first. */
export async function importRows(
  platform: TestPlatform,
  client: TestClient,
  kind: string,
  rows: readonly string[] | string,
  input: Record<string, unknown> = {},
): Promise<Imported> {
  const text = typeof rows === 'string' ? rows : `${rows.join('\n')}\n`;
  const fileId = await platform.upload(client, { fileName: 'rows.csv', content: Buffer.from(text) });
  const { startImport } = await client.ok<{ startImport: { job: { id: string } } }>(
    'mutation ($input: StartImportInput!) { startImport(input: $input) { job { id } } }',
    { input: { fileId, kind, ...input } },
  );
  await platform.runJobs((name) => name.startsWith('bulk.'));
  const job = (await platform.finishedJob(client, startImport.job.id, JOB)) as unknown as {
    state: string;
    result: { counts: { name: string; value: number }[] };
    errors: { nodes: { row: number; problems: { field: string | null; code: string }[] }[] };
    problemFile: { url: string } | null;
  };
  return {
    state: job.state,
    counts: Object.fromEntries(job.result.counts.map(({ name, value }) => [name, value])),
    problems: job.errors.nodes.flatMap(({ row, problems }) =>
      problems.map(({ field, code }) => `${String(row)} ${field ?? '-'} ${code}`),
    ),
    problemFile: job.problemFile && (await platform.download(job.problemFile.url)),
  };
}
