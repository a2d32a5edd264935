import type { DbSession, Statement } from '@atrium/sdk';
import type { Client } from 'pg';

/** The transaction that the command line has begun on its own connection, for services that work in a context's. */
export class ClientSession implements DbSession {
  readonly readOnly = false;
  statementCount = 0;

  constructor(private readonly client: Client) {}

  async query<Row>(statement: string | Statement, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.send(statement, values)).rows as Row[];
  }

  async execute(statement: string | Statement, values: readonly unknown[] = []): Promise<number> {
    return (await this.send(statement, values)).rowCount ?? 0;
  }

  repository(): never {
    throw new Error('The command line has no repositories');
  }

  manager(): never {
    throw new Error('The command line has no entity manager');
  }

  private send(statement: string | Statement, values: readonly unknown[]) {
    this.statementCount += 1;
    const { text } = typeof statement === 'string' ? { text: statement } : statement;
    return this.client.query(text, values as unknown[]);
  }
}
