import { Client, DatabaseError, escapeLiteral } from 'pg';
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

/** A set of UUIDs as settings hold it; empty for none. */
export const setOf = (uuids: readonly string[] | null | undefined): string => (uuids ? `{${uuids.join(',')}}` : '');

/** What begins a transaction with these settings, in one message. */
export function beginWith(settings: Readonly<Record<string, string>>): string {
  const set = Object.entries(settings).map(
    ([name, given]) => `set_config(${escapeLiteral(name)}, ${escapeLiteral(given)}, true)`,
  );
  return `BEGIN; SELECT ${set.join(', ')}`;
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
    await this.client.query(
      beginWith({
        'app.tenant_id': scope.tenant ?? '',
        'app.scope': setOf(scope.communities),
        'app.customer': setOf(scope.customers),
      }),
    );
    try {
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
