import fc from 'fast-check';
import { foldText } from './fold';

describe('foldText', () => {
  it.each([
    ['full width', 'Ａ座１２', 'a座12'],
    ['case', 'STRASSE', 'strasse'],
    ['sharp s', 'Straße', 'strasse'],
    ['diacritics', 'Müller Čapek', 'muller capek'],
    ['two marks on one letter', 'ệ', 'e'],
    ['letters without decomposition', 'Łódź Søren', 'lodz soren'],
    ['circled number', '③栋', '3栋'],
    ['dashes', '3–2—1', '3-2-1'],
    ['kana keep their marks', 'ガ', 'ガ'],
    ['half-width kana', 'ｶﾞ', 'ガ'],
    ['Thai keeps its vowels', 'ที่', 'ที่'],
    ['final sigma', 'ΣΑΣ', 'σασ'],
  ])('%s: %s', (_, text, folded) => expect(foldText(text)).toBe(folded.normalize('NFC')));

  it('is idempotent for any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => foldText(foldText(text)) === foldText(text)));
  });
});
