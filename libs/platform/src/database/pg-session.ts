import type { Writable } from 'node:stream';
import type { DbSession, Statement } from '@atrium/sdk';
import type { PoolClient, QueryResult } from 'pg';
import type { DataSource, EntityManager, EntityTarget, ObjectLiteral, QueryRunner, Repository } from 'typeorm';
import { tracing } from '../observability/tracing';
import { adoptRunner } from './adopt-runner';
import { beginStatement, limitStatements, operationStatement } from './begin';
import { measured, type StatementWork, workOf } from './database.metrics';
import { RoleSession } from './role-session';
import { CommitFailedError, SessionClosedError } from './session-errors';
import type { OperationSession, SessionOptions } from './session-factory';

/** What node-postgres keeps to itself. */
const socketOf = (client: PoolClient): { stream: Writable } =>
  (client as unknown as { connection: { stream: Writable } }).connection;

const hasEnded = (): Error => new SessionClosedError();

interface Connection {
  readonly runner: QueryRunner;
  readonly client: PoolClient;
}

/** A session on a connection of TypeORM's pool, shared by prepared statements and repositories. */
export class PgSession implements OperationSession {
  statementCount = 0;
  private connecting: Promise<Connection> | null = null;
  private connection: Connection | null = null;
  private begun: Promise<unknown> | null = null;
  /** The commit that was sent along with the last statement. */
  private committing: Promise<QueryResult> | null = null;
  /** Why it takes no more statements; made an error only where one is refused, because its stack costs. */
  private closed: (() => Error) | null = null;
  private operation: string;
  private pendingOperation = true;
  private readonly work: StatementWork;

  constructor(
    private readonly dataSource: DataSource,
    private readonly options: SessionOptions,
  ) {
    this.operation = options.operation;
    this.work = options.work ?? workOf(options.operation);
  }

  get readOnly(): boolean {
    return this.options.readOnly;
  }

  get opened(): boolean {
    return this.connecting !== null;
  }

  async query<Row>(statement: string | Statement, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.send(statement, values)).rows as Row[];
  }

  async execute(statement: string | Statement, values: readonly unknown[] = []): Promise<number> {
    return (await this.send(statement, values)).rowCount ?? 0;
  }

  async repository<Entity extends ObjectLiteral>(target: EntityTarget<Entity>): Promise<Repository<Entity>> {
    return (await this.manager()).getRepository(target);
  }

  async manager(): Promise<EntityManager> {
    const { runner, client } = await this.open();
    this.resume(client);
    await this.nameOperation(client);
    return runner.manager;
  }

  as(role: string): DbSession {
    return new RoleSession(this, role);
  }

  /** For {@link RoleSession}: one statement as another role, between statements of this session's own. */
  async sendAs(
    role: string,
    statement: string | Statement,
    values: readonly unknown[],
    whole = false,
  ): Promise<QueryResult> {
    const { client } = await this.open();
    await this.nameOperation(client);
    if (this.closed) throw this.closed();
    this.statementCount += 1;
    const { text, name } = typeof statement === 'string' ? { text: statement, name: undefined } : statement;
    const limits = whole ? limitStatements(this.options) : null;
    // They go out together, so that no other statement of the transaction comes between them. One that fails leaves a
    // transaction that refuses everything, until a roll-back brings role and limits back as well.
    const [, result] = await Promise.all([
      client.query(`SET LOCAL ROLE ${role}${limits ? `; ${limits.lift}` : ''}`),
      measured(this.work, name, client.query({ text, name, values: values as unknown[] })),
      client.query(`SET LOCAL ROLE NONE${limits ? `; ${limits.restore}` : ''}`),
    ]);
    return result;
  }

  /** One reading statement without the limits of who acts: for what holds for all of the tenant. */
  async queryWhole<Row>(text: string, values: readonly unknown[]): Promise<Row[]> {
    const { client } = await this.open();
    await this.nameOperation(client);
    if (this.closed) throw this.closed();
    this.statementCount += 1;
    const { lift, restore } = limitStatements(this.options);
    const [, result] = await Promise.all([
      client.query(lift),
      measured(this.work, undefined, client.query(text, values as unknown[])),
      client.query(restore),
    ]);
    return result.rows as Row[];
  }

  /** The runner of {@link manager}, for a manager whose statements take another way. */
  async runner(): Promise<{ runner: QueryRunner; dataSource: DataSource }> {
    const { runner } = await this.open();
    return { runner, dataSource: this.dataSource };
  }

  setOperation(name: string): void {
    this.operation = name;
    this.pendingOperation = true;
  }

  async savepoint(name: string): Promise<void> {
    await this.control(`SAVEPOINT ${savepointName(name)}`);
  }

  async release(name: string): Promise<void> {
    await this.control(`RELEASE SAVEPOINT ${savepointName(name)}`);
  }

  async rollbackTo(name: string): Promise<void> {
    await this.control(`ROLLBACK TO SAVEPOINT ${savepointName(name)}`);
    this.pendingOperation = true;
  }

  async conclude(savepoint: string, text: string, values: readonly unknown[]): Promise<void> {
    const undo = `ROLLBACK TO SAVEPOINT ${savepointName(savepoint)}`;
    return this.end((client) => {
      void client.query(undo).catch(() => undefined); // then the statement is refused as well
      const done = client.query(text, values as unknown[]);
      return Promise.all([client.query('COMMIT'), done]).then(([commit]) => commit);
    });
  }

  commit(): Promise<void> {
    return this.end((client) => this.committing ?? client.query('COMMIT'));
  }

  /** The last message of the session. */
  private async end(send: (client: PoolClient) => Promise<QueryResult>): Promise<void> {
    if (this.closed) throw this.closed();
    this.closed = hasEnded;
    if (!this.connecting) return;
    const { client, runner } = await this.connecting;
    try {
      const [, { command }] = await Promise.all([this.begun, send(client)]);
      if (command !== 'COMMIT') throw new CommitFailedError(command);
      await runner.release();
    } catch (error) {
      // After a failed COMMIT nobody knows the connection's state.
      if (!(error instanceof CommitFailedError)) this.drop(error as Error);
      else await runner.release();
      throw error;
    }
  }

  async rollback(): Promise<void> {
    if (this.closed) return;
    this.closed = hasEnded;
    if (!this.connecting) return;
    try {
      const { client, runner } = await this.connecting;
      await (this.committing ?? client.query('ROLLBACK'));
      await runner.release();
    } catch (error) {
      this.drop(error as Error);
    }
  }

  destroy(reason: Error): void {
    this.closed ??= () => reason;
    if (this.connection) this.terminate(reason);
    else void this.connecting?.then(() => this.terminate(reason)).catch(() => undefined);
  }

  /** A server that computes does not notice that its client is gone: it is told over another connection. */
  private terminate(reason: Error): void {
    const { processID } = (this.connection?.client ?? {}) as { processID?: number };
    this.drop(reason);
    if (processID) this.dataSource.query('SELECT pg_terminate_backend($1)', [processID]).catch(() => undefined);
  }

  private drop(reason: Error): void {
    const { connection } = this;
    if (!connection) return;
    this.connection = null;
    // Released with an error the pool closes the socket, and the server ends the transaction.
    (connection.runner as unknown as { releasePostgresConnection(error: Error): Promise<void> })
      .releasePostgresConnection(reason)
      .catch(() => undefined);
    socketOf(connection.client).stream.destroy();
  }

  private async control(text: string): Promise<void> {
    const { client } = await this.open();
    this.resume(client);
    await client.query(text);
  }

  private async send(statement: string | Statement, values: readonly unknown[]): Promise<QueryResult> {
    const { client } = this.connection && !this.closed ? this.connection : await this.open();
    await this.nameOperation(client);
    if (this.closed) throw this.closed();
    this.statementCount += 1;
    this.resume(client);
    const { text, name, last } = typeof statement === 'string' ? { text: statement, name: undefined } : statement;
    const answer = measured(this.work, name, client.query({ text, name, values: values as unknown[] }));
    if (last && this.options.readOnly) {
      this.committing = client.query('COMMIT');
      this.committing.catch(() => undefined); // heard by whoever ends the session
    }
    return answer;
  }

  /** Goes ahead of the first statement that could change something under this name. */
  private async nameOperation(client: PoolClient): Promise<void> {
    if (!this.pendingOperation || this.options.readOnly) return;
    this.pendingOperation = false;
    await client.query(operationStatement(this.operation));
  }

  private async open(): Promise<Connection> {
    if (this.closed) throw this.closed();
    this.connecting ??= this.connect();
    return this.connecting;
  }

  private async connect(): Promise<Connection> {
    const begin = this.begin();
    const runner = this.dataSource.createQueryRunner();
    const client = (await runner.connect()) as PoolClient;
    adoptRunner(runner, (send) => this.pass(send));
    if (this.closed) {
      // Ended while it stood in line: the connection is as good as before.
      await runner.release();
      throw this.closed();
    }
    this.connection = { runner, client };
    // Pipelined: the first statement follows without waiting. Should BEGIN fail, what follows sees no tenant, and the
    // commit reports it.
    const { stream } = socketOf(client);
    stream.cork(); // one packet for BEGIN and the first statement
    const begun = client.query(begin);
    process.nextTick(() => stream.uncork());
    begun.catch((error: Error) => this.destroy(error));
    this.begun = begun;
    return { runner, client };
  }

  /** Something follows the statement that was taken for the last: on the same connection, in a new transaction. */
  private resume(client: PoolClient): void {
    if (!this.committing) return;
    this.committing = null;
    this.begun = client.query(this.begin());
    this.begun.catch((error: Error) => this.destroy(error));
  }

  private begin(): string {
    const { tenantId, communityScope, readOnly, actor, requestId, client } = this.options;
    const trace = readOnly ? null : tracing()?.traceparent();
    return beginStatement({ tenantId, communityScope, readOnly, actor, requestId, client, trace });
  }

  /** A statement that TypeORM makes: guarded, counted and measured as this session's own. */
  private async pass<T>(send: () => Promise<T>): Promise<T> {
    if (this.closed) throw this.closed();
    this.statementCount += 1;
    return measured(this.work, undefined, send());
  }
}

function savepointName(name: string): string {
  if (!/^[a-z][a-z0-9_]{0,30}$/.test(name)) throw new Error(`Not a savepoint name: ${JSON.stringify(name)}`);
  return name;
}
