import { Logger } from '@nestjs/common';

/**
 * All that a line of the log may say beside its message and the error. Names and ids that the platform or code has made,
 * and counts: nothing that a person has written or that tells of one. What is not listed here, and what does not look
 * like a name or an id, is not written.
 */
export const LOG_FIELDS = {
  tenantId: 'text',
  /** Of a request; the running operation's is added by itself. */
  requestId: 'text',
  // Those of the running work are added by themselves.
  job: 'text',
  jobId: 'text',
  event: 'text',
  eventId: 'text',
  handler: 'text',
  deliveryId: 'text',
  schedule: 'text',
  plugin: 'text',
  /** Of a plugin, of an installation. */
  version: 'text',
  /** Field of the GraphQL schema, or path of one in an answer. */
  field: 'text',
  method: 'text',
  /** Name of an operation of the platform, as in the audit log. */
  operation: 'text',
  /** A kind of thing known to code: of an import, of a part of a page, of a problem. */
  kind: 'text',
  /** UUID of a row. */
  rowId: 'text',
  /** Key of a content in the file store: made of ids. */
  storageKey: 'text',
  /** Name of a pool of connections. */
  pool: 'text',
  /** SQLSTATE, code of the operating system, status of a server. */
  code: 'text',
  /** Which try it was, and how many are left. */
  attempt: 'number',
  attemptsLeft: 'number',
  count: 'number',
  orphans: 'number',
  unfinished: 'number',
  waitMs: 'number',
  /** How far a clock is ahead of the database's. */
  offsetMs: 'number',
  port: 'number',
} as const;

type Listed = typeof LOG_FIELDS;

/** See {@link LOG_FIELDS}. */
export type LogFields = {
  readonly [K in keyof Listed]?: Listed[K] extends 'number' ? number : string | null;
} & {
  /** What went wrong: its kind, code and stack are written; see the page on logs for when its message is. */
  readonly error?: unknown;
};

/**
 * A message without anything put into it: what varies goes into {@link LogFields}. Types see to it: a text that was
 * made up at run time does not fit.
 */
export type LogMessage<M extends string> = Record<never, never> extends Record<M, unknown> ? never : M;

/** A line on its way to the logger of the process. */
export class LogLine {
  constructor(
    readonly message: string,
    readonly fields: LogFields = {},
  ) {}

  toString(): string {
    const { error, ...rest } = this.fields;
    const said = Object.entries(rest).map(([name, value]) => ` ${name}=${String(value)}`);
    return `${this.message}${said.join('')}${error === undefined ? '' : `: ${messageOf(error)}`}`;
  }
}

const messageOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message} (${messageOf(error.cause)})`;
};

/** Lines of the log of one part of the platform or of a context. */
export class Log {
  private readonly logger: Logger;
  private readonly saidAt = new Map<string, number>();

  /**
   * @param part what the lines are about, e.g. `Jobs`
   * @param always fields of every line
   */
  constructor(
    part: string,
    private readonly always: LogFields = {},
  ) {
    this.logger = new Logger(part);
  }

  debug<const M extends string>(message: M & LogMessage<M>, fields?: LogFields): void {
    this.logger.debug(this.line(message, fields));
  }

  info<const M extends string>(message: M & LogMessage<M>, fields?: LogFields): void {
    this.logger.log(this.line(message, fields));
  }

  warn<const M extends string>(message: M & LogMessage<M>, fields?: LogFields): void {
    this.logger.warn(this.line(message, fields));
  }

  error<const M extends string>(message: M & LogMessage<M>, fields?: LogFields): void {
    this.logger.error(this.line(message, fields));
  }

  /**
   * True where the same has not been said for a while: for what goes wrong again and again while something is away.
   * @param what constant texts, names and codes
   */
  isNews(what: string, withinMs = 30_000): boolean {
    const now = Date.now();
    if (now - (this.saidAt.get(what) ?? -Infinity) < withinMs) return false;
    if (this.saidAt.size > 100) this.saidAt.clear();
    this.saidAt.set(what, now);
    return true;
  }

  private line(message: string, fields?: LogFields): LogLine {
    return new LogLine(message, { ...this.always, ...fields });
  }
}
