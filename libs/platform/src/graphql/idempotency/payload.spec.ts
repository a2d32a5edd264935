import { Ref, ref } from '@atrium/sdk';
import fc from 'fast-check';
import { inputHash, revivePayload, storePayload } from './payload';

const throughJson = (value: unknown): unknown => revivePayload(JSON.parse(JSON.stringify(storePayload(value))));

describe('a stored payload', () => {
  it('comes back with its references and times', () => {
    class Payload {
      unit = ref('unit', '0198c0de-0000-7000-8000-000000000001');
      units = [ref('unit', 'a'), ref('unit', 'b')];
      at = new Date('2026-03-11T08:30:00.000Z');
      nothing = null;
      left = undefined;
      nested = { count: 2, ok: true, text: 'x' };
    }
    const back = throughJson(new Payload()) as Payload;
    expect(back.unit).toBeInstanceOf(Ref);
    expect(back).toEqual({ ...new Payload(), left: undefined });
    expect('left' in back).toBe(false);
  });

  it.each([[null], [1], ['text'], [true], [[]], [{}]])('that is %p comes back', (value) => {
    expect(throughJson(value)).toEqual(value);
  });

  it('keeps data that looks like ours apart', () => {
    const data = { $ref: ['unit', 'x'], $date: 'tomorrow', $entries: [['a', 1]], plain: { $ref: 1 } };
    expect(throughJson(data)).toEqual(data);
  });

  it('of any data is the same data', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        expect(throughJson(value)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it.each([[() => 1], [10n], [Symbol('x')], [NaN], [Infinity]])('cannot hold %p', (value) => {
    expect(() => storePayload({ value })).toThrow('cannot be stored');
  });
});

describe('the hash of an input', () => {
  const same = (a: unknown, b: unknown): boolean => inputHash(a).equals(inputHash(b));

  it('does not depend on the order of keys or on what is undefined', () => {
    expect(same({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1, e: undefined })).toBe(true);
  });

  it.each([
    [{ a: 1 }, { a: '1' }],
    [{ a: null }, {}],
    [{ a: [1, 2] }, { a: [2, 1] }],
    [{ a: 'b:c' }, { 'a:b': 'c' }],
    [{ a: new Date(0) }, { a: new Date(1) }],
    [{ a: [] }, { a: {} }],
  ])('tells %j from %j', (a, b) => {
    expect(same(a, b)).toBe(false);
  });
});
