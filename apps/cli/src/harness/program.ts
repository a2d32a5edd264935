import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Reply, Request } from './serve-parent';

/** A server or worker in a process of its own. It ends with the process that started it, whatever happens. */
export interface Program {
  /** Base address of its HTTP server; empty where it has none. */
  readonly url: string;
  /** Most memory the process has ever held resident. Bytes. */
  peakMemory(): Promise<number>;
  /** Memory it holds resident now, garbage collected. Bytes. */
  memory(): Promise<number>;
  /** Ends it as SIGTERM would: what runs is finished. */
  stop(): Promise<void>;
  /** Ends it as kill -9 does: wherever it is. */
  kill(): Promise<void>;
}

/**
 * Starts a program that calls `serveParent`.
 * @param file the compiled program
 * @param options handed to it as JSON
 * @param env its whole environment, besides PATH
 * @throws Error with what it wrote to stderr when it ends before it is ready
 */
export async function startProgram(
  file: string,
  options: object,
  env: Readonly<Record<string, string>> = {},
  cwd: string = process.cwd(),
): Promise<Program> {
  const child = fork(file, [JSON.stringify(options)], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errors = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ended = once(child, 'exit');
  const gone = ended.then(() => {
    throw new Error(`${file} has ended: ${errors.trim() || 'it said nothing'}`);
  });
  gone.catch(() => undefined); // heard only by those who wait for a reply
  const reply = async (): Promise<Reply> => {
    const [message] = (await Promise.race([once(child, 'message'), gone])) as [Reply];
    return message;
  };

  const ask = async (what: Request): Promise<number> => {
    const answered = reply();
    child.send(what);
    return (await answered).bytes ?? 0;
  };

  const { url = '' } = await reply();
  return {
    url,
    peakMemory: () => ask('peakMemory'),
    memory: () => ask('memory'),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.send('stop' satisfies Request);
      await ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
