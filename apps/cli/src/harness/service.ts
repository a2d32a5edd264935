import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Reply, Request, ServiceOptions } from './service-process';

/** A process of the platform that this one has started. It ends with this one, whatever happens. */
export interface Service {
  /** Base address of its HTTP server; empty for a worker. */
  readonly url: string;
  /** Most memory the process has ever held resident. Bytes. */
  peakMemory(): Promise<number>;
  /** Ends it as SIGTERM would: what runs is finished. */
  stop(): Promise<void>;
}

/** Program of a service, next to this file once compiled. */
const PROGRAM = require.resolve('./service-process');

/**
 * Starts an API or a worker in a process of its own.
 * @param env its whole configuration
 * @throws Error with what it wrote to stderr when it ends before it is ready
 */
export async function startService(
  options: ServiceOptions,
  env: Readonly<Record<string, string>>,
  cwd: string,
  execArgv: readonly string[] = [],
): Promise<Service> {
  const child = fork(PROGRAM, [JSON.stringify(options)], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    execArgv: [...execArgv],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errors = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ended = once(child, 'exit');
  const gone = ended.then(() => {
    throw new Error(`The ${options.role} process has ended: ${errors.trim() || 'it said nothing'}`);
  });
  gone.catch(() => undefined); // heard only by those who wait for a reply
  const reply = async (): Promise<Reply> => {
    const [message] = (await Promise.race([once(child, 'message'), gone])) as [Reply];
    return message;
  };
  const ask = (request: Request): Promise<Reply> => {
    const answered = reply();
    child.send(request);
    return answered;
  };

  const { url = '' } = await reply();
  return {
    url,
    peakMemory: async () => (await ask('peakMemory')).bytes ?? 0,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.send('stop' satisfies Request);
      await ended;
    },
  };
}
