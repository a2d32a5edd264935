import { ARGON2_COST, Argon2PasswordHasher } from './argon2-password-hasher';

const hasher = new Argon2PasswordHasher();

describe('Argon2PasswordHasher', () => {
  it('knows the right password from a wrong one', async () => {
    const stored = await hasher.hash('correct horse 电池');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hasher.verify(stored, 'correct horse 电池')).toBe(true);
    expect(await hasher.verify(stored, 'correct horse 电地')).toBe(false);
  });

  it('salts: the same password twice gives two hashes', async () => {
    expect(await hasher.hash('the same')).not.toBe(await hasher.hash('the same'));
  });

  it('answers false where there is no account, whatever is given', async () => {
    expect(await hasher.verify(null, '')).toBe(false);
    expect(await hasher.verify(null, 'anything')).toBe(false);
  });

  it('tells hashes made at another cost, which still verify', async () => {
    const cheap = new Argon2PasswordHasher({ ...ARGON2_COST, memoryKiB: 8192 });
    const old = await cheap.hash('secret');
    expect(await hasher.verify(old, 'secret')).toBe(true);
    expect(hasher.isOutdated(old)).toBe(true);
    expect(hasher.isOutdated(await hasher.hash('secret'))).toBe(false);
  });
});
