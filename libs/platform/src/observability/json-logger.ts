import { createRequire } from 'node:module';
import { defineCounter, LOG_FIELDS, type LogFields, LogLine, maybeContext } from '@atrium/sdk';
import type { LoggerService } from '@nestjs/common';
import pino, { type DestinationStream, type Logger } from 'pino';
import type { Config } from '../config';
import { describedError, framesOf } from './described-error';
import { masked, maskedStrictly } from './masked';
import { tracing } from './tracing';
import { currentWork } from './work';

/** Nest's own account of its start: of use only to who debugs it. */
const FRAMEWORK: ReadonlySet<string> = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
  'GraphQLModule',
]);

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
type Level = (typeof LEVELS)[number];

const lines = defineCounter({
  name: 'atrium_log_lines_total',
  help: 'Lines written to the log, by level.',
  labels: { level: LEVELS },
});

/** Standard error output. */
const STDERR = 2;
/** What the value of a field looks like; neither an address nor a sentence does. */
const NAME_OR_ID = /^[\w.:/[\]-]{1,200}$/;

/**
 * Nest's logger on pino: one object a line. Each line names the running request, its tenant and what kind of caller it
 * is, and the job, event or plugin at work. No personal data gets in: our own lines are constant texts with listed
 * fields ({@link LOG_FIELDS}), errors come without what they know of people, and what libraries say goes through
 * {@link maskedStrictly}.
 */
export class JsonLogger implements LoggerService {
  private readonly pino: Logger;
  private readonly revealing: boolean;

  constructor({ general, observability }: Pick<Config, 'general' | 'observability'>, destination?: DestinationStream) {
    const { logLevel: level, logFormat } = observability;
    this.revealing = general.mode !== 'production';
    const isPretty =
      logFormat === 'pretty' || (logFormat === 'auto' && general.mode === 'development' && process.stderr.isTTY);
    this.pino = pino(
      {
        level,
        base: { pid: process.pid },
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: { level: (label) => ({ level: label }) },
      },
      destination ?? (isPretty ? prettyStream() : pino.destination({ dest: STDERR, sync: true })),
    );
  }

  log(message: unknown, ...more: unknown[]): void {
    this.write(FRAMEWORK.has(String(more.at(-1))) ? 'debug' : 'info', message, more);
  }

  fatal(message: unknown, ...more: unknown[]): void {
    this.write('fatal', message, more);
  }

  error(message: unknown, ...more: unknown[]): void {
    this.write('error', message, more);
  }

  warn(message: unknown, ...more: unknown[]): void {
    this.write('warn', message, more);
  }

  debug(message: unknown, ...more: unknown[]): void {
    this.write('debug', message, more);
  }

  verbose(message: unknown, ...more: unknown[]): void {
    this.write('trace', message, more);
  }

  /** Nest appends the logger's context, and before it a stack where there is one. */
  private write(level: Level, message: unknown, more: unknown[]): void {
    if (!this.pino.isLevelEnabled(level)) return;
    lines.add({ level });
    const context = maybeContext();
    const common = {
      part: more.length > 0 ? String(more.at(-1)) : undefined,
      requestId: context?.requestId,
      tenantId: context?.tenant?.id,
      actor: context?.actor.kind,
      ...currentWork(),
      trace: tracing()?.traceparent() ?? undefined,
    };
    if (message instanceof LogLine) {
      this.pino[level]({ ...common, ...this.listed(message.fields) }, masked(message.message));
    } else if (message instanceof Error) {
      this.pino[level]({ ...common, error: describedError(message, this.revealing) }, 'An error');
    } else {
      const stack = more.length > 1 && typeof more[0] === 'string' ? framesOf(more[0]) : undefined;
      this.pino[level]({ ...common, stack }, maskedStrictly(String(message)));
    }
  }

  /** The fields of a line, as far as they are what they should be: not all that calls us is checked by a compiler. */
  private listed({ error, ...fields }: LogFields): Record<string, unknown> {
    const listed: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(fields) as [keyof typeof LOG_FIELDS, unknown][]) {
      const type = LOG_FIELDS[name] as 'text' | 'number' | undefined;
      if (type === undefined || value == null) continue;
      const fits = type === 'number' ? typeof value === 'number' : typeof value === 'string' && NAME_OR_ID.test(value);
      listed[name] = fits ? value : '(withheld)';
    }
    if (error !== undefined) listed.error = describedError(error, this.revealing);
    return listed;
  }
}

/** Lines for people, as in a terminal. */
function prettyStream(): DestinationStream {
  // Loaded only where somebody reads along.
  const pretty = createRequire(__filename)('pino-pretty') as typeof import('pino-pretty');
  return pretty({
    destination: STDERR,
    sync: true,
    colorize: process.stderr.isTTY && process.env.NO_COLOR === undefined,
    translateTime: 'SYS:HH:MM:ss',
    messageFormat: '{part}: {msg}',
    ignore: 'pid,part',
  });
}
