import { BURST_MS, LONGEST_REST_MS, Neighbours, SEVERAL, TimeShares } from './time-shares.policy';

describe('the share of a company', () => {
  it('is what its work may run of all time, after a burst', () => {
    const shares = new TimeShares(0.2);
    let now = 0;
    let ran = 0;
    while (now < 60_000) {
      now += shares.restOf('noisy', now);
      now += 10;
      ran += 10;
      shares.spend('noisy', 10, now);
    }
    expect((ran - BURST_MS) / now).toBeGreaterThan(0.19);
    expect((ran - BURST_MS - 10) / now).toBeLessThan(0.2);
  });

  it('is no other company’s', () => {
    const shares = new TimeShares(0.2);
    shares.spend('noisy', 10_000, 0);
    expect([shares.restOf('noisy', 0), shares.restOf('quiet', 0)]).toEqual([LONGEST_REST_MS, 0]);
  });

  it('is never missed by one that uses less', () => {
    const shares = new TimeShares(0.2);
    for (let now = 0; now < 60_000; now += 50) {
      expect(shares.restOf('quiet', now)).toBe(0);
      shares.spend('quiet', 9, now + 9);
    }
  });

  it('brings no longer rest than two seconds, whatever one operation took, and then a whole burst again', () => {
    const shares = new TimeShares(0.1);
    shares.spend('noisy', 15_000, 0);
    expect(shares.restOf('noisy', 0)).toBe(LONGEST_REST_MS);
    expect(shares.restOf('noisy', LONGEST_REST_MS + 1)).toBe(0);
    const rested = LONGEST_REST_MS + BURST_MS * 10;
    shares.spend('noisy', BURST_MS - 1, rested);
    expect(shares.restOf('noisy', rested)).toBe(0);
    shares.spend('noisy', 1, rested);
    expect(shares.restOf('noisy', rested)).toBe(1);
  });

  it('of 1 is no limit', () => {
    const shares = new TimeShares(1);
    shares.spend('noisy', 1_000_000, 0);
    expect(shares.restOf('noisy', 0)).toBe(0);
  });

  it('is remembered of those alone who have used theirs', () => {
    const shares = new TimeShares(0.5);
    for (let n = 0; n < 5_000; n++) shares.spend(`company ${n}`, 1, n);
    const { credits } = shares as unknown as { credits: Map<string, unknown> };
    expect(credits.size).toBeLessThan(1_100);
    expect(credits.has('company 4999')).toBe(true);
  });
});

describe('neighbours', () => {
  it('are who has asked lately and is not oneself', () => {
    const neighbours = new Neighbours(1_000);
    expect(neighbours.areBeside('a', 0)).toBe(false);
    neighbours.note('a', 0);
    neighbours.note('a', 10);
    expect([neighbours.areBeside('a', 10), neighbours.areBeside('b', 10)]).toEqual([false, true]);
    neighbours.note('b', 20);
    neighbours.note('b', 900);
    neighbours.note('a', 1_000);
    expect([neighbours.areBeside('a', 1_900), neighbours.areBeside('a', 1_901)]).toEqual([true, false]);
  });

  it('are beside everybody where several have asked', () => {
    const neighbours = new Neighbours(1_000);
    neighbours.note('a', 0);
    neighbours.note(SEVERAL, 5);
    expect([neighbours.areBeside('a', 10), neighbours.areBeside('b', 10)]).toEqual([true, true]);
  });
});
