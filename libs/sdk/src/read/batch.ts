import DataLoader from 'dataloader';
import { context, type OperationContext } from '../context/context';

const loaders = new WeakMap<OperationContext, Map<string, DataLoader<string, unknown>>>();

/**
 * Reads something for one object together with what sibling fields ask for in the same tick: one statement for all the
 * objects of a list. For fields that no view can bring along.
 *
 * @param key what is read and how: calls with the same key share a batch, so arguments belong into it
 * @param read answers by UUID; what is missing in the map is answered as undefined
 */
export function batched<T>(
  key: string,
  id: string,
  read: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>,
): Promise<T | undefined> {
  const ctx = context();
  const own = loaders.get(ctx) ?? new Map<string, DataLoader<string, unknown>>();
  loaders.set(ctx, own);
  let loader = own.get(key) as DataLoader<string, T | undefined> | undefined;
  if (!loader) {
    loader = new DataLoader(
      async (ids) => {
        const found = await read([...new Set(ids)]);
        return ids.map((one) => found.get(one));
      },
      // A mutation reads again what it has changed.
      { cache: false },
    );
    own.set(key, loader);
  }
  return loader.load(id);
}
