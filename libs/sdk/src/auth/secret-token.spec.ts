import { newId } from '../ids/typed-id';
import { mintSecret, readSecret, SECRET_KINDS, type SecretKind } from './secret-token';

const tenantId = newId();

describe('opaque tokens', () => {
  it('carry their kind and tenant, and 256 random bits', () => {
    const { token } = mintSecret('refresh', tenantId);
    expect(token).toMatch(/^atr_r_[0-9a-hjkmnp-tv-z]{26}_[A-Za-z0-9_-]{43}$/);
    expect(mintSecret('refresh', tenantId).token).not.toBe(token);
  });

  it('are read back to the tenant and the stored hash', () => {
    const { token, hash } = mintSecret('apiKey', tenantId);
    expect(readSecret('apiKey', token)).toEqual({ tenantId, hash });
    expect(token).not.toContain(hash);
  });

  it('have a hash of their own for each tenant they name, even with the same secret', () => {
    const { token, hash } = mintSecret('apiKey', tenantId);
    const moved = token.replace(/^(atr_k_)[0-9a-z]{26}/, `$1${mintSecret('apiKey', newId()).token.slice(6, 32)}`);
    const read = readSecret('apiKey', moved);
    expect(read?.tenantId).not.toBe(tenantId);
    expect(read?.hash).not.toBe(hash);
  });

  it('are not taken for another kind', () => {
    const kinds = Object.keys(SECRET_KINDS) as SecretKind[];
    for (const kind of kinds) {
      const { token } = mintSecret(kind, tenantId);
      expect(kinds.filter((other) => readSecret(other, token) !== null)).toEqual([kind]);
    }
  });

  it.each([
    ['nothing', ''],
    ['another prefix', 'ghp_k_01h455vb4pex5vsknk084sn02q_'.padEnd(76, 'a')],
    ['a short secret', `atr_k_01h455vb4pex5vsknk084sn02q_${'a'.repeat(42)}`],
    ['a long secret', `atr_k_01h455vb4pex5vsknk084sn02q_${'a'.repeat(44)}`],
    ['a tenant that is no UUID', `atr_k_zzzzzzzzzzzzzzzzzzzzzzzzzz_${'a'.repeat(43)}`],
    ['a tenant with letters base32 lacks', `atr_k_01h455vb4pex5vsknk084sn0ul_${'a'.repeat(43)}`],
    ['a line break at the end', `${mintSecret('apiKey', tenantId).token}\n`],
  ])('refuse %s', (_, token) => expect(readSecret('apiKey', token)).toBeNull());
});
