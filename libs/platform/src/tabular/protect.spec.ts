import * as fc from 'fast-check';
import { leadsFormula, protectCsv, protectXlsx, unprotect } from './protect';

describe('formula injection', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', '=HYPERLINK("http://x")'])(
    '%p is neutralised',
    (text) => {
      expect(protectCsv(text)).toBe(`'${text}`);
      expect(unprotect(`'${text}`)).toBe(text);
    },
  );

  it.each(['', 'a=1', "O'Neil", "'quoted'", "'", '1-2', '张三', '\r\n', '\t'])('%p is left alone', (text) => {
    expect(protectCsv(text)).toBe(text);
    expect(unprotect(text)).toBe(text);
  });

  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', 'a') }),
  );

  it('comes back as it was, and what is written leads no formula', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(unprotect(protectCsv(value))).toBe(value);
        expect(unprotect(protectXlsx(value))).toBe(value);
        expect(leadsFormula(protectCsv(value))).toBe(false);
      }),
    );
  });
});
