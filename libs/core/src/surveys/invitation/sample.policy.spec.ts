import { newId } from '@atrium/sdk';
import { drawSample } from './sample.policy';

const ids = Array.from({ length: 400 }, newId).sort();

it('is the same for the same seed, whatever the order of those it is drawn from', () => {
  const drawn = drawSample(ids, 40, 'seed');
  expect(drawn).toHaveLength(40);
  expect(drawSample([...ids].reverse(), 40, 'seed')).toEqual(drawn);
  expect(drawSample(ids, 40, 'another')).not.toEqual(drawn);
});

it('is everybody where it is larger than there are people', () => {
  expect(drawSample(ids, 500, 'seed')).toEqual(ids);
});

it('has the first half of the ids as often as the second', () => {
  const half = ids[200]!;
  const shares = Array.from(
    { length: 50 },
    (_, seed) => drawSample(ids, 40, String(seed)).filter((id) => id < half).length,
  );
  // Of 2,000 drawn, within four standard deviations of 1,000; the seeds are fixed, so this never changes.
  const early = shares.reduce((sum, one) => sum + one, 0);
  expect(Math.abs(early - 1000)).toBeLessThan(4 * Math.sqrt(500));
});
