import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import { context, type OperationContext } from '../context/context';

const loaders = new WeakMap<OperationContext, Map<string, DataLoader<string, unknown>>>();

/** The field's place in the answer, the same for all objects of a list; same place, same selection and arguments. */
function placeOf({ path }: Pick<GraphQLResolveInfo, 'path'>): string {
  const keys: string[] = [];
  for (let at: typeof path | undefined = path; at; at = at.prev) if (typeof at.key === 'string') keys.push(at.key);
  return keys.join();
}

/**
 * Reads a field for one object together with the same field of its siblings: one statement for all the objects of a
 * list. For fields that no view can bring along.
 *
 * @param read answers by UUID; what is missing in the map is answered as undefined
 */
export function batched<T>(
  info: Pick<GraphQLResolveInfo, 'path'>,
  id: string,
  read: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>,
): Promise<T | undefined> {
  const ctx = context();
  const own = loaders.get(ctx) ?? new Map<string, DataLoader<string, unknown>>();
  loaders.set(ctx, own);
  const place = placeOf(info);
  let loader = own.get(place) as DataLoader<string, T | undefined> | undefined;
  if (!loader) {
    loader = new DataLoader(
      async (ids) => {
        const found = await read([...new Set(ids)]);
        return ids.map((one) => found.get(one));
      },
      // A mutation reads again what it has changed.
      { cache: false },
    );
    own.set(place, loader);
  }
  return loader.load(id);
}
