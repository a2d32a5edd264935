import { createHash } from 'node:crypto';

/**
 * A random sample of `size`: those with the smallest SHA-256 of `<seed>:<id>`, in the order of ids. Whoever knows the seed
 * can draw it again and see that nobody was chosen.
 */
export function drawSample(ids: readonly string[], size: number, seed: string): string[] {
  const drawn = ids
    .map((id) => ({ id, lot: createHash('sha256').update(`${seed}:${id}`).digest('hex') }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1));
  return drawn
    .slice(0, size)
    .map(({ id }) => id)
    .sort();
}
