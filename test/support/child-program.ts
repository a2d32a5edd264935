import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';
import { createInterface } from 'node:readline';

const REGISTER = path.join(__dirname, 'register-typescript.cjs');

export interface ProcessEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A child process that runs a piece of JavaScript against our TypeScript sources. */
export interface ChildProgram {
  pid: number;
  /** The next value the program passed to `say(value)`. Throws when it ends first, with what it wrote to stderr. */
  next<T>(): Promise<T>;
  /** What it has written to stderr so far. */
  errors(): string;
  kill(signal: NodeJS.Signals): void;
  /** Resolves when the process has ended. */
  ended: Promise<ProcessEnd>;
}

const running = new Set<ChildProcess>();

/**
 * Runs `code` in a child Node process. The code has `say(value)`, which hands a JSON value to the test, and
 * `load(file)`, which requires a source file (absolute path). It runs until it ends by itself or is killed.
 */
export function runChild(code: string, options: { processGroup?: boolean; cwd?: string } = {}): ChildProgram {
  const prelude = `
    const say = (value) => {
      process.stdout.write(JSON.stringify(value === undefined ? null : value) + '\\n');
      require('node:module').flushCompileCache();
    };
    const load = require;
  `;
  const program = `${prelude}; (async () => { ${code} })().catch((error) => { console.error(error); process.exit(70); });`;
  const child = spawn(process.execPath, ['--conditions=atrium-source', '--require', REGISTER, '--eval', program], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: options.processGroup ?? false,
    cwd: options.cwd,
  });
  running.add(child);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once('exit', (code_, signal) => {
      running.delete(child);
      resolve({ code: code_, signal });
    });
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    pid: child.pid ?? 0,
    next: async <T>() => {
      const line = await lines.next();
      if (line.done) throw new Error(`The child process ended without saying more: ${stderr}`);
      return JSON.parse(line.value) as T;
    },
    errors: () => stderr,
    kill: (signal) => void child.kill(signal),
    ended,
  };
}

/** Kills the children that still run; for afterEach. */
export async function endChildren(): Promise<void> {
  await Promise.all(
    [...running].map(async (child) => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }),
  );
}
