import { writeFile } from 'node:fs/promises';
import { ApiClient } from '../client/api-client';
import { importFile, type ImportReport } from '../client/import-file';

export interface ImportOptions {
  kind: string;
  url: string;
  token?: string;
  map?: string[];
  createParents?: boolean;
  dryRun?: boolean;
  saveMapping?: boolean;
  problems?: string;
  language: string;
}

/** The import did not take everything: the exit code says so to scripts. */
export class ImportProblemsError extends Error {}

/** Imports a file through the API of a running installation and prints what came of it. */
export async function importCommand(file: string, options: ImportOptions): Promise<void> {
  const token = options.token ?? process.env.ATRIUM_TOKEN;
  if (!token) {
    throw new ImportProblemsError('Give an access token or API key with --token or in the variable ATRIUM_TOKEN.');
  }
  const api = new ApiClient(options.url, token, options.language);
  const report = await importFile(api, file, {
    kind: options.kind,
    dryRun: options.dryRun ?? false,
    saveMapping: options.saveMapping ?? false,
    onMissingParent: options.createParents ? 'CREATE' : 'REFUSE',
    ...(options.map ? { mapping: Object.fromEntries(options.map.map(pair)) } : {}),
  });
  print(report);
  if (report.problemFile && options.problems) {
    const answer = await fetch(report.problemFile.url);
    await writeFile(options.problems, Buffer.from(await answer.arrayBuffer()));
    console.log(`The refused rows are in ${options.problems}: mend them and import that file.`);
  }
  if (report.state === 'FAILED') throw new ImportProblemsError(report.failure!.message);
}

function pair(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new ImportProblemsError(`--map takes FIELD=HEADER, not "${text}"`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function print({ state, progress, result, errors }: ImportReport): void {
  const counts = result.counts.map(({ name, value }) => `${value} ${name}`).join(', ');
  console.log(`${state}: ${progress.done} rows${counts ? `, ${counts}` : ''}`);
  for (const { row, problems } of errors.nodes) {
    for (const { column, given, message } of problems) {
      console.log(`  row ${row}${column ? `, ${column}` : ''}${given ? ` "${given}"` : ''}: ${message}`);
    }
  }
  if (errors.totalCount > errors.nodes.length)
    console.log(`  … and ${errors.totalCount - errors.nodes.length} more rows`);
}
