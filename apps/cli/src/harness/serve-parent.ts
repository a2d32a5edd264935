import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What a parent asks of a program it started, see program.ts. */
export type Request = 'peakMemory' | 'memory' | 'stop';

/** What the program answers; the first one, with the address, says that it is ready. */
export interface Reply {
  readonly url?: string;
  readonly bytes?: number;
}

/** Something that runs until its parent has enough of it. */
export interface Served {
  readonly url: string;
  stop(): Promise<unknown>;
}

const KIB = 1024;

/** Resident memory without the garbage that has gathered. */
function memoryNow(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage.rss();
}

/** The main of a program: starts what it is for with the parent's options, and ends when the parent says so or is gone. */
export function serveParent<Options>(start: (options: Options) => Promise<Served>): void {
  const failed = (error: unknown): never => {
    console.error(error);
    process.exit(1);
  };
  start(JSON.parse(process.argv[2] ?? '{}') as Options).then(({ url, stop }) => {
    let stopping = false;
    const end = (): void => {
      if (stopping) return;
      stopping = true;
      stop().then(() => process.exit(0), failed);
    };
    process.on('message', (request: Request) => {
      if (request === 'stop') end();
      else
        process.send?.({
          bytes: request === 'memory' ? memoryNow() : process.resourceUsage().maxRSS * KIB,
        } satisfies Reply);
    });
    process.on('disconnect', end);
    process.send?.({ url } satisfies Reply);
  }, failed);
}
