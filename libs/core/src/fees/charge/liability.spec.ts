import { Ratio } from '../exact/ratio';
import { liabilitiesOf, type Occupant } from './liability';

const occupant = (customerId: string, changes: Partial<Occupant> = {}): Occupant => ({
  customerId,
  role: 'OWNER',
  from: '2020-01-01',
  to: null,
  pays: false,
  jointlyLiable: false,
  share: Ratio.ONE,
  ...changes,
});
const told = (parties: Parameters<typeof liabilitiesOf>[0]): string[] =>
  liabilitiesOf(parties).map(({ from, to, payers, jointDebtorIds }) => {
    const joint = jointDebtorIds.length > 0 ? ` with ${jointDebtorIds.join()}` : '';
    return `${payers.map(({ customerId, share }) => `${customerId}:${share}`).join()}${joint} ${from} ${to}`;
  });

describe('who is liable', () => {
  it('is the developer until the hand-over, the owners from that day', () => {
    const parties = { developerId: 'developer', handedOverOn: '2026-03-11', occupants: [occupant('owner')] };
    expect(told(parties)).toEqual(['developer:1 0001-01-01 2026-03-11', 'owner:1 2026-03-11 null']);
  });

  it('is the developer for good without a hand-over, the owners where there is no developer', () => {
    const occupants = [occupant('owner')];
    expect(told({ developerId: 'developer', handedOverOn: null, occupants })).toEqual(['developer:1 0001-01-01 null']);
    expect(told({ developerId: null, handedOverOn: null, occupants })).toEqual(['owner:1 2020-01-01 null']);
    expect(told({ developerId: null, handedOverOn: '2026-03-11', occupants })).toEqual(['owner:1 2026-03-11 null']);
    expect(told({ developerId: null, handedOverOn: null, occupants: [] })).toEqual([]);
  });

  it('is the new owner from the day of a transfer, and all co-owners by their shares', () => {
    const occupants = [
      occupant('seller', { to: '2026-05-20' }),
      occupant('wife', { from: '2026-05-20', share: Ratio.from('2/3') }),
      occupant('husband', { from: '2026-05-20', share: Ratio.from('1/3') }),
    ];
    expect(told({ developerId: null, handedOverOn: null, occupants })).toEqual([
      'seller:1 2020-01-01 2026-05-20',
      'wife:2/3,husband:1/3 2026-05-20 null',
    ]);
  });

  it('is the lessee who pays while the lease lasts, with the owner jointly liable', () => {
    const occupants = [
      occupant('owner', { jointlyLiable: true }),
      occupant('lessee', { role: 'LESSEE', pays: true, from: '2026-02-01', to: '2026-08-01' }),
    ];
    expect(told({ developerId: null, handedOverOn: null, occupants })).toEqual([
      'owner:1 2020-01-01 2026-02-01',
      'lessee:1 with owner 2026-02-01 2026-08-01',
      'owner:1 2026-08-01 null',
    ]);
  });

  it('is nobody while only a lessee is there who does not pay', () => {
    const occupants = [occupant('lessee', { role: 'LESSEE' })];
    expect(told({ developerId: null, handedOverOn: null, occupants })).toEqual([]);
  });
});
