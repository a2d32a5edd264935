import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { checkPassword, coreContexts, OperatorAccounts } from '@atrium/core';
import {
  Argon2PasswordHasher,
  type Config,
  loadConfig,
  migrationsOf,
  prepareInstallation,
  resolveDatabase,
  withClient,
} from '@atrium/platform';
import { EMBEDDED_DATABASE } from './up';

export const OPERATOR_ACTIONS = ['add', 'list', 'disable', 'enable', 'password', 'remove-totp'] as const;
export type OperatorAction = (typeof OPERATOR_ACTIONS)[number];

export interface OperatorOptions {
  email?: string;
  name?: string;
  passwordStdin?: boolean;
}

/** What was asked for lacks something; the message says what. */
export class OperatorUsageError extends Error {}

export interface OperatorSurroundings {
  readonly config: Config;
  readonly print: (line: string) => void;
  /** What stands on the standard input. */
  readonly readInput: () => Promise<string>;
}

/** Accounts of those who run the installation, straight in its database: no call over the network makes one. */
export async function operatorCommand(
  action: OperatorAction,
  options: OperatorOptions,
  { config, print, readInput }: OperatorSurroundings = { config: loadConfig(), print: console.log, readInput: stdin },
): Promise<void> {
  const server = await resolveDatabase({
    databaseUrl: config.database.url,
    dataDir: config.general.dataDir,
    log: () => undefined,
  });
  try {
    const embedded = server.source === 'url' ? null : EMBEDDED_DATABASE;
    const { adminUrl } = await prepareInstallation(server.url, embedded, config, migrationsOf(coreContexts));
    await withClient(adminUrl, async (client) => {
      await client.query('SET ROLE atrium_owner');
      const accounts = new OperatorAccounts({
        query: async (statement, values) => ({ rows: (await client.query(statement, values)).rows }),
      });
      await act(accounts, action, options, print, readInput);
    });
  } finally {
    await server.stop();
  }
}

async function act(
  accounts: OperatorAccounts,
  action: OperatorAction,
  { email, name, passwordStdin }: OperatorOptions,
  print: (line: string) => void,
  readInput: () => Promise<string>,
): Promise<void> {
  if (action === 'list') {
    for (const one of await accounts.list()) {
      const last = one.last_sign_in ? `last sign-in ${one.last_sign_in.toISOString()}` : 'never signed in';
      print(
        `${one.email}  ${one.name}  ${one.disabled ? 'disabled' : 'active'}  TOTP ${one.totp ? 'on' : 'off'}  ${last}`,
      );
    }
    return;
  }
  if (!email || !/^[^\s@]+@[^\s@]+$/.test(email)) throw new OperatorUsageError('Give the e-mail address with --email.');
  if (action === 'add' || action === 'password') {
    if (action === 'add' && !name?.trim()) throw new OperatorUsageError('Give the full name with --name.');
    const password = passwordStdin ? (await readInput()).replace(/\r?\n$/, '') : randomBytes(18).toString('base64url');
    checkPassword(password, email, 'password');
    const passwordHash = await new Argon2PasswordHasher().hash(password);
    if (action === 'add') await accounts.add({ name: name!.trim(), email, passwordHash });
    else await accounts.setPassword(email, passwordHash);
    print(
      action === 'add' ? `${email} can sign in with operatorSignIn.` : `${email} has a new password; sessions ended.`,
    );
    if (!passwordStdin) print(`Password, shown this once: ${password}`);
    return;
  }
  if (action === 'disable') await accounts.disable(email);
  else if (action === 'enable') await accounts.enable(email);
  else await accounts.removeTotp(email);
  print(`${email}: ${action} done; sessions ended.`);
}

const stdin = (): Promise<string> => text(process.stdin);
