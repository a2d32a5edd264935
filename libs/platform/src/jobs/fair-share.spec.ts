import fc from 'fast-check';
import { FairShare } from './fair-share';

const start = (share: FairShare, kind: string, ...tenants: string[]): void =>
  tenants.forEach((tenant) => share.started(kind, tenant));

describe('fair share of slots', () => {
  let share: FairShare;
  beforeEach(() => {
    share = new FairShare(8);
    share.add('mail', undefined);
    share.add('event', undefined);
    share.add('import', 2);
  });

  it('gives one tenant three quarters of the shared slots, over all kinds that share them', () => {
    start(share, 'mail', 'a', 'a', 'a', 'a');
    start(share, 'event', 'a', 'a');
    expect([share.room('mail'), share.capped('mail'), share.capped('event')]).toEqual([2, ['a'], ['a']]);
    expect(share.batch('mail', ['a'])).toBe(2);
  });

  it('gives one tenant half of a kind with slots of its own', () => {
    expect(share.batch('import', [])).toBe(1);
    start(share, 'import', 'a');
    expect([share.room('import'), share.capped('import')]).toEqual([1, ['a']]);
    start(share, 'import', 'b');
    expect(share.room('import')).toBe(0);
  });

  it('gives one plugin half as many as are shared, of whatever kinds and tenants', () => {
    share.add('visits.greet', undefined, 'visits');
    share.add('visits.report', 6, 'visits');
    share.add('other.work', undefined, 'other');
    start(share, 'visits.greet', 'a', 'b', 'c');
    start(share, 'visits.report', 'd');
    expect([share.room('visits.greet'), share.room('visits.report')]).toEqual([0, 0]);
    expect([share.room('mail'), share.room('other.work')]).toEqual([5, 4]);
    share.finished('visits.report', 'd');
    expect([share.room('visits.greet'), share.room('visits.report')]).toEqual([1, 1]);
  });

  it('keeps long and short work apart', () => {
    start(share, 'import', 'a', 'b');
    expect(share.room('mail')).toBe(8);
    start(share, 'mail', 'a', 'a', 'a', 'b', 'b', 'b', 'c', 'c');
    share.finished('import', 'a');
    expect(share.room('import')).toBe(1);
  });

  it('asks for no more than the busiest tenant that may still come could take', () => {
    start(share, 'mail', 'a', 'a', 'a', 'b');
    expect(share.batch('mail', [])).toBe(3);
    expect(share.batch('mail', ['a'])).toBe(4);
    expect(share.batch('mail', ['a', 'b'])).toBe(4);
  });

  it('lets work go on where there is a single slot', () => {
    const one = new FairShare(1);
    one.add('mail', undefined);
    one.add('import', 1);
    expect([one.batch('mail', []), one.batch('import', [])]).toEqual([1, 1]);
  });

  it('never lets a tenant that follows its answers above its cap, and never blocks a newcomer for good', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 12 }),
        fc.array(fc.record({ tenant: fc.constantFrom('a', 'b', 'c'), finish: fc.boolean() }), { maxLength: 60 }),
        (slots, moves) => {
          const s = new FairShare(slots);
          s.add('mail', undefined);
          const running: string[] = [];
          for (const { tenant, finish } of moves) {
            if (finish) {
              const ended = running.shift();
              if (ended) s.finished('mail', ended);
              continue;
            }
            const capped = s.capped('mail');
            if (capped.includes(tenant)) continue;
            // The worst a look can bring: all of one tenant.
            const taken = s.batch('mail', capped);
            for (let i = 0; i < taken; i++) running.push(tenant);
            start(s, 'mail', ...Array<string>(taken).fill(tenant));
            const mine = running.filter((one) => one === tenant).length;
            expect(mine).toBeLessThanOrEqual(Math.max(1, Math.floor(slots * 0.75)));
          }
          expect(s.room('mail')).toBe(slots - running.length);
        },
      ),
    );
  });

  it('refuses a kind nobody has declared', () => {
    expect(() => share.room('nothing')).toThrow('No job nothing');
  });
});
