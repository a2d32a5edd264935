import { answersChallenge, isChallenge } from './pkce.policy';

describe('PKCE', () => {
  // RFC 7636, appendix B.
  const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
  const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

  it.each([
    [verifier, challenge, true],
    [`${verifier}x`, challenge, false],
    [challenge, challenge, false],
    ['', challenge, false],
    [verifier.slice(1), challenge, false],
    [verifier, verifier, false],
  ])('%s for %s: %s', (given, wanted, expected) => expect(answersChallenge(given, wanted)).toBe(expected));

  it.each([
    [challenge, true],
    [verifier, true],
    ['short', false],
    [`${challenge}=`, false],
  ])('%s is a challenge: %s', (text, expected) => expect(isChallenge(text)).toBe(expected));
});
