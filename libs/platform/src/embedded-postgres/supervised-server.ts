import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, constants, existsSync, openSync, writeSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { binary } from './binaries';
import { clusterPaths, logSince, prepareLog } from './cluster';
import { EmbeddedPostgresError, systemErrorCode } from './errors';
import { spawnIdentity } from './os-user';
import { makePrivateFolder } from './placement';
import { acceptsConnections, isAlive, readPostmaster, waitForEnd } from './postmaster';
import { ServerStartError, type Hold, type ServerControl, type ServerFiles } from './server-control';

const POLL_MS = 5;

/**
 * Runs the server and shuts it down when the last writer of the pipe on its standard input is gone, however it went.
 * Every process that uses the server is such a writer. A line is answered by a file, so that a newcomer knows that the
 * reader was still there to count it. A server that dies while it is in use is started again, at most 20 times in a row.
 *
 * The shutdown signal is repeated, because a server that has only just been started does not heed it yet.
 */
const SUPERVISOR = `
root=$1 run=$2
shift 2
exec 3<&0 </dev/null
stopping= server= failures=0
trap 'stopping=yes; [ -z "$server" ] || kill -INT "$server"' USR1
(
  while IFS= read -r token; do : >"$root/present.$token"; done <&3
  exec 3<&-
  trap 'kill "$!"; wait; exit' TERM
  while kill -USR1 $$; do
    sleep 1 &
    wait "$!"
  done
) 2>/dev/null &
reader=$!
exec 3<&-
while [ -z "$stopping" ] && [ "$failures" -lt 20 ]; do
  began=$(date +%s)
  "$@" &
  server=$!
  echo "$server" >"$run/pid"
  while :; do
    wait "$server"
    status=$?
    kill -0 "$server" 2>/dev/null || break
  done
  [ -e "$run/ready" ] || break
  if [ $(($(date +%s) - began)) -lt 10 ]; then failures=$((failures + 1)); else failures=0; fi
  [ -n "$stopping" ] || sleep 1
done
kill "$reader" 2>/dev/null
wait "$reader"
rm -rf "$run"
exit "\${status:-0}"
`;

/** Runs the server under a small shell script, apart from our terminal: Ctrl-C reaches us, and not the server. */
export class SupervisedServer implements ServerControl {
  private readonly pipe: string;

  constructor(private readonly files: ServerFiles) {
    this.pipe = path.join(files.root, 'users');
  }

  async attach(timeoutMs: number): Promise<Hold | undefined> {
    const deadline = Date.now() + timeoutMs;
    const writer = this.openWriter();
    if (writer === undefined) return undefined;
    try {
      const port = (await this.announce(writer, deadline)) && (await this.awaitRunning(deadline));
      if (port) return this.hold(writer, port);
    } catch (error) {
      closeSync(writer);
      throw error;
    }
    closeSync(writer);
    return undefined;
  }

  async start(timeoutMs: number): Promise<Hold> {
    const { root, user, binaries } = this.files;
    const paths = clusterPaths(root);
    await this.removeTraces();
    const run = path.join(root, `run-${randomBytes(6).toString('hex')}`);
    await makePrivateFolder(run, user);
    await promisify(execFile)('mkfifo', ['-m', '600', this.pipe], { ...spawnIdentity(user), cwd: root });
    const logged = await prepareLog(root);

    // A pipe can be opened for writing only when it is being read, and the server's end must not be non-blocking.
    const opener = openSync(this.pipe, constants.O_RDONLY | constants.O_NONBLOCK);
    const writer = openSync(this.pipe, constants.O_WRONLY);
    const reader = openSync(this.pipe, constants.O_RDONLY);
    const log = openSync(paths.log, 'a', 0o600);
    const command = ['-c', SUPERVISOR, 'atrium-postgres', root, run, binary(binaries, 'postgres'), '-D', paths.data];
    const supervisor = spawn('/bin/sh', command, {
      ...spawnIdentity(user),
      cwd: root,
      detached: true,
      stdio: [reader, log, log],
    });
    supervisor.unref();
    for (const descriptor of [opener, reader, log]) closeSync(descriptor);
    let ended = false;
    let spawnError: Error | undefined;
    const end = new Promise<void>((resolve) => {
      supervisor.once('exit', resolve);
      supervisor.once('error', (error) => {
        spawnError = error;
        resolve();
      });
    }).then(() => void (ended = true));

    const deadline = Date.now() + timeoutMs;
    try {
      for (;;) {
        const port = await this.readyPort(run);
        if (port) {
          await writeFile(path.join(run, 'ready'), '');
          return this.hold(writer, port, end);
        }
        if (spawnError) throw spawnError;
        if (ended) throw new ServerStartError(await logSince(root, logged));
        if (Date.now() >= deadline) throw this.tooSlow(timeoutMs);
        await delay(POLL_MS);
      }
    } catch (error) {
      closeSync(writer);
      throw error;
    }
  }

  /** Opens the pipe for writing; undefined when it does not exist or nobody reads it. */
  private openWriter(): number | undefined {
    try {
      return openSync(this.pipe, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch (error) {
      if (['ENOENT', 'ENXIO'].includes(systemErrorCode(error) ?? '')) return undefined;
      throw error;
    }
  }

  private isRead(): boolean {
    const probe = this.openWriter();
    if (probe !== undefined) closeSync(probe);
    return probe !== undefined;
  }

  /** Tells the supervisor that we are here; false when it had seen the end of the pipe before. */
  private async announce(writer: number, deadline: number): Promise<boolean> {
    const token = randomBytes(8).toString('hex');
    const answer = path.join(this.files.root, `present.${token}`);
    try {
      writeSync(writer, `${token}\n`);
    } catch (error) {
      if (systemErrorCode(error) === 'EPIPE') return false;
      throw error;
    }
    while (!existsSync(answer)) {
      if (!this.isRead()) return false;
      if (Date.now() >= deadline) throw this.noAnswer();
      await delay(POLL_MS);
    }
    await rm(answer);
    return true;
  }

  /** Waits until the supervised server takes connections; undefined when its supervisor gave up. */
  private async awaitRunning(deadline: number): Promise<number | undefined> {
    while (this.isRead()) {
      const server = await readPostmaster(clusterPaths(this.files.root).data);
      if (server?.status === 'ready' && isAlive(server.pid) && (await acceptsConnections(server.port)))
        return server.port;
      if (Date.now() >= deadline) throw this.noAnswer();
      await delay(POLL_MS);
    }
    return undefined;
  }

  /** Port of the server this start made; a file left by an earlier one names another process. */
  private async readyPort(run: string): Promise<number | undefined> {
    const pid = await readFile(path.join(run, 'pid'), 'utf8').catch(() => '');
    const server = await readPostmaster(clusterPaths(this.files.root).data);
    return server?.status === 'ready' && server.pid === Number(pid) ? server.port : undefined;
  }

  /** `ended` is the end of the supervisor, known to the process that started it. */
  private hold(writer: number, port: number, ended?: Promise<void>): Hold {
    return {
      port,
      leave: async (last, timeoutMs) => {
        closeSync(writer);
        if (!last) return;
        await waitForEnd(clusterPaths(this.files.root).data, timeoutMs);
        await ended;
      },
    };
  }

  private async removeTraces(): Promise<void> {
    for (const entry of await readdir(this.files.root)) {
      if (entry === path.basename(this.pipe) || entry.startsWith('run-') || entry.startsWith('present.')) {
        await rm(path.join(this.files.root, entry), { recursive: true, force: true });
      }
    }
  }

  private noAnswer(): EmbeddedPostgresError {
    return new EmbeddedPostgresError(
      `The database in ${this.files.root} is being run but does not answer; see ${clusterPaths(this.files.root).log}.`,
    );
  }

  private tooSlow(timeoutMs: number): EmbeddedPostgresError {
    return new EmbeddedPostgresError(
      `PostgreSQL was not ready after ${timeoutMs} ms; see ${clusterPaths(this.files.root).log}.`,
    );
  }
}
