import 'reflect-metadata';
import { Command } from 'commander';
import { ConfigError, EmbeddedPostgresError, InstanceRunningError } from '@atrium/platform';
import { schema, SchemaDriftError, type SchemaOptions } from './commands/schema';
import { up } from './commands/up';

const OLDEST_NODE = [24, 9] as const;

function checkNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  console.error(
    `Atrium needs Node.js ${OLDEST_NODE.join('.')} or newer, this is ${process.version}: start it with "npm start"`,
  );
  process.exit(1);
}

const expected = [ConfigError, EmbeddedPostgresError, InstanceRunningError, SchemaDriftError];

async function main(): Promise<void> {
  checkNode();
  const program = new Command('atrium').description('Property-service platform');
  program
    .command('up')
    .description('run everything in one process')
    .action(() => up());
  program
    .command('schema')
    .description('write schema.graphql from the composed application; needs no database')
    .option('--check', 'write nothing; fail on drift and on unannounced breaking changes')
    .option('--release', 'also make it docs/api/released.graphql, which later schemas are compared with')
    .action((options: SchemaOptions) => schema(options));
  await program.parseAsync();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    // What the operator can mend is told in a sentence; anything else with its stack.
    const known = expected.some((type) => error instanceof type);
    console.error(known ? (error as Error).message : error);
    process.exit(1);
  },
);
