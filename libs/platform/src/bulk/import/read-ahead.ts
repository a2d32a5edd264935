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

/**
 * The same elements in the same order, each pulled while the one before is being worked on: reading a file is our work,
 * writing its rows mostly the database's, so both go on at once. Never more than one element ahead. A failure of the
 * source comes in its place; leaving early ends the source.
 */
export async function* ahead<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
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
      next = pull();
      yield value;
    }
  } finally {
    await next.catch(() => undefined);
    await iterator.return?.();
  }
}
