import { Secret } from 'otpauth';
import { acceptedStep, codeAt, newTotp, stepAt } from './totp.policy';

/** The key of RFC 6238, appendix B, for SHA-1: the ASCII text "12345678901234567890". */
const RFC_SECRET = Secret.fromLatin1('12345678901234567890').base32;

// RFC 6238, appendix B, the rows for SHA-1; its codes have eight digits, of which ours are the last six.
it.each([
  ['1970-01-01T00:00:59Z', '94287082', 0x1],
  ['2005-03-18T01:58:29Z', '07081804', 0x23523ec],
  ['2005-03-18T01:58:31Z', '14050471', 0x23523ed],
  ['2009-02-13T23:31:30Z', '89005924', 0x273ef07],
  ['2033-05-18T03:33:20Z', '69279037', 0x3f940aa],
  ['2603-10-11T11:33:20Z', '65353130', 0x27bc86aa],
])('gives the code of RFC 6238 at %s', (instant, code, step) => {
  const at = new Date(instant);
  expect(codeAt(RFC_SECRET, at)).toBe(code.slice(2));
  expect(stepAt(at)).toBe(step);
  expect(acceptedStep(RFC_SECRET, code.slice(2), at, null)).toBe(step);
});

describe('a code', () => {
  const at = new Date('2026-11-25T08:00:10Z');
  const seconds = (by: number): Date => new Date(at.getTime() + by * 1000);
  const code = codeAt(RFC_SECRET, at);
  const step = stepAt(at);

  it.each([
    ['now', 0, step],
    ['with a clock 30 s behind', 30, step],
    ['with a clock 30 s ahead', -30, step],
    ['at the last second of the step after its own', 49, step],
    ['a second later', 50, null],
    ['a second too early', -41, null],
  ])('is judged %s', (_name, by, expected) => {
    expect(acceptedStep(RFC_SECRET, code, seconds(by), null)).toBe(expected);
  });

  it('counts once, and so do those before it', () => {
    expect(acceptedStep(RFC_SECRET, code, at, step - 1)).toBe(step);
    expect(acceptedStep(RFC_SECRET, code, at, step)).toBeNull();
    expect(acceptedStep(RFC_SECRET, code, at, step + 1)).toBeNull();
  });

  it.each(['', '12345', '1234567', 'abcdef', '１２３４５６'])('"%s" is none', (text) => {
    expect(acceptedStep(RFC_SECRET, text, at, null)).toBeNull();
  });

  it('may be typed with a space in the middle', () => {
    expect(acceptedStep(RFC_SECRET, `${code.slice(0, 3)} ${code.slice(3)}`, at, null)).toBe(step);
  });
});

it('makes secrets of 160 bits with an address for a QR code', () => {
  const { secret, uri } = newTotp('和园物业', 'wang@he-yuan.example');
  expect(Secret.fromBase32(secret).bytes).toHaveLength(20);
  const { protocol, host, searchParams } = new URL(uri);
  expect([protocol, host]).toEqual(['otpauth:', 'totp']);
  expect(searchParams.get('secret')).toBe(secret);
  expect(searchParams.get('issuer')).toBe('和园物业');
  expect(newTotp('a', 'b').secret).not.toBe(secret);
});
