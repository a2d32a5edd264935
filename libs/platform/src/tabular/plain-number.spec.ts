import * as fc from 'fast-check';
import { plainNumber } from './plain-number';

describe('plainNumber', () => {
  it.each([
    [0.1, '0.1'],
    [89.37, '89.37'],
    [-5, '-5'],
    [1e21, '1000000000000000000000'],
    [1.5e21, '1500000000000000000000'],
    [1e-7, '0.0000001'],
    [-1.25e-7, '-0.000000125'],
  ])('%p → %s', (value, text) => {
    expect(plainNumber(value)).toBe(text);
  });

  it('is the same number without an exponent', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = plainNumber(value);
        expect(text).toMatch(/^-?\d+(\.\d+)?$/);
        expect(Number(text) + 0).toBe(value + 0);
      }),
    );
  });
});
