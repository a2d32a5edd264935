import type { Command } from 'commander';
import {
  eraseCommand,
  exportTenant,
  listPlans,
  listTenants,
  moveTenant,
  planOfTenant,
  setPlan,
  showTenant,
  type TenantOptions,
} from './commands/tenant';

const withLimits = (command: Command): Command =>
  command
    .option('--staff <n>', 'staff members; "none" is without limit')
    .option('--units <n>', 'units; "none" is without limit')
    .option('--calls-per-minute <n>', 'calls of the API in a minute; "none" is without limit')
    .option('--storage-bytes <n>', 'bytes of files; "none" is without limit');

/** `atrium tenant …` and `atrium plan …`: what an operator does with companies, straight in the database. */
export function addTenantCommands(program: Command): void {
  const tenant = program.command('tenant').description('companies of the installation');
  tenant
    .command('list')
    .description('all of them')
    .action(() => listTenants());
  tenant
    .command('show')
    .description('standing, plan, use and log of one')
    .argument('<slug>')
    .action((slug: string) => showTenant(slug));
  for (const [name, action, what] of [
    ['suspend', 'SUSPEND', 'staff read and change nothing; payments of residents still land'],
    ['resume', 'RESUME', 'gives back the standing before suspending or closing'],
    ['close', 'CLOSE', 'nobody can sign in any more; nothing is erased'],
  ] as const) {
    tenant
      .command(name)
      .description(what)
      .argument('<slug>')
      .requiredOption('--reason <text>', 'why; kept in the log')
      .action((slug: string, options: TenantOptions) => moveTenant(action, slug, options));
  }
  withLimits(tenant.command('plan').description('changes its plan; limits given here are agreed apart from the plan'))
    .argument('<slug>')
    .argument('<plan>')
    .action((slug: string, plan: string, options: TenantOptions) => planOfTenant(slug, plan, options));
  tenant
    .command('export')
    .description('writes everything it has to one archive')
    .argument('<slug>')
    .option('--out <file>', 'the archive; default: <slug>-<day>.zip here')
    .option('--no-files', 'without the contents of uploaded files')
    .action((slug: string, options: TenantOptions) => exportTenant(slug, options));
  tenant
    .command('erase')
    .description('erases everything it has, save the sealed books, and counts what is left')
    .argument('[slug]')
    .option('--confirm <slug>', 'its short name again')
    .option('--now', 'before the days of grace are over, where its administrator asked for that')
    .option('--due', 'every company that asked for it and whose time has come')
    .option('--seal-to <folder>', 'where the sealed books go; default: "sealed" in the data folder')
    .action((slug: string | undefined, options: TenantOptions) => eraseCommand(slug, options));
  const plan = program.command('plan').description('plans: what companies may have');
  plan
    .command('list')
    .description('all of them')
    .action(() => listPlans());
  withLimits(plan.command('set').description('makes a plan or changes it'))
    .argument('<code>', 'such as STANDARD')
    .action((code: string, options: TenantOptions) => setPlan(code, options));
}
