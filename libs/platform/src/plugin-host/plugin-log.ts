import type { PluginLog } from '@atrium/sdk';
import { Logger } from '@nestjs/common';

/** The log as one plugin has it: each line names it; the logger adds the tenant and the request at hand. */
export function pluginLog(id: string): PluginLog {
  const logger = new Logger(`Plugin ${id}`);
  return {
    debug: (message) => logger.debug(message),
    info: (message) => logger.log(message),
    warn: (message) => logger.warn(message),
    error: (message, error) => {
      const reason = error === undefined ? '' : `: ${error instanceof Error ? error.message : String(error)}`;
      logger.error(`${message}${reason}`, error instanceof Error ? error.stack : undefined);
    },
  };
}
