/** A terminal sends Ctrl-C to npm and to us, and npm passes its own on: the same wish, twice. Milliseconds. */
const SAME_SIGNAL_MS = 2000;

/** Resolves when a signal has come and `task` is done; a later second signal ends the process at once. */
export function onSignal(task: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let since: number | null = null;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (since !== null) {
          if (Date.now() - since > SAME_SIGNAL_MS) process.exit(1);
          return;
        }
        since = Date.now();
        task().then(resolve, reject);
      });
    }
  });
}
