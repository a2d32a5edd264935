/** Maps each element of each batch when the batch is pulled. */
export const mapped = <From, To>(map: (element: From) => To) =>
  async function* (batches: AsyncIterable<readonly From[]>): AsyncGenerator<To[]> {
    for await (const batch of batches) yield batch.map(map);
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
