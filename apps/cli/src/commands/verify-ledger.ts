import { findLedgerProblems, type LedgerProblem } from '@atrium/core';
import { atDatabase, loadConfig, withClient } from '@atrium/platform';
import { atServer } from './backup';

/**
 * Computes every balance of every company from the postings and compares. Reads one moment, as the role that sees all rows;
 * answers the differences.
 */
export async function verifyLedger(adminUrl: string): Promise<LedgerProblem[]> {
  return withClient(adminUrl, async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    try {
      await client.query('SET LOCAL ROLE atrium_migrator');
      await client.query('SET LOCAL statement_timeout = 0');
      return await findLedgerProblems(async (sql) => (await client.query<Record<string, unknown>>(sql)).rows);
    } finally {
      await client.query('ROLLBACK');
    }
  });
}

/** Prints what is wrong with the books of the configured installation; answers whether nothing is. */
export async function verifyLedgerCommand(print: (line: string) => void = console.log): Promise<boolean> {
  return atServer(loadConfig(), async (adminUrl, databaseName) => {
    const url = databaseName === null ? adminUrl : atDatabase(adminUrl, databaseName);
    const problems = await verifyLedger(url);
    for (const { tenantId, problem } of problems) print(`${tenantId}: ${problem}`);
    print(problems.length === 0 ? 'The ledger balances and matches its postings.' : `${problems.length} differences.`);
    return problems.length === 0;
  });
}
