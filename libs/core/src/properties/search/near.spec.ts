import fc from 'fast-check';
import { boxAround } from './near';

const DEGREE = Math.PI / 180;
/** Great-circle distance by the spherical law of cosines: another formula than the one under test. */
const metres = (a: { latitude: number; longitude: number }, b: { latitude: number; longitude: number }): number =>
  6_371_008.8 *
  Math.acos(
    Math.min(
      1,
      Math.sin(a.latitude * DEGREE) * Math.sin(b.latitude * DEGREE) +
        Math.cos(a.latitude * DEGREE) * Math.cos(b.latitude * DEGREE) * Math.cos((a.longitude - b.longitude) * DEGREE),
    ),
  );

describe('the box around a point', () => {
  it('is about as wide as the circle in the middle latitudes', () => {
    const box = boxAround({ latitude: 40.75, longitude: -73.98 }, 500);
    expect((box.north - box.south) / 1e6 / 2).toBeCloseTo(0.0045, 4);
    expect((box.east - box.west) / 1e6 / 2).toBeCloseTo(0.0059, 4);
  });

  it.each([
    [{ latitude: 89.9999, longitude: 10 }, 1000],
    [{ latitude: -90, longitude: 0 }, 1],
    [{ latitude: 0, longitude: 180 }, 1000],
    [{ latitude: 10, longitude: -179.999 }, 1000],
  ])('goes all the way round at the poles and the date line: %j', (point, radius) => {
    const { west, east } = boxAround(point, radius);
    expect([west, east]).toEqual([-180e6, 180e6]);
  });

  it('holds every point within the distance', () => {
    const point = fc.record({
      latitude: fc.double({ min: -90, max: 90, noNaN: true }),
      longitude: fc.double({ min: -180, max: 180, noNaN: true }),
    });
    fc.assert(
      fc.property(point, point, fc.integer({ min: 1, max: 100_000 }), (centre, far, radius) => {
        // Draws the far point near the centre, or hardly any pair would lie within reach.
        const near = {
          latitude: Math.max(-90, Math.min(90, centre.latitude + far.latitude / 60)),
          longitude: Math.max(-180, Math.min(180, centre.longitude + far.longitude / 60)),
        };
        // The cosines are good to a decimetre only.
        fc.pre(metres(centre, near) <= radius - 1);
        const box = boxAround(centre, radius);
        expect(near.latitude * 1e6).toBeGreaterThanOrEqual(box.south);
        expect(near.latitude * 1e6).toBeLessThanOrEqual(box.north);
        expect(near.longitude * 1e6).toBeGreaterThanOrEqual(box.west);
        expect(near.longitude * 1e6).toBeLessThanOrEqual(box.east);
      }),
      { numRuns: 500 },
    );
  });
});
