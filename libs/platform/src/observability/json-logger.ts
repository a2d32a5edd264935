import { maybeContext } from '@atrium/sdk';
import type { LoggerService } from '@nestjs/common';
import pino, { type DestinationStream, type Logger } from 'pino';
import type { Config } from '../config';

/** Nest's own account of its start: of use only to who debugs it. */
const FRAMEWORK: ReadonlySet<string> = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
  'GraphQLModule',
]);

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/**
 * Nest's logger as one JSON object a line. Each line names the running operation's request and tenant; names, contacts
 * and values of people are not logged anywhere, so there is nothing to mask here.
 */
export class JsonLogger implements LoggerService {
  private readonly pino: Logger;

  constructor(level: Config['general']['logLevel'], destination?: DestinationStream) {
    this.pino = pino(
      { level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
      destination ?? pino.destination(2),
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
    const context = more.length > 0 ? String(more.at(-1)) : undefined;
    const stack = message instanceof Error ? message.stack : more.length > 1 ? more[0] : undefined;
    const operation = maybeContext();
    this.pino[level](
      {
        context,
        requestId: operation?.requestId,
        tenant: operation?.tenant?.slug,
        stack: typeof stack === 'string' ? stack : undefined,
      },
      message instanceof Error ? message.message : String(message),
    );
  }
}
