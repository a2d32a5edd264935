import fc from 'fast-check';
import { cleanText, textProblem } from './clean-text';

describe('cleanText', () => {
  it.each([
    ['trims', '  和园 \u3000', '和园'],
    ['composes', 'e\u0301', '\u00e9'],
    ['makes line ends one', 'a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
    ['drops a byte order mark at the head', '\ufeff和园', '和园'],
    ['keeps full-width characters', 'Ａ座', 'Ａ座'],
    ['keeps what is forbidden, for the report', 'a\u0000b', 'a\u0000b'],
  ])('%s', (_, text, cleaned) => expect(cleanText(text)).toBe(cleaned));

  it('is idempotent', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => cleanText(cleanText(text)) === cleanText(text)));
  });
});

describe('textProblem', () => {
  it.each([
    ['a name', '张伟', { max: 2 }],
    ['emoji count once', '👍👍', { max: 2 }],
    ['joined emoji are code points', '👨‍👩‍👧', { max: 5 }],
    ['white space at the ends does not count', '  张伟  ', { max: 2 }],
    ['lines', 'a\n\tb\r\nc', { max: 10, multiline: true }],
    ['empty where allowed', '', { max: 5, min: 0 }],
    ['Persian non-joiner', 'می\u200cخواهم', { max: 20 }],
  ])('accepts %s', (_, text, rules) => expect(textProblem(text, rules)).toBeNull());

  it.each([
    ['blank', ' \t ', { max: 5 }, { code: 'TOO_SHORT', length: 0, limit: 1 }],
    ['too short', '张', { max: 5, min: 2 }, { code: 'TOO_SHORT', length: 1, limit: 2 }],
    ['too long', '张张张', { max: 2 }, { code: 'TOO_LONG', length: 3, limit: 2 }],
    ['NUL', 'a\0', { max: 5 }, { code: 'FORBIDDEN_CHARACTER', codePoint: 'U+0000', position: 2 }],
    ['escape', 'a\u001b[31m', { max: 9 }, { code: 'FORBIDDEN_CHARACTER', codePoint: 'U+001B', position: 2 }],
    ['line break', 'a\nb', { max: 5 }, { code: 'FORBIDDEN_CHARACTER', codePoint: 'U+000A', position: 2 }],
    [
      'direction override',
      'a\u202eb',
      { max: 5, multiline: true },
      { code: 'FORBIDDEN_CHARACTER', codePoint: 'U+202E', position: 2 },
    ],
    ['lone surrogate', '\ud800', { max: 5 }, { code: 'FORBIDDEN_CHARACTER', codePoint: 'U+D800', position: 1 }],
    ['noncharacter', '和\uffff园', { max: 5 }, { code: 'FORBIDDEN_CHARACTER', codePoint: 'U+FFFF', position: 2 }],
    ['C1 control', '\u009f和', { max: 5 }, { code: 'FORBIDDEN_CHARACTER', codePoint: 'U+009F', position: 1 }],
  ])('refuses %s', (_, text, rules, problem) => expect(textProblem(text, rules)).toEqual(problem));
});
