import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { anonymousActor, newId, NoContextError, type OperationContext, runInContext } from '@atrium/sdk';
import fc from 'fast-check';
import { AesGcmCipher, mapSealed, UnsealError } from './aes-gcm-cipher';

const secret = randomBytes(32);
const cipher = new AesGcmCipher({ current: secret });
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
    expect(one).toMatch(/^v2\.[\w-]{8}\.[\w-]+$/);
    const found = (text: string): string => mapSealed(text, () => '*');
    expect([found(one), found(`?t=${one}&n=1`), found('11010519491231002X'), found('v2.0 of the plan')]).toEqual([
      '*',
      '?t=*&n=1',
      '11010519491231002X',
      'v2.0 of the plan',
    ]);
  });

  it('refuses what was sealed for another tenant', () => {
    const sealed = asTenant(alpha, () => cipher.encrypt('secret'));
    expect(() => asTenant(beta, () => cipher.decrypt(sealed))).toThrow(UnsealError);
    expect(asTenant(alpha, () => cipher.decrypt(sealed))).toBe('secret');
  });

  it('refuses what was changed in any byte', () => {
    const bytes = Buffer.from(asTenant(alpha, () => cipher.encrypt('secret')).split('.')[2]!, 'base64url');
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      expect(() =>
        asTenant(alpha, () => cipher.decrypt(`${cipher.currentPrefix}${changed.toString('base64url')}`)),
      ).toThrow(UnsealError);
    }
  });

  it.each([
    ['plain text', '11010519491231002X', 'not of a known version'],
    ['another version', 'v3.AAAA', 'not of a known version'],
    ['nothing', '', 'not of a known version'],
    ['a cut-off text', 'v1.AAAA', 'cut off'],
  ])('refuses %s', (_, sealed, reason) => expect(() => asTenant(alpha, () => cipher.decrypt(sealed))).toThrow(reason));

  it('refuses what another key has sealed', () => {
    const sealed = asTenant(alpha, () => new AesGcmCipher({ current: randomBytes(32) }).encrypt('secret'));
    expect(() => asTenant(alpha, () => cipher.decrypt(sealed))).toThrow('another key');
  });

  it('has one fingerprint a tenant and text, stable over restarts', () => {
    const again = new AesGcmCipher({ current: secret });
    const print = asTenant(alpha, () => cipher.fingerprint('440524188001010014'));
    expect(asTenant(alpha, () => again.fingerprint('440524188001010014'))).toBe(print);
    expect(asTenant(beta, () => again.fingerprint('440524188001010014'))).not.toBe(print);
    expect(asTenant(alpha, () => again.fingerprint('440524188001010015'))).not.toBe(print);
  });

  describe('when its key changes', () => {
    const next = randomBytes(32);
    const both = new AesGcmCipher({ current: next, further: [secret], fingerprints: secret });
    const alone = new AesGcmCipher({ current: next, fingerprints: secret });

    it('opens what the one before has sealed, and seals with the new one', () => {
      const before = asTenant(alpha, () => cipher.encrypt('secret'));
      const after = asTenant(alpha, () => both.encrypt('secret'));
      expect(asTenant(alpha, () => both.decrypt(before))).toBe('secret');
      expect(asTenant(alpha, () => alone.decrypt(after))).toBe('secret');
      expect(() => asTenant(alpha, () => alone.decrypt(before))).toThrow('not among those of this process');
      expect(() => asTenant(alpha, () => cipher.decrypt(after))).toThrow('not among those of this process');
    });

    it('seals anew for the same owner alone', () => {
      const [mine, ours] = [asTenant(alpha, () => cipher.encrypt('secret')), cipher.encryptForPlatform('secret')];
      expect(asTenant(alpha, () => alone.decrypt(both.reseal(mine, alpha)))).toBe('secret');
      expect(alone.decryptForPlatform(both.reseal(ours, null))).toBe('secret');
      expect(() => both.reseal(mine, beta)).toThrow(UnsealError);
      expect(() => both.reseal(mine, null)).toThrow(UnsealError);
    });

    it('opens what was sealed before keys had names', () => {
      const iv = randomBytes(12);
      const key = Buffer.from(hkdfSync('sha256', secret, '', 'atrium encryption v1', 32));
      const made = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(`v1|${alpha}|`));
      const body = Buffer.concat([iv, made.update('secret'), made.final(), made.getAuthTag()]).toString('base64url');
      expect(asTenant(alpha, () => both.decrypt(`v1.${body}`))).toBe('secret');
      expect(asTenant(alpha, () => alone.decrypt(both.reseal(`v1.${body}`, alpha)))).toBe('secret');
      expect(() => asTenant(alpha, () => alone.decrypt(`v1.${body}`))).toThrow(UnsealError);
    });

    it('keeps its fingerprints', () => {
      expect(asTenant(alpha, () => alone.fingerprint('E1'))).toBe(asTenant(alpha, () => cipher.fingerprint('E1')));
    });
  });

  it('does nothing without a tenant', () => {
    expect(() => cipher.encrypt('secret')).toThrow(NoContextError);
    expect(() => cipher.fingerprint('secret')).toThrow(NoContextError);
  });

  it('refuses a short key', () => {
    expect(() => new AesGcmCipher({ current: randomBytes(31) })).toThrow('has 31 bytes; at least 32 are needed');
  });
});
