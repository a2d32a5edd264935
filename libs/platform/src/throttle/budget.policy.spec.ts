import { budgetOf, Lease, LEASE_MS, refusedCost } from './budget.policy';

const budget = budgetOf(60, 100, 1_000);

it('is a minute of calls at once, and never below one operation', () => {
  expect(budget).toEqual({ capacity: 6_000, restoreRate: 100 });
  expect(budgetOf(1, 100, 1_000).capacity).toBe(1_000);
});

it('takes a slice ahead, or what one operation costs', () => {
  const lease = new Lease(budget);
  expect(lease.request(5)).toMatchObject({ want: 20, back: 0 });
  expect(lease.request(500)).toMatchObject({ want: 500 });
});

it('pays from what it has taken, for a second; then the rest goes back', () => {
  const lease = new Lease(budget);
  expect(lease.covers(1, 0)).toBe(false);
  lease.taken(20, 5_980, 0);
  expect(lease.covers(20, 0)).toBe(true);
  expect(lease.covers(21, 0)).toBe(false);
  lease.use(15);
  expect(lease.covers(5, LEASE_MS - 1)).toBe(true);
  expect(lease.covers(5, LEASE_MS)).toBe(false);
  expect(lease.request(1)).toMatchObject({ want: 20, back: 5 });
});

it('tells what is there and when enough will be', () => {
  const lease = new Lease(budget);
  lease.taken(10, 0, 0);
  expect(lease.state(0, 0)).toEqual({ available: 10, restoreRate: 100, retryAfterMs: 0 });
  expect(lease.state(60, 0)).toEqual({ available: 10, restoreRate: 100, retryAfterMs: 500 });
  expect(lease.state(60, 250)).toEqual({ available: 35, restoreRate: 100, retryAfterMs: 250 });
  expect(lease.state(0, 1e9).available).toBe(6_000);
});

it('lends what is used beyond it, until that has come back', () => {
  const lease = new Lease(budget);
  lease.taken(10, 0, 0);
  lease.use(110);
  expect(lease.covers(1, 0)).toBe(false);
  expect(lease.state(1, 0)).toEqual({ available: 0, restoreRate: 100, retryAfterMs: 1_010 });
  expect(lease.request(1)).toMatchObject({ back: -100 });
});

it.each([
  ['', 10],
  ['{ x }', 11],
  ['物'.repeat(100), 13],
])('is paid for by its length, refused or not: %j', (document, points) => expect(refusedCost(document)).toBe(points));
