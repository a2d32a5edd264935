import { LogLine } from '@atrium/sdk';
import type { Config } from '../config';
import { JsonLogger } from './json-logger';

/**
 * Ends the process with a line of the log, like all others, when an error was caught by nobody: neither its state nor
 * what it would say by itself (the error's message, whoever it names) can be trusted. For processes that serve.
 */
export function logLastWords(config: Pick<Config, 'general' | 'observability'>): void {
  process.on('uncaughtException', (error: unknown, origin) => {
    try {
      const line = new LogLine('The process ends: nobody caught an error', { kind: origin, error });
      new JsonLogger(config).fatal(line, 'Process');
    } finally {
      process.exit(1);
    }
  });
}
