import { QueryFailedError, type QueryRunner } from 'typeorm';

/**
 * Tells TypeORM that the transaction is begun, so that `save` begins none, and has its statements pass where all others do.
 * Errors are the driver's, as everywhere else.
 *
 * @param pass counts, guards and sends a statement
 */
export function adoptRunner(runner: QueryRunner, pass: <T>(send: () => Promise<T>) => Promise<T>): void {
  const inner = runner as unknown as { isTransactionActive: boolean; transactionDepth: number };
  inner.isTransactionActive = true;
  inner.transactionDepth = 1;
  const send = runner.query.bind(runner) as (...args: unknown[]) => Promise<unknown>;
  runner.query = (async (...args: unknown[]) => {
    try {
      return await pass(() => send(...args));
    } catch (error) {
      throw error instanceof QueryFailedError ? error.driverError : error;
    }
  }) as QueryRunner['query'];
}
