import type { DemoCustomers } from './demo-customers';
import { addDays, daysBetween } from './demo-days';
import type {
  Day,
  DemoBuilding,
  DemoCustomer,
  DemoOccupancy,
  DemoOccupancyKind,
  DemoPerson,
  DemoUnit,
  DemoUnitState,
} from './demo-types';
import type { SeededRandom } from './seeded-random';

/** What became of a unit; how often, per usage. */
type Fate = 'UNSOLD' | 'EMPTY' | 'RENOVATING' | 'FOR_RENT' | 'OWN_USE' | 'LET';
const FATES: Readonly<Record<'HOME' | 'SHOP' | 'OFFICE', Readonly<Record<Fate, number>>>> = {
  HOME: { UNSOLD: 6, EMPTY: 8, RENOVATING: 5, FOR_RENT: 5, OWN_USE: 54, LET: 22 },
  SHOP: { UNSOLD: 5, EMPTY: 4, RENOVATING: 5, FOR_RENT: 10, OWN_USE: 16, LET: 60 },
  OFFICE: { UNSOLD: 8, EMPTY: 2, RENOVATING: 4, FOR_RENT: 8, OWN_USE: 18, LET: 60 },
};
const STATES: Readonly<Record<Fate, DemoUnitState>> = {
  UNSOLD: 'VACANT',
  EMPTY: 'VACANT',
  RENOVATING: 'RENOVATING',
  FOR_RENT: 'FOR_RENT',
  OWN_USE: 'OCCUPIED',
  LET: 'OCCUPIED',
};
const RESOLD_AFTER_DAYS = 500;

/**
 * Decides who owns, lives in and has left each unit: sets its state and hand-over date and lists the occupancies.
 * A unit handed over has one owner at any time since, and one payer of its fee today; parking and storage belong to owners of
 * the same community.
 */
export class DemoOccupancies {
  readonly all: DemoOccupancy[] = [];
  /** Owners of homes, shops and offices of today, by community; who owns several stands there as often. */
  private readonly pool = new Map<string, DemoCustomer[]>();
  /** Of the unit being settled. */
  private current: DemoOccupancy[] = [];

  constructor(
    private readonly random: SeededRandom,
    private readonly customers: DemoCustomers,
    private readonly developers: ReadonlyMap<string, DemoCustomer>,
    private readonly today: Day,
  ) {}

  settle(unit: DemoUnit, building: DemoBuilding): void {
    this.current = [];
    if (unit.usage === 'OTHER') return;
    const firstSale = addDays(building.completedOn, this.random.int(30, 900));
    const handOver = firstSale < this.today ? firstSale : addDays(this.today, -30);
    if (unit.usage === 'PARKING' || unit.usage === 'STORAGE') this.settleSpace(unit, handOver);
    else if (unit.usage === 'RESIDENTIAL') this.settleHome(unit, handOver);
    else this.settleBusiness(unit, handOver);
  }

  private settleSpace(unit: DemoUnit, handOver: Day): void {
    const owners = this.pool.get(unit.community) ?? [];
    if (owners.length === 0 || this.random.chance(unit.usage === 'PARKING' ? 0.3 : 0.45)) return;
    this.sell(unit, 'OWN_USE', handOver);
    this.add(unit, this.random.pick(owners), 'OWNER', handOver, null, true);
  }

  private settleHome(unit: DemoUnit, handOver: Day): void {
    const fate = this.random.weighted(FATES.HOME);
    if (fate === 'UNSOLD') return;
    this.sell(unit, fate, handOver);
    const { owner, since } = this.ownership(unit, handOver, fate, (day) =>
      this.customers.person({ age: [32, 78], since: day }),
    );
    if (fate === 'OWN_USE' && owner.kind === 'PERSON') this.household(unit, owner, since);
    if (fate === 'LET' || fate === 'FOR_RENT') {
      this.tenancies(unit, since, fate, (day) => this.customers.person({ age: [20, 60], since: day }));
    }
  }

  private settleBusiness(unit: DemoUnit, handOver: Day): void {
    const office = unit.usage === 'OFFICE';
    const fate = this.random.weighted(office ? FATES.OFFICE : FATES.SHOP);
    if (fate === 'UNSOLD') return;
    this.sell(unit, fate, handOver);
    const company = (day: Day) => this.customers.organisation(office ? 'COMPANY' : 'SHOP', day);
    const developer = this.developers.get(unit.community);
    const { since } = this.ownership(unit, handOver, fate, (day) => {
      if (fate !== 'OWN_USE' && developer !== undefined && this.random.chance(0.5)) return developer;
      return office || this.random.chance(0.4) ? company(day) : this.customers.person({ age: [32, 70], since: day });
    });
    if (fate === 'LET' || fate === 'FOR_RENT') this.tenancies(unit, since, fate, company);
    if (fate === 'LET' && this.random.chance(0.15)) {
      const day = addDays(this.today, -this.random.int(10, 300));
      this.add(
        unit,
        this.customers.person({ age: [22, 55], since: day }),
        'STAFF',
        day < since ? since : day,
        null,
        false,
      );
    }
  }

  private sell(unit: DemoUnit, fate: Fate, handOver: Day): void {
    unit.state = STATES[fate];
    unit.handOverDate = handOver;
  }

  /** The owner of today; one unit in seven had another before. */
  private ownership(
    unit: DemoUnit,
    handOver: Day,
    fate: Fate,
    make: (since: Day) => DemoCustomer,
  ): { owner: DemoCustomer; since: Day } {
    const { random } = this;
    const age = daysBetween(handOver, this.today);
    let since = handOver;
    if (age > RESOLD_AFTER_DAYS && random.chance(0.15)) {
      since = addDays(handOver, random.int(180, age - 60));
      this.add(unit, make(handOver), 'OWNER', handOver, addDays(since, -1), false);
    }
    const known = this.pool.get(unit.community) ?? [];
    const landlord = fate !== 'OWN_USE' && known.length > 0 && random.chance(0.1) ? random.pick(known) : null;
    const former = this.current.at(-1)?.customer;
    let owner = landlord ?? make(since);
    if (owner.externalId === former) owner = this.customers.person({ age: [32, 70], since });
    this.add(unit, owner, 'OWNER', since, null, fate !== 'LET');
    this.remember(unit.community, owner);
    return { owner, since };
  }

  private household(unit: DemoUnit, owner: DemoPerson, since: Day): void {
    const { random } = this;
    if (random.chance(0.45)) {
      const partner = owner.gender === 'MALE' ? 'FEMALE' : 'MALE';
      const spouse = this.customers.person({ gender: partner, age: [30, 75], since });
      this.add(unit, spouse, random.chance(0.65) ? 'CO_OWNER' : 'FAMILY', since, null, false);
    }
    const surname = this.customers.surnameOf(owner);
    if (random.chance(0.3)) {
      const child = this.customers.person({ surname, age: [1, 17], since });
      const born = child.birthDate ?? since;
      this.add(unit, child, 'FAMILY', born > since ? born : since, null, false);
    }
    if (random.chance(0.12))
      this.add(unit, this.customers.person({ surname, age: [60, 92], since }), 'FAMILY', since, null, false);
  }

  /** The lessee of today, if let, and sometimes one before. */
  private tenancies(unit: DemoUnit, ownedSince: Day, fate: Fate, make: (since: Day) => DemoCustomer): void {
    const { random } = this;
    const owned = daysBetween(ownedSince, this.today);
    const start = addDays(this.today, -random.int(1, Math.max(1, Math.min(700, owned - 1))));
    const lessee = fate === 'LET' && owned > 1 ? make(start) : null;
    const before = daysBetween(ownedSince, start);
    if (before > 120 && random.chance(0.4)) {
      const first = addDays(ownedSince, random.int(1, before - 100));
      this.add(unit, make(first), 'LESSEE', first, addDays(start, -random.int(2, 60)), false);
    }
    const lesseePays = lessee !== null && random.chance(0.4);
    if (lessee !== null) this.add(unit, lessee, 'LESSEE', start, null, lesseePays);
    const owner = this.current.find((one) => one.kind === 'OWNER' && one.endsOn === null);
    if (owner !== undefined) owner.payer = !lesseePays;
  }

  private add(
    unit: DemoUnit,
    customer: DemoCustomer,
    kind: DemoOccupancyKind,
    startsOn: Day,
    endsOn: Day | null,
    payer: boolean,
  ): void {
    const externalId = `Z${String(this.all.length + 1).padStart(6, '0')}`;
    const occupancy = {
      externalId,
      customer: customer.externalId,
      unit: unit.externalId,
      kind,
      startsOn,
      endsOn,
      payer,
    };
    this.current.push(occupancy);
    this.all.push(occupancy);
  }

  private remember(community: string, owner: DemoCustomer): void {
    const pool = this.pool.get(community);
    if (pool === undefined) this.pool.set(community, [owner]);
    else pool.push(owner);
  }
}
