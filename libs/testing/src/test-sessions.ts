import { type OperationSession, type PgSessionFactory, SessionFactory, type SessionOptions } from '@atrium/platform';

/**
 * Who calls, what plugins there are, what may be called by its hash: remembered for a moment, so whether it was looked up
 * is not the operation's doing. Nor is what limits take.
 */
const BESIDES: ReadonlySet<string> = new Set([
  'authenticate',
  'plugins',
  'readLimits',
  'takePoints',
  'countNetworkUse',
  'findPersistedOperation',
]);

/** Watches the sessions of a test platform, and can make them end in a roll-back whatever they did. */
export class WatchedSessions extends SessionFactory {
  private opened: OperationSession[] = [];
  private rehearsing = false;

  constructor(private readonly inner: PgSessionFactory) {
    super();
  }

  open(options: SessionOptions): OperationSession {
    return this.watch(this.inner, options);
  }

  /** Sessions on other connections, counted with these. */
  beside(inner: PgSessionFactory): SessionFactory {
    return { open: (options) => this.watch(inner, options) };
  }

  private watch(inner: PgSessionFactory, options: SessionOptions): OperationSession {
    const session = inner.open(options);
    if (!BESIDES.has(options.operation)) this.opened.push(session);
    if (this.rehearsing) session.commit = () => session.rollback();
    return session;
  }

  /** Statements sent while `task` ran, over all its transactions. */
  async count<T>(task: () => Promise<T>): Promise<{ result: T; statements: number }> {
    this.opened = [];
    const result = await task();
    return { result, statements: this.opened.reduce((sum, { statementCount }) => sum + statementCount, 0) };
  }

  /** Runs `task` for its answers alone: every transaction begun meanwhile is rolled back in place of its commit. */
  async rehearse<T>(task: () => Promise<T>): Promise<T> {
    this.rehearsing = true;
    try {
      return await task();
    } finally {
      this.rehearsing = false;
    }
  }
}
