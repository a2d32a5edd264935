import { chown, writeFile } from 'node:fs/promises';
import { clusterPaths, logSince, prepareLog } from './cluster';
import { acceptsConnections, isAlive, pgCtl, readPostmaster } from './postmaster';
import { ServerStartError, type Hold, type ServerControl, type ServerFiles } from './server-control';

/**
 * Runs the server by pg_ctl, for systems without pipes that have names (Windows). A server whose users were all killed
 * stays until the next start finds it and takes it over.
 */
export class PgCtlServer implements ServerControl {
  constructor(private readonly files: ServerFiles) {}

  async attach(): Promise<Hold | undefined> {
    const server = await readPostmaster(clusterPaths(this.files.root).data);
    if (server?.status !== 'ready' || !isAlive(server.pid) || !(await acceptsConnections(server.port)))
      return undefined;
    return this.hold(server.port);
  }

  async start(timeoutMs: number): Promise<Hold> {
    const { root, user } = this.files;
    const { log, data } = clusterPaths(root);
    const logged = await prepareLog(root);
    await writeFile(log, '', { flag: 'a', mode: 0o600 });
    if (user) await chown(log, user.uid, user.gid);
    await this.pgCtl(['start', '-w', '-t', seconds(timeoutMs), '-l', log]).catch(async () => {
      throw new ServerStartError(await logSince(root, logged));
    });
    const server = await readPostmaster(data);
    if (!server) throw new ServerStartError(await logSince(root, logged));
    return this.hold(server.port);
  }

  private hold(port: number): Hold {
    return {
      port,
      leave: async (last, timeoutMs) => {
        if (last) await this.pgCtl(['stop', '-m', 'fast', '-w', '-t', seconds(timeoutMs)]);
      },
    };
  }

  private pgCtl(args: string[]): Promise<void> {
    const { binaries, root, user } = this.files;
    return pgCtl({ binaries, user, dataDirectory: clusterPaths(root).data }, args);
  }
}

function seconds(milliseconds: number): string {
  return String(Math.ceil(milliseconds / 1000));
}
