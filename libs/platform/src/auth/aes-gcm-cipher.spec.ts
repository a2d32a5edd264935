import { randomBytes } from 'node:crypto';
import { anonymousActor, newId, NoContextError, type OperationContext, runInContext } from '@atrium/sdk';
import fc from 'fast-check';
import { AesGcmCipher, UnsealError } from './aes-gcm-cipher';

const secret = randomBytes(32);
const cipher = new AesGcmCipher(secret);
const [alpha, beta] = [newId(), newId()];

const asTenant = <T>(id: string, task: () => T): T =>
  runInContext({ tenant: { id }, actor: anonymousActor } as unknown as OperationContext, task);

describe('AesGcmCipher', () => {
  it('gives back any text to its tenant', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (plain) =>
        asTenant(alpha, () => cipher.decrypt(cipher.encrypt(plain)) === plain),
      ),
    );
  });

  it('seals the same text differently each time, and shows its version', () => {
    const [one, two] = asTenant(alpha, () => [
      cipher.encrypt('11010519491231002X'),
      cipher.encrypt('11010519491231002X'),
    ]);
    expect(one).not.toBe(two);
    expect(one).toMatch(/^v1\.[\w-]+$/);
  });

  it('refuses what was sealed for another tenant', () => {
    const sealed = asTenant(alpha, () => cipher.encrypt('secret'));
    expect(() => asTenant(beta, () => cipher.decrypt(sealed))).toThrow(UnsealError);
    expect(asTenant(alpha, () => cipher.decrypt(sealed))).toBe('secret');
  });

  it('refuses what was changed in any byte', () => {
    const bytes = Buffer.from(asTenant(alpha, () => cipher.encrypt('secret')).slice(3), 'base64url');
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      expect(() => asTenant(alpha, () => cipher.decrypt(`v1.${changed.toString('base64url')}`))).toThrow(UnsealError);
    }
  });

  it.each([
    ['plain text', '11010519491231002X', 'not of a known version'],
    ['another version', 'v2.AAAA', 'not of a known version'],
    ['nothing', '', 'not of a known version'],
    ['a cut-off text', 'v1.AAAA', 'cut off'],
  ])('refuses %s', (_, sealed, reason) => expect(() => asTenant(alpha, () => cipher.decrypt(sealed))).toThrow(reason));

  it('refuses what another key has sealed', () => {
    const sealed = asTenant(alpha, () => new AesGcmCipher(randomBytes(32)).encrypt('secret'));
    expect(() => asTenant(alpha, () => cipher.decrypt(sealed))).toThrow('another key');
  });

  it('has one fingerprint a tenant and text, stable over restarts', () => {
    const again = new AesGcmCipher(secret);
    const print = asTenant(alpha, () => cipher.fingerprint('440524188001010014'));
    expect(asTenant(alpha, () => again.fingerprint('440524188001010014'))).toBe(print);
    expect(asTenant(beta, () => again.fingerprint('440524188001010014'))).not.toBe(print);
    expect(asTenant(alpha, () => again.fingerprint('440524188001010015'))).not.toBe(print);
  });

  it('does nothing without a tenant', () => {
    expect(() => cipher.encrypt('secret')).toThrow(NoContextError);
    expect(() => cipher.fingerprint('secret')).toThrow(NoContextError);
  });

  it('refuses a short key', () => {
    expect(() => new AesGcmCipher(randomBytes(31))).toThrow('has 31 bytes; at least 32 are needed');
  });
});
