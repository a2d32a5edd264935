import { Client, DatabaseError } from 'pg';
import type { TestDatabase } from '../test-database';

/** Roles that the processes log in with. */
export const SQL_ROLES = ['atrium_app', 'atrium_worker'] as const;
export type SqlRole = (typeof SQL_ROLES)[number];

/** What a statement did, or the SQLSTATE it was refused with. */
export type Done =
  | { readonly rows: readonly Record<string, unknown>[]; readonly count: number; readonly refused: null }
  | { readonly rows: readonly []; readonly count: 0; readonly refused: string };

/** Not allowed: by a missing grant, or by a policy. */
export const NOT_ALLOWED = '42501';

export interface SqlScope {
  /** UUID; null for none. */
  readonly tenant: string | null;
  /** UUIDs of communities; null for no limit. */
  readonly communities?: readonly string[] | null;
  /** UUIDs that are the customer who acts; left out where none does. */
  readonly customers?: readonly string[];
}

/** Statements as one of the roles, each in a transaction of its own that is rolled back. */
export class SqlSession {
  private constructor(
    readonly role: string,
    private readonly client: Client,
  ) {}

  static async open(role: string, url: string): Promise<SqlSession> {
    const client = new Client({ connectionString: url });
    await client.connect();
    return new SqlSession(role, client);
  }

  static async openAll(database: TestDatabase): Promise<SqlSession[]> {
    return [
      await SqlSession.open('atrium_app', database.appUrl),
      await SqlSession.open('atrium_worker', database.workerUrl),
    ];
  }

  close(): Promise<void> {
    return this.client.end();
  }

  async run(scope: SqlScope, sql: string, values: readonly unknown[] = []): Promise<Done> {
    const limit = scope.communities ? `{${scope.communities.join(',')}}` : '';
    await this.client.query('BEGIN');
    try {
      await this.client.query(
        `SELECT set_config('app.tenant_id', $1, true), set_config('app.scope', $2, true),
           set_config('app.customer', $3, true)`,
        [scope.tenant ?? '', limit, scope.customers ? `{${scope.customers.join(',')}}` : ''],
      );
      const { rows, rowCount } = await this.client.query<Record<string, unknown>>(sql, [...values]);
      return { rows, count: rowCount ?? 0, refused: null };
    } catch (error) {
      if (error instanceof DatabaseError) return { rows: [], count: 0, refused: error.code ?? 'unknown' };
      throw error;
    } finally {
      await this.client.query('ROLLBACK');
    }
  }
}
