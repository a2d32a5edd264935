import 'reflect-metadata';
import { AtriumError, renderMessage } from '@atrium/sdk';
import { Argument, Command } from 'commander';
import { OperatorExistsError, OperatorUnknownError } from '@atrium/core';
import {
  BackupError,
  CatalogError,
  ConfigError,
  EmbeddedPostgresError,
  ErasureRefusedError,
  InstanceRunningError,
  PluginBootError,
  PluginsError,
} from '@atrium/platform';
import { acceptance, type AcceptanceOptions } from './acceptance/acceptance';
import { bench, type BenchOptions, BenchUsageError } from './bench/bench';
import { chaos, type ChaosOptions, ChaosUsageError } from './chaos/chaos';
import { ApiError } from './client/api-client';
import {
  backupCommand,
  type BackupCommandOptions,
  restoreCommand,
  type RestoreCommandOptions,
} from './commands/backup';
import { importCommand, type ImportOptions, ImportProblemsError } from './commands/import';
import {
  OPERATOR_ACTIONS,
  type OperatorAction,
  operatorCommand,
  type OperatorOptions,
  OperatorUsageError,
} from './commands/operator';
import { pluginCommand, type PluginOptions, PluginUsageError } from './commands/plugin';
import { rotateKeyCommand, StillClosedError } from './commands/rotate-key';
import { apiCommand, migrateCommand, workerCommand } from './commands/serve';
import { schema, SchemaDriftError, type SchemaOptions } from './commands/schema';
import { TenantUsageError } from './commands/tenant-desk';
import { up } from './commands/up';
import { verifyLedgerCommand } from './commands/verify-ledger';
import { keepHeapModest } from './modest-heap';
import { addTenantCommands } from './tenant-program';

const OLDEST_NODE = [24, 9] as const;

function checkNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  console.error(
    `Atrium needs Node.js ${OLDEST_NODE.join('.')} or newer, this is ${process.version}: start it with "npm start"`,
  );
  process.exit(1);
}

const expected = [
  BackupError,
  CatalogError,
  ConfigError,
  EmbeddedPostgresError,
  InstanceRunningError,
  SchemaDriftError,
  ImportProblemsError,
  ApiError,
  BenchUsageError,
  ChaosUsageError,
  OperatorExistsError,
  OperatorUnknownError,
  OperatorUsageError,
  PluginsError,
  PluginBootError,
  PluginUsageError,
  StillClosedError,
  TenantUsageError,
  ErasureRefusedError,
];

async function main(): Promise<void> {
  checkNode();
  keepHeapModest();
  const program = new Command('atrium').description('Property-service platform');
  program
    .command('up')
    .description('run everything in one process')
    .action(() => up());
  program
    .command('migrate')
    .description('make the roles and bring the database up to date, then end; before the processes of a new release')
    .action(() => migrateCommand());
  program
    .command('api')
    .description('run one API process on a migrated database; run as many as needed')
    .action(() => apiCommand());
  program
    .command('worker')
    .description('run one worker process on a migrated database; run as many as needed')
    .action(() => workerCommand());
  program
    .command('schema')
    .description('write schema.graphql from the composed application; needs no database')
    .option('--check', 'write nothing; fail on drift and on unannounced breaking changes')
    .option('--release', 'also make it docs/api/released.graphql, which later schemas are compared with')
    .action((options: SchemaOptions) => schema(options));
  program
    .command('import')
    .description('import a CSV or XLSX file through the API of a running installation')
    .argument('<file>', 'the file')
    .requiredOption('--kind <kind>', 'what its rows are, e.g. BUILDINGS_AND_UNITS; see importKinds in the API')
    .option('--url <url>', 'address of the installation', 'http://localhost:4000')
    .option('--token <token>', 'access token or API key; default: the variable ATRIUM_TOKEN')
    .option('--map <field=header...>', 'which column feeds which field; proposed from the headers when left out')
    .option('--create-parents', 'make communities and buildings that rows name and nobody knows')
    .option('--dry-run', 'only look for problems; change nothing')
    .option('--save-mapping', 'keep the mapping for the next file of this kind')
    .option('--problems <file>', 'write the refused rows there')
    .option('--language <tag>', 'language of what is said: en or zh-CN', 'en')
    .action((file: string, options: ImportOptions) => importCommand(file, options));
  program
    .command('operator')
    .description('accounts of those who run the installation, in its database')
    .addArgument(new Argument('<action>', 'what to do').choices(OPERATOR_ACTIONS))
    .option('--email <address>', 'whose account')
    .option('--name <name>', 'full name, for add; tenants see it in their audit log')
    .option('--password-stdin', 'take the password from the standard input; else one is made and printed')
    .action((action: OperatorAction, options: OperatorOptions) => operatorCommand(action, options));
  program
    .command('backup')
    .description('write the whole installation, as it is at one moment, to one file; it may be in use meanwhile')
    .option('--out <file>', 'the archive; default: atrium-<time>.backup.zip here')
    .option('--no-files', 'without the contents of uploaded files')
    .action(async (options: BackupCommandOptions) => {
      await backupCommand(options);
    });
  program
    .command('restore')
    .description('restore a backup into an empty database that no API and no worker uses')
    .argument('<file>', 'what "atrium backup" wrote')
    .option('--replace', 'erase what the database holds')
    .option('--no-files', 'without the contents of files')
    .option('--without-plugin <id...>', 'leave out the rows of a plugin that is not installed')
    .option('--without-key', 'go on although ENCRYPTION_KEY does not open what is sealed')
    .action((file: string, options: RestoreCommandOptions) => restoreCommand(file, options));
  program
    .command('verify-ledger')
    .description('compute every balance from the postings and compare; fails on any difference')
    .action(async () => {
      if (!(await verifyLedgerCommand())) process.exitCode = 1;
    });
  program
    .command('rotate-key')
    .description('seal everything anew with ENCRYPTION_KEY that one of FURTHER_ENCRYPTION_KEYS has sealed')
    .action(() => rotateKeyCommand());
  program
    .command('plugin')
    .description('take a plugin out of the installation; its rows are kept or erased, for all companies')
    .argument('<action>', 'uninstall')
    .argument('<id>', 'id of the plugin, e.g. community-events')
    .option('--data <choice>', 'keep or erase')
    .action((action: string, id: string, options: PluginOptions) => pluginCommand(action, id, options));
  program
    .command('bench')
    .description('measure against budgets, on an installation of its own; fails when one is broken')
    .option('--json', 'print one line of JSON')
    .option('--only <names>', 'measure these works alone, separated by commas')
    .option('--rounds <n>', 'rounds of each work, at least 3', '3')
    .action(async (options: BenchOptions) => {
      if (!(await bench(options))) process.exitCode = 1;
    });
  program
    .command('verify-chaos')
    .description('kill API, worker and database at random in an installation of its own; fails when anything is lost')
    .option('--only <name>', 'this part alone: fees')
    .option('--rounds <n>', 'kills of each part', '30')
    .option('--seed <n>', 'of the random moments, to repeat a run; told at its beginning')
    .action(async (options: ChaosOptions) => {
      if (!(await chaos(options))) process.exitCode = 1;
    });
  program
    .command('acceptance')
    .description(
      'companies bring their registers to an installation of its own, one through a kill -9; fails on any difference',
    )
    .option('--data <folder>', 'folder of the real files; where it is missing, others are generated', '../shared/data')
    .action(async (options: AcceptanceOptions) => {
      if (!(await acceptance(options))) process.exitCode = 1;
    });
  addTenantCommands(program);
  await program.parseAsync();
}

main().then(
  () => process.exit(process.exitCode),
  (error: unknown) => {
    // What the operator can mend is told in a sentence; anything else with its stack.
    const known = expected.some((type) => error instanceof type);
    if (error instanceof AtriumError) {
      const template = error.fields?.[0]?.message ?? error.template;
      console.error(renderMessage(template, 'en', error.fields?.[0]?.params ?? error.params));
    } else console.error(known ? (error as Error).message : error);
    process.exit(1);
  },
);
