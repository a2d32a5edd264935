import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { EmbeddedPostgresError, errorProperty } from './errors';

/** The account a server started by root runs as; PostgreSQL refuses to run as root. */
export interface OsUser {
  name: string;
  uid: number;
  gid: number;
}

const UNPRIVILEGED_ACCOUNTS = ['postgres', 'nobody', 'daemon'];

/** Options for child_process that run the child as `user`, with nothing of our environment but what programs need. */
export function spawnIdentity(user: OsUser | undefined): { uid?: number; gid?: number; env: NodeJS.ProcessEnv } {
  const env: NodeJS.ProcessEnv = {};
  for (const name of ['PATH', 'LD_LIBRARY_PATH', 'SystemRoot', 'TEMP', 'TMP']) {
    if (process.env[name] !== undefined) env[name] = process.env[name];
  }
  return user ? { uid: user.uid, gid: user.gid, env } : { env };
}

/** Accounts of a passwd file. */
export function parsePasswd(text: string): OsUser[] {
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}

/**
 * The account for a server started by root: the owner of the files when there are any, else postgres, nobody or daemon.
 * @throws EmbeddedPostgresError when the machine has none of them
 */
export async function unprivilegedUser(filesOwner?: { uid: number; gid: number }): Promise<OsUser> {
  const accounts = parsePasswd(await readFile('/etc/passwd', 'utf8').catch(() => ''));
  if (filesOwner && filesOwner.uid !== 0) {
    const { uid, gid } = filesOwner;
    return accounts.find((account) => account.uid === uid) ?? { name: String(uid), uid, gid };
  }
  for (const name of UNPRIVILEGED_ACCOUNTS) {
    const account = accounts.find((each) => each.name === name && each.uid !== 0);
    if (account) return account;
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL does not run as root, and /etc/passwd has none of the accounts ${UNPRIVILEGED_ACCOUNTS.join(', ')} to run it as. ` +
      'Add one, start as another user, or set DATABASE_URL to a server of your own.',
  );
}

/** Whether `user` gets at each path with the asked right; asks the kernel as that user, so ACLs and mounts count. */
export async function userCan(user: OsUser, tests: { right: 'r' | 'x'; path: string }[]): Promise<boolean> {
  const script = 'while [ $# -gt 0 ]; do test "$1" "$2" || exit 1; shift 2; done';
  const args = tests.flatMap((test) => [`-${test.right}`, test.path]);
  try {
    await promisify(execFile)('/bin/sh', ['-c', script, 'sh', ...args], { ...spawnIdentity(user), cwd: '/' });
    return true;
  } catch (error) {
    if (errorProperty(error, 'code') === 1) return false;
    throw new EmbeddedPostgresError(`Cannot run a program as user ${user.name} (${user.uid}): ${String(error)}`, {
      cause: error,
    });
  }
}
