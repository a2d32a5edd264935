import { randomBytes } from 'node:crypto';
import { newId } from '@atrium/sdk';
import { FileTokens } from './file-tokens';

const tokens = new FileTokens(randomBytes(32));
const now = new Date('2026-03-11T08:00:00Z');
const grant = {
  right: 'get',
  tenantId: newId(),
  fileId: newId(),
  expiresAt: new Date('2026-03-11T08:15:00.123Z'),
} as const;

describe('file tokens', () => {
  it('give back what they were issued for, and fit into a path', () => {
    const token = tokens.issue(grant);
    expect(tokens.read(token, ['get'], now)).toEqual({ ok: true, grant });
    expect(token).toMatch(/^[\w-]{95}$/);
  });

  it('end at their time', () => {
    const token = tokens.issue(grant);
    expect(tokens.read(token, ['get'], new Date(grant.expiresAt.getTime() - 1))).toMatchObject({ ok: true });
    expect(tokens.read(token, ['get'], grant.expiresAt)).toEqual({ ok: false, why: 'EXPIRED' });
  });

  it('carry one right only', () => {
    expect(tokens.read(tokens.issue(grant), ['put'], now)).toEqual({ ok: false, why: 'INVALID' });
    expect(tokens.read(tokens.issue({ ...grant, right: 'put' }), ['put'], now)).toMatchObject({ ok: true });
  });

  it('are worth nothing when a single bit is another', () => {
    const raw = Buffer.from(tokens.issue(grant), 'base64url');
    for (let bit = 0; bit < raw.length * 8; bit++) {
      const forged = Buffer.from(raw);
      forged[bit >> 3]! ^= 1 << (bit & 7);
      expect(tokens.read(forged.toString('base64url'), ['get'], now)).toEqual({ ok: false, why: 'INVALID' });
    }
  });

  it.each(['', 'x', '..%2f..', 'a'.repeat(95), `${tokens.issue(grant)}A`, `${tokens.issue(grant)}=`])(
    'refuse %j',
    (token) => expect(tokens.read(token, ['get'], now)).toEqual({ ok: false, why: 'INVALID' }),
  );

  it('are worth nothing under another key', () => {
    expect(new FileTokens(randomBytes(32)).read(tokens.issue(grant), ['get'], now)).toMatchObject({ ok: false });
  });
});
