import { AppModule } from '@atrium/api';
import { coreContexts } from '@atrium/core';
import { composeSchema, loadConfig, printApiSchema } from '@atrium/platform';
import { createTwoFilesPatch } from 'diff';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { breakingChanges, unannounced, unreleasedSection } from '../schema/breaking-changes';

export interface SchemaOptions {
  /** Writes nothing; fails where the committed schema is not the present one, or breaks the released one in silence. */
  check?: boolean;
  /** Also makes the present schema the released one. */
  release?: boolean;
  /** Folder of the files. Default: the working folder. */
  root?: string;
}

export class SchemaDriftError extends Error {}

const SCHEMA = 'schema.graphql';
const RELEASED = 'docs/api/released.graphql';
const CHANGELOG = 'CHANGELOG.md';

/** Writes the GraphQL schema of the composed application, or checks the one that is committed. Needs no database. */
export async function schema(options: SchemaOptions, print: (line: string) => void = console.log): Promise<void> {
  const at = (file: string): string => resolve(options.root ?? process.cwd(), file);
  const present = await presentSchema();
  if (options.check) {
    checkDrift(read(at(SCHEMA)) ?? '', present);
    await checkReleased(read(at(RELEASED)), present, read(at(CHANGELOG)) ?? '', print);
    print(`${SCHEMA} is the schema of the application`);
    return;
  }
  for (const file of options.release ? [SCHEMA, RELEASED] : [SCHEMA]) {
    mkdirSync(dirname(at(file)), { recursive: true });
    writeFileSync(at(file), present);
    print(`Wrote ${file}`);
  }
}

/** As SDL, sorted by name. */
export async function presentSchema(): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'atrium-schema-'));
  try {
    const config = loadConfig({ ATRIUM_MODE: 'test', DATA_DIR: dataDir }, dataDir);
    const app = AppModule.forRoot({ role: 'api', config, contexts: coreContexts, databaseUrl: '' });
    return printApiSchema(await composeSchema(app));
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const read = (path: string): string | null => (existsSync(path) ? readFileSync(path, 'utf8') : null);

function checkDrift(committed: string, present: string): void {
  if (committed === present) return;
  const patch = createTwoFilesPatch(`${SCHEMA} (committed)`, `${SCHEMA} (application)`, committed, present);
  throw new SchemaDriftError(`${patch}\n${SCHEMA} is not the schema of the application: run "npm run schema"`);
}

async function checkReleased(
  released: string | null,
  present: string,
  changelog: string,
  print: (line: string) => void,
): Promise<void> {
  if (released === null) {
    print(`No ${RELEASED} yet: nothing to break`);
    return;
  }
  const silent = unannounced(await breakingChanges(released, present), unreleasedSection(changelog));
  if (silent.length === 0) return;
  const lines = silent.map(({ path, message }) => `  - \`${path}\`: ${message}`);
  throw new SchemaDriftError(
    `These changes break clients of ${RELEASED}:\n${lines.join('\n')}\n` +
      `Take them back, or name each path between backticks below "## Unreleased" in ${CHANGELOG} and say what to do instead.`,
  );
}
