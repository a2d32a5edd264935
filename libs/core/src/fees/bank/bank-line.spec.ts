import { fitsOwed, onlyPayer, wordsOf } from './bank-line';

describe('a line of a bank statement', () => {
  const owed = [25024n, 25024n, 8000n];
  it.each<[string, bigint, boolean]>([
    ['all that is owed', 58048n, true],
    ['the oldest charge', 25024n, true],
    ['the two oldest charges', 50048n, true],
    ['one charge alone', 8000n, true],
    ['less', 25023n, false],
    ['more', 58049n, false],
    ['charges that are not the oldest', 33024n, false],
  ])('fits %s: %s', (_name, amount, fits) => expect(fitsOwed(amount, owed)).toBe(fits));

  it('is of the only one whom it fits', () => {
    const a = { customerId: 'a', owed: [100n] };
    const b = { customerId: 'b', owed: [100n, 50n] };
    expect(onlyPayer(150n, [a, b])).toBe(b);
    expect(onlyPayer(100n, [a, b])).toBeNull();
    expect(onlyPayer(70n, [a, b])).toBeNull();
    expect(onlyPayer(70n, [])).toBeNull();
  });

  it('names codes among other words', () => {
    expect(wordsOf('物业费 C-000123，3栋1101')).toEqual(['物业费', 'C-000123', '3栋1101']);
    expect(wordsOf('ab C12 C12')).toEqual(['C12']);
  });
});
