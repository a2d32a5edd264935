import type { DbSession, Statement } from '@atrium/sdk';
import type { QueryResult } from 'pg';
import type { DataSource, EntityManager, EntityTarget, ObjectLiteral, QueryRunner, Repository } from 'typeorm';
import type { OperationSession } from './session-factory';
import { guardStatement } from './statement-guard';

/** What it needs of the session it works on. */
interface RoleSwitch {
  readonly readOnly: boolean;
  readonly statementCount: number;
  sendAs(role: string, statement: string | Statement, values: readonly unknown[], whole: boolean): Promise<QueryResult>;
  runner(): Promise<{ runner: QueryRunner; dataSource: DataSource }>;
}

const ROLE = /^[a-z][a-z0-9_]{0,62}$/;

/**
 * The transaction of a session as another role sees it. Statements of the session itself keep its own role, also when both
 * come at once; TypeORM's go the same way.
 */
export class RoleSession implements DbSession {
  constructor(
    private readonly session: RoleSwitch,
    readonly role: string,
    /** Without the limits of who acts. */
    private readonly isWhole = false,
  ) {
    if (!ROLE.test(role)) throw new Error(`Not the name of a role: ${JSON.stringify(role)}`);
  }

  get readOnly(): boolean {
    return this.session.readOnly;
  }

  get statementCount(): number {
    return this.session.statementCount;
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
    const { runner, dataSource } = await this.session.runner();
    const own = Object.create(runner, {
      query: {
        value: (text: string, values?: unknown[], structured?: boolean) => this.asTypeorm(text, values, structured),
      },
    }) as QueryRunner;
    const manager = dataSource.createEntityManager(own);
    Object.defineProperty(own, 'manager', { value: manager });
    return manager;
  }

  /** The same, of all rows of the tenant: neither the data scope nor what a customer may see binds it. */
  whole(): RoleSession {
    return new RoleSession(this.session, this.role, true);
  }

  private send(statement: string | Statement, values: readonly unknown[]): Promise<QueryResult> {
    guardStatement(typeof statement === 'string' ? statement : statement.text);
    return this.session.sendAs(this.role, statement, values, this.isWhole);
  }

  /** The answer in the form of TypeORM's own runner. */
  private async asTypeorm(text: string, values: unknown[] = [], structured = false): Promise<unknown> {
    const { rows, rowCount, command } = await this.send(text, values);
    const raw = command === 'UPDATE' || command === 'DELETE' ? [rows, rowCount] : rows;
    return structured ? { raw, records: rows, affected: rowCount ?? undefined } : raw;
  }
}

/** A session as a plugin's role sees it; one that is it already stays, and no plugin becomes another. */
export function asRole(session: DbSession, role: string): DbSession {
  if (!(session instanceof RoleSession)) return (session as OperationSession).as(role);
  if (session.role === role) return session;
  throw new Error(`${session.role} reaches for what is ${role}'s`);
}

/** A plugin's session without the limits of who acts. */
export function wholeOf(session: DbSession): DbSession {
  if (session instanceof RoleSession) return session.whole();
  throw new Error('Only sessions of plugins have one without limits');
}
