import { setImmediate as turn } from 'node:timers/promises';

/** Elements that are mapped before others get a turn: less than a millisecond of a row's reading. */
const SLICE = 50;

/**
 * Maps each element of each batch when the batch is pulled. The batch before is being written meanwhile, so after every
 * few elements the answers of the database are heard.
 */
export const mapped = <From, To>(map: (element: From) => To) =>
  async function* (batches: AsyncIterable<readonly From[]>): AsyncGenerator<To[]> {
    for await (const batch of batches) {
      const done: To[] = [];
      for (const element of batch) {
        if (done.length > 0 && done.length % SLICE === 0) await turn();
        done.push(map(element));
      }
      yield done;
    }
  };

/** An element, and what has the next one pulled. */
export interface Pulled<T> {
  readonly value: T;
  /** Pulls the next element while this one is being worked on; harmless when repeated. */
  readonly pullNext: () => void;
}

/**
 * The same elements in the same order. The next one is pulled when the work on one says so, at its end at the latest:
 * reading a file is our work and writing its rows mostly the database's, so both go on at once, but reading must not keep
 * back what the database is waiting for. Never more than one element ahead. A failure of the source comes in its place;
 * leaving early ends the source.
 */
export async function* ahead<T>(source: AsyncIterable<T>): AsyncGenerator<Pulled<T>> {
  const iterator = source[Symbol.asyncIterator]();
  const pull = (): Promise<IteratorResult<T>> => {
    const pulled = iterator.next();
    pulled.catch(() => undefined); // heard when its turn comes
    return pulled;
  };
  let next = pull();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      let following: typeof next | undefined;
      const begin = (): typeof next => (next = following ??= pull());
      yield { value, pullNext: begin };
      begin();
    }
  } finally {
    await next.catch(() => undefined);
    await iterator.return?.();
  }
}
