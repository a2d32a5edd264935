import type { PostgresBinaries } from './binaries';
import type { OsUser } from './os-user';

/** A server to be run: its programs, its files and the account it runs as. */
export interface ServerFiles {
  binaries: PostgresBinaries;
  /** Folder of the cluster, see clusterPaths. */
  root: string;
  user?: OsUser;
}

/** This process's share in a running server. */
export interface Hold {
  port: number;
  /** Gives the share up. The caller knows whether it was the last; then this resolves when the server has ended. */
  leave(last: boolean, timeoutMs: number): Promise<void>;
}

/** A way to run a server so that it outlives none of the processes that use it. */
export interface ServerControl {
  /** Takes a share in a server that runs; undefined when none does. */
  attach(timeoutMs: number): Promise<Hold | undefined>;
  /**
   * Starts the server and waits until it accepts connections.
   * @throws ServerStartError when it ended before that
   */
  start(timeoutMs: number): Promise<Hold>;
}

/** The server ended before it was ready; carries what it logged. */
export class ServerStartError extends Error {
  override readonly name = 'ServerStartError';

  constructor(readonly logged: string) {
    super(`PostgreSQL did not start: ${logged || 'it logged nothing'}`);
  }
}
