import { mkdirSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { describeConfig, exampleEnv } from './describe-config';

/** Files that are made from the settings, by their path in the repository. */
export const GENERATED_FILES: Readonly<Record<string, () => string>> = {
  'docs/operations/configuration.md': describeConfig,
  '.env.example': exampleEnv,
};

if (require.main === module) {
  for (const [file, render] of Object.entries(GENERATED_FILES)) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, render());
  }
}
