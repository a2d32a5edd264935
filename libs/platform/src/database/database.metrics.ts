import { defineCounter, defineDuration, defineGauge, Label, Log } from '@atrium/sdk';
import { JOB_LABEL } from '../observability/labels';
import { type EndSpan, tracing } from '../observability/tracing';
import { isDatabaseError } from '../graphql/errors/database-error';

/** What statements are sent for. */
const WORKS = ['query', 'mutation', 'subscription', 'job', 'event', 'plugin', 'platform'] as const;
export type StatementWork = (typeof WORKS)[number];

const statementDuration = defineDuration(
  {
    name: 'atrium_statement_duration_seconds',
    help: 'Statements of operations and the time from sending one to its answer, by what they were sent for.',
    labels: { work: WORKS },
  },
  [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5, 10],
);
const FAILURES = ['connection', 'timeout', 'conflict', 'refused', 'mistake'] as const;
const statementFailures = defineCounter({
  name: 'atrium_statement_failures_total',
  help: 'Statements that failed: the connection was lost, it took too long, others were at the same rows, a rule of the database refused it, or it is a mistake of ours.',
  labels: { work: WORKS, reason: FAILURES },
});

const POOL = new Label('pool', ['api', 'worker', 'jobs', 'plugins', 'plugin-states', 'notifications']);
const poolConnections = defineGauge({
  name: 'atrium_pool_connections',
  help: 'Open connections to the database, by pool and by whether they are in use.',
  labels: { pool: POOL, state: ['busy', 'idle'] },
});
const poolSize = defineGauge({
  name: 'atrium_pool_size',
  help: 'Most connections that the pool may open.',
  labels: { pool: POOL },
});
const poolWaiting = defineGauge({
  name: 'atrium_pool_waiting',
  help: 'Callers that wait for a connection of the pool.',
  labels: { pool: POOL },
});
const connectionsLost = defineCounter({
  name: 'atrium_database_connections_lost_total',
  help: 'Connections to the database that ended or could not be made, by pool.',
  labels: { pool: POOL },
});

const log = new Log('Database');

/** What node-postgres's pool tells of itself. */
interface Pool {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
  readonly options: { readonly max?: number };
  on(event: 'error', heard: (error: Error) => void): unknown;
}

/** Shows a pool among the metrics; answers what takes it away. `name` is the application's name of its connections. */
export function watchPool(applicationName: string, pool: Pool): () => void {
  const name = poolName(applicationName);
  pool.on('error', (error) => connectionLost(applicationName, error));
  const stops = [
    poolConnections.read((set) => {
      set({ pool: name, state: 'busy' }, pool.totalCount - pool.idleCount);
      set({ pool: name, state: 'idle' }, pool.idleCount);
    }),
    poolSize.read((set) => set({ pool: name }, pool.options.max ?? 0)),
    poolWaiting.read((set) => set({ pool: name }, pool.waitingCount)),
  ];
  return () => stops.forEach((stop) => stop());
}

/** Counts a lost connection, and says so once in a while. */
export function connectionLost(applicationName: string, error: Error): void {
  const pool = poolName(applicationName);
  connectionsLost.add({ pool });
  if (log.isNews(pool)) log.warn('Lost a connection to the database', { pool, error });
}

const poolName = (applicationName: string): string => applicationName.replace(/^atrium-/, '');

const EVENT = 'event.';

/** @param operation as in the audit log: what a session is for */
export function workOf(operation: string): StatementWork {
  if (operation === 'query' || operation === 'mutation' || operation === 'subscription') return operation;
  if (operation.startsWith(EVENT)) return 'event';
  return JOB_LABEL.has(operation) ? 'job' : 'platform';
}

/** Measures a statement that has been sent; answers it as it is. `name` is that of a prepared statement. */
export function measured<T>(work: StatementWork, name: string | undefined, answer: Promise<T>): Promise<T> {
  const began = performance.now();
  const end: EndSpan | undefined = tracing()?.start(name === undefined ? 'statement' : `statement ${name}`, {
    kind: 'client',
    attributes: { 'db.system.name': 'postgresql', 'db.query.summary': name },
  });
  answer.then(
    () => {
      statementDuration.observe({ work }, (performance.now() - began) / 1000);
      end?.();
    },
    (error: unknown) => {
      statementDuration.observe({ work }, (performance.now() - began) / 1000);
      statementFailures.add({ work, reason: reasonOf(error) });
      end?.(error);
    },
  );
  return answer;
}

function reasonOf(error: unknown): (typeof FAILURES)[number] {
  if (!isDatabaseError(error)) return 'connection';
  const { code } = error;
  if (code === '57014') return 'timeout';
  if (/^(08|57P|53)/.test(code)) return 'connection';
  if (/^(40|55P03)/.test(code)) return 'conflict';
  return /^(22|23|42501|AT|P0)/.test(code) ? 'refused' : 'mistake';
}
