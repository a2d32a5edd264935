import type { Actor, ClientInfo, Clock, DbSession } from '@atrium/sdk';
import type { StatementWork } from './database.metrics';

export interface SessionOptions {
  /** UUID of the tenant whose rows are there; null for public operations before sign-in. */
  readonly tenantId: string | null;
  readonly actor: Actor;
  /** UUIDs of the communities the rows are limited to; null for all. */
  readonly communityScope: readonly string[] | null;
  readonly readOnly: boolean;
  /** What the audit log names as the cause, until {@link OperationSession.setOperation} says otherwise. */
  readonly operation: string;
  /** What its statements are counted as; by default `operation` tells. */
  readonly work?: StatementWork;
  readonly requestId: string;
  readonly client: ClientInfo;
  readonly clock: Clock;
}

/**
 * The session of one operation, as its owner sees it. Nothing is sent before the first statement: an operation that
 * asks the database nothing takes no connection. After `commit`, `rollback` or `destroy` every statement is refused,
 * because graphql-js can answer while sibling resolvers still run.
 */
export interface OperationSession extends DbSession {
  /** Has a transaction been begun? */
  readonly opened: boolean;
  /** Rejects when the database did not commit, also when it answered COMMIT with ROLLBACK. Nothing to do: resolves. */
  commit(): Promise<void>;
  /** Never rejects: where the roll-back itself fails the connection is destroyed. */
  rollback(): Promise<void>;
  /** Ends the connection at once, whatever runs on it, and rejects what waits with `reason`. */
  destroy(reason: Error): void;
  /** Takes effect with the next statement; may be sent together with it. */
  savepoint(name: string): Promise<void>;
  release(name: string): Promise<void>;
  rollbackTo(name: string): Promise<void>;
  /**
   * Undoes what followed the savepoint, runs one statement in its place and commits, all in one message: locks taken before
   * the savepoint are held until then, so that nobody finds the state in between. The session has ended; whatever still
   * runs in it is refused. Rejects when that did not commit.
   */
  conclude(savepoint: string, text: string, values: readonly unknown[]): Promise<void>;
  /** The same transaction, each statement as another role: reading and writing statements alone. */
  as(role: string): DbSession;
  /** Names the cause of the changes that follow in the audit log. */
  setOperation(name: string): void;
}

/** Opens the sessions of operations. Implemented by the database room. */
export abstract class SessionFactory {
  abstract open(options: SessionOptions): OperationSession;
}
