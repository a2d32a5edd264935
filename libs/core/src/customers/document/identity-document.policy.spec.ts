import fc from 'fast-check';
import {
  IdentityDocumentKind as Kind,
  maskedNumber,
  normalDocumentNumber,
  NUMBER_EXAMPLES,
} from './identity-document.policy';

describe('normalDocumentNumber', () => {
  it.each([
    [Kind.RESIDENT_ID, '110105 19491231 002x', '11010519491231002X'],
    [Kind.RESIDENT_ID, '１１０１０５１９４９１２３１００２Ｘ', '11010519491231002X'],
    [Kind.PASSPORT, 'e12345678', 'E12345678'],
    [Kind.HK_MACAO_PERMIT, 'h1234567801', 'H1234567801'],
    [Kind.TAIWAN_PERMIT, '12345678', '12345678'],
    [Kind.BUSINESS_LICENCE, '91350100m000100y43', '91350100M000100Y43'],
    [Kind.BUSINESS_LICENCE, '310000000012345', '310000000012345'],
    [Kind.OTHER, 'ab-12/3', 'AB-12/3'],
  ])('%s %s is %s', (kind, text, number) => expect(normalDocumentNumber(kind, text)).toBe(number));

  it.each([
    [Kind.RESIDENT_ID, '110105194912310021'],
    [Kind.RESIDENT_ID, '110105491231002'],
    [Kind.PASSPORT, 'E123'],
    [Kind.HK_MACAO_PERMIT, 'X12345678'],
    [Kind.TAIWAN_PERMIT, '1234567'],
    [Kind.BUSINESS_LICENCE, '91350100M000100Y44'],
    [Kind.OTHER, '12'],
    [Kind.OTHER, 'a b\u0000c'],
  ])('%s refuses %s', (kind, text) => expect(normalDocumentNumber(kind, text)).toBeNull());

  it.each(Object.values(Kind))('the example of %s is one', (kind) => {
    expect(normalDocumentNumber(kind, NUMBER_EXAMPLES[kind])).toBe(NUMBER_EXAMPLES[kind]);
  });

  it('is the same however often it is normalised, so that equal numbers have equal fingerprints', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(Kind)), fc.stringMatching(/^[A-Za-z0-9 -]{3,20}$/), (kind, text) => {
        const once = normalDocumentNumber(kind, text);
        if (once !== null) expect(normalDocumentNumber(kind, once)).toBe(once);
      }),
    );
  });
});

it('masks all but the ends', () => expect(maskedNumber('11010519491231002X')).toBe('1101**********002X'));
