import fc from 'fast-check';
import { assignment, item, owes, plan } from '../../../../../test/support/fee-samples';
import { addDays } from '../calendar/local-date';
import { Ratio } from '../exact/ratio';
import type { SharedBy } from '../item/fee-item';
import type { Assignment } from './assignment';
import type { Computed } from './charge';
import { computeCharges } from './compute-charges';
import { shareCost } from './share-cost';

const stairs = (sharedBy: SharedBy = 'AREA') =>
  plan(item({ formula: 'SHARED', sharedBy, prices: [], timing: 'ARREARS', taxRate: '0.06' }), '2026-03');
const march = (total: bigint) => ({ from: '2026-03-01', to: '2026-04-01', total });
const sharer = (id: string, area: string, changes: Partial<Assignment> = {}): Assignment =>
  assignment({
    id,
    chargedUntil: '2026-03-01',
    liabilities: [owes(id)],
    areas: [{ from: '2020-01-01', area: Ratio.from(area), coefficient: Ratio.ONE }],
    ...changes,
  });
const amounts = ({ charges }: Computed) => charges.map(({ payerId, amount }) => [payerId, amount]);

describe('a shared cost', () => {
  const three = [sharer('a', '89.37'), sharer('b', '120.5'), sharer('c', '66.13', { quantity: Ratio.from('2') })];
  it.each<[SharedBy, bigint[]]>([
    ['AREA', [8095n, 10915n, 5990n]],
    ['HOUSEHOLD', [8334n, 8333n, 8333n]],
    ['SHARE', [6250n, 6250n, 12500n]],
  ])('is divided by %s', (by, expected) => {
    const computed = shareCost(stairs(by), march(25000n), three);
    expect(computed.charges.map(({ amount }) => amount)).toEqual(expected);
    expect(computed.charges[0]!.lines[0]!.trace.cost).toMatchObject({ total: '250.00' });
  });

  it('leaves out whoever has a factor of 0, and counts days', () => {
    const ground = sharer('ground', '100', {
      factors: [{ from: '2020-01-01', to: null, kind: 'GROUND', factor: Ratio.ZERO }],
    });
    const late = sharer('late', '100', { from: '2026-03-11', chargedUntil: null });
    const computed = shareCost(stairs(), march(5200n), [sharer('a', '100'), ground, late]);
    expect(amounts(computed)).toEqual([
      ['a', 3100n],
      ['late', 2100n],
    ]);
    expect(computed.skips.map(({ assignmentId, reason }) => [assignmentId, reason])).toEqual([
      ['ground', 'NOTHING_OWED'],
    ]);
  });

  it('gives everybody the same part when some were charged before', () => {
    const charged = three.map((one, index) => (index === 1 ? { ...one, chargedUntil: '2026-04-01' } : one));
    const computed = shareCost(stairs(), march(25000n), charged);
    expect(amounts(computed)).toEqual([
      ['a', 8095n],
      ['c', 5990n],
    ]);
    expect(computed.skips.map(({ assignmentId, reason }) => [assignmentId, reason])).toEqual([
      ['b', 'ALREADY_CHARGED'],
    ]);
  });

  it('is charged to nobody while one who shares it cannot be computed', () => {
    const computed = shareCost(stairs(), march(25000n), [...three, sharer('d', '1', { areas: [] })]);
    expect([computed.charges, computed.faults.map(({ assignmentId, code }) => [assignmentId, code])]).toEqual([
      [],
      [['d', 'NO_AREA']],
    ]);
    const nobody = shareCost(stairs(), march(25000n), [sharer('e', '0')]);
    expect(nobody.faults.map(({ code }) => code)).toEqual(['NO_WEIGHT']);
  });

  it('is not computed one by one, nor anything else all at once', () => {
    expect(() => computeCharges(stairs(), sharer('a', '100'))).toThrow('shareCost');
    expect(() => shareCost(plan(item(), '2026-03'), march(100n), three)).toThrow('AREA');
    expect(() => shareCost(stairs(), march(0n), three)).toThrow(RangeError);
  });

  it('adds up from its parts, however payers, days and shares are divided', () => {
    const one = fc.record({
      area: fc.bigInt({ min: 1n, max: 30_000n }),
      from: fc.bigInt({ min: 0n, max: 30n }),
      handOver: fc.bigInt({ min: 0n, max: 30n }),
      coOwners: fc.integer({ min: 1, max: 4 }),
    });
    const sharers = fc.array(one, { minLength: 1, maxLength: 25 }).map((all) =>
      all.map(({ area, from, handOver, coOwners }, index) => {
        const day = addDays('2026-03-01', handOver);
        const owners = Array.from({ length: coOwners }, (_none, n) => ({
          customerId: `o${n}`,
          share: Ratio.of(BigInt(n + 1)),
        }));
        return sharer(`unit${index}`, String(Ratio.of(area, 100n)), {
          from: addDays('2026-03-01', from),
          chargedUntil: null,
          liabilities: [owes('developer', '2020-01-01', day), { ...owes('x', day), payers: owners }],
        });
      }),
    );
    fc.assert(
      fc.property(
        sharers,
        fc.bigInt({ min: 1n, max: 10n ** 8n }),
        fc.constantFrom<SharedBy>('AREA', 'HOUSEHOLD'),
        (all, total, by) => {
          const { charges, faults } = shareCost(stairs(by), march(total), all);
          expect(faults).toEqual([]);
          expect(charges.reduce((sum, { amount }) => sum + amount, 0n)).toBe(total);
        },
      ),
    );
  });
});
