import type { EntityManager, EntityTarget, ObjectLiteral, Repository } from 'typeorm';

/** A statement with a name is prepared once per connection: for hot reads with constant text. */
export interface Statement {
  readonly text: string;
  readonly name?: string;
  /** Of an operation that only reads, the last statement in all likelihood: its end is sent along with it. */
  readonly last?: boolean;
}

/**
 * One operation's transaction, opened at its first statement with the tenant set. Row-level security sees to it that
 * only the tenant's rows (and, for an actor with a data scope, only the communities of that scope) are there.
 */
export interface DbSession {
  readonly readOnly: boolean;
  /** Statements sent so far, transaction control left out: what tests assert. */
  readonly statementCount: number;
  query<Row = Record<string, unknown>>(statement: string | Statement, values?: readonly unknown[]): Promise<Row[]>;
  /** Like {@link DbSession.query}, answering the number of rows changed. */
  execute(statement: string | Statement, values?: readonly unknown[]): Promise<number>;
  /** TypeORM's repository on this transaction: for writes and simple look-ups; hot reads are views (see `read/`). */
  repository<Entity extends ObjectLiteral>(target: EntityTarget<Entity>): Promise<Repository<Entity>>;
  manager(): Promise<EntityManager>;
}
