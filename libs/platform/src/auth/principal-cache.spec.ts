import { PrincipalCache } from './principal-cache';

const cache = (): { principals: PrincipalCache; loads: () => number; load: () => Promise<{ n: number }> } => {
  let n = 0;
  return { principals: new PrincipalCache(), loads: () => n, load: () => Promise.resolve({ n: ++n }) };
};

describe('PrincipalCache', () => {
  it('asks once', async () => {
    const { principals, load } = cache();
    expect(await principals.get('a', 'one', load)).toEqual({ n: 1 });
    expect(await principals.get('a', 'one', load)).toEqual({ n: 1 });
    expect(await principals.get('a', 'two', load)).toEqual({ n: 2 });
  });

  it('asks once for calls at the same time', async () => {
    const { principals, load, loads } = cache();
    await Promise.all([1, 2, 3].map(() => principals.get('a', 'one', load)));
    expect(loads()).toBe(1);
  });

  it('forgets one tenant and leaves the others', async () => {
    const { principals, load } = cache();
    await principals.get('a', 'one', load);
    await principals.get('b', 'two', load);
    principals.forgetTenant('a');
    expect(await principals.get('a', 'one', load)).toEqual({ n: 3 });
    expect(await principals.get('b', 'two', load)).toEqual({ n: 2 });
    principals.forgetAll();
    expect(await principals.get('b', 'two', load)).toEqual({ n: 4 });
  });

  it('does not keep what was read before a change', async () => {
    const { principals, load } = cache();
    let finish: (value: { n: number }) => void = () => undefined;
    const old = principals.get('a', 'one', () => new Promise<{ n: number }>((resolve) => (finish = resolve)));
    principals.forgetTenant('a');
    const fresh = principals.get('a', 'one', load);
    finish({ n: 0 });
    expect(await old).toEqual({ n: 0 });
    expect(await fresh).toEqual({ n: 1 });
    expect(await principals.get('a', 'one', load)).toEqual({ n: 1 });
  });

  it('remembers neither what does not exist nor a failure', async () => {
    const { principals, load } = cache();
    expect(await principals.get('a', 'one', () => Promise.resolve(null))).toBeNull();
    await expect(principals.get('a', 'one', () => Promise.reject(new Error('database gone')))).rejects.toThrow('gone');
    expect(await principals.get('a', 'one', load)).toEqual({ n: 1 });
  });
});
