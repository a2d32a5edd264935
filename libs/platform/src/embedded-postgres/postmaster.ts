import { execFile } from 'node:child_process';
import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import * as path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { binary, type PostgresBinaries } from './binaries';
import { EmbeddedPostgresError, systemErrorCode } from './errors';
import { spawnIdentity, type OsUser } from './os-user';

/** What a server says of itself in `postmaster.pid`. */
export interface Postmaster {
  pid: number;
  /** 0 until the server has opened it. */
  port: number;
  status: string;
}

/** Reads the lines of `postmaster.pid`: pid, data folder, start time, port, socket folder, address, memory key, status. */
export function parsePostmasterPid(text: string): Postmaster | undefined {
  const lines = text.split('\n');
  const pid = Math.abs(Number(lines[0]));
  if (!Number.isInteger(pid) || pid === 0) return undefined;
  return { pid, port: Number(lines[3]) || 0, status: lines[7]?.trim() ?? '' };
}

/** The server that last ran on this data folder and has not removed its file; it may be dead. */
export async function readPostmaster(dataDirectory: string): Promise<Postmaster | undefined> {
  try {
    return parsePostmasterPid(await readFile(path.join(dataDirectory, 'postmaster.pid'), 'utf8'));
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whether a process with this id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) === 'EPERM';
  }
}

/** Whether something accepts connections on this port of 127.0.0.1. */
export function acceptsConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.setTimeout(5_000, () => socket.destroy());
    socket.once('connect', () => {
      resolve(true);
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}

/** Whether process `pid` is a server working in `dataDirectory`, and not another program that was given its old id. */
async function isPostmasterOf(pid: number, dataDirectory: string): Promise<boolean> {
  if (process.platform === 'linux') {
    const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
    return cwd !== undefined && cwd === (await realpath(dataDirectory));
  }
  if (process.platform === 'win32') return true;
  const { stdout } = await promisify(execFile)('ps', ['-o', 'comm=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return path.basename(stdout.trim()) === 'postgres';
}

/**
 * Ends a server that nobody watches over any more, so that the data folder can be served anew. The caller holds the
 * start lock.
 * @throws EmbeddedPostgresError when it does not end in time
 */
export async function endLeftOver(
  server: { binaries: PostgresBinaries; dataDirectory: string; user?: OsUser },
  timeoutMs: number,
): Promise<void> {
  const { dataDirectory } = server;
  const leftOver = await readPostmaster(dataDirectory);
  if (!leftOver || !isAlive(leftOver.pid)) return;
  if (!(await isPostmasterOf(leftOver.pid, dataDirectory))) {
    await rm(path.join(dataDirectory, 'postmaster.pid'), { force: true });
    return;
  }
  await pgCtl(server, ['stop', '-m', 'fast', '-W']).catch(() => undefined);
  await waitForEnd(dataDirectory, timeoutMs);
}

/**
 * Waits until the server has removed `postmaster.pid` or is dead.
 * @throws EmbeddedPostgresError after `timeoutMs` milliseconds
 */
export async function waitForEnd(dataDirectory: string, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const server = await readPostmaster(dataDirectory);
    if (!server || !isAlive(server.pid)) return;
    if (Date.now() >= deadline) {
      throw new EmbeddedPostgresError(
        `PostgreSQL (pid ${server.pid}) in ${dataDirectory} was told to stop but still runs after ${timeoutMs} ms (status "${server.status}").`,
      );
    }
    await delay(5);
  }
}

/** Runs pg_ctl on a data folder. */
export async function pgCtl(
  server: { binaries: PostgresBinaries; dataDirectory: string; user?: OsUser },
  args: string[],
): Promise<void> {
  await promisify(execFile)(binary(server.binaries, 'pg_ctl'), [...args, '-D', server.dataDirectory], {
    ...spawnIdentity(server.user),
    cwd: path.dirname(server.dataDirectory),
  });
}
