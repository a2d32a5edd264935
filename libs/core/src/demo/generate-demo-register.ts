import { DemoCustomers } from './demo-customers';
import { demoEquipment } from './demo-equipment';
import { demoCreditCode } from './demo-identity';
import { DemoOccupancies } from './demo-occupancies';
import { demoProperty } from './demo-property';
import { demoStaff } from './demo-staff';
import type { Day, DemoCustomer, DemoRegister } from './demo-types';
import { SeededRandom } from './seeded-random';

export interface DemoOptions {
  seed: number;
  /** How many units in all, parking spaces and storage rooms included: 100 to 1,000,000. */
  units?: number;
  /** The day the register is as of. A fixed day unless told, so that the same seed always gives the same register. */
  today?: Day;
}

const SLUG = 'heyuan';
const MIN_UNITS = 100;
const MAX_UNITS = 1_000_000;
const DEFAULT_TODAY: Day = '2026-06-30';

/**
 * The register of a property company that does not exist, 和园物业, in Chinese: a residential community, a mixed one
 * (homes, shops, parking) and an office one; their owners, tenants and staff. The same options give the same register,
 * everywhere and always; a larger one is not an extension of a smaller one.
 *
 * Nobody is in it: mobile numbers have the unassigned prefix 154, identity numbers and credit codes pass their checks but bear
 * an administrative code that does not exist (310099), mail addresses end in `example.com` and `.example`.
 */
export function generateDemoRegister({ seed, units = 2000, today = DEFAULT_TODAY }: DemoOptions): DemoRegister {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be a whole number, was ${seed}`);
  if (!Number.isInteger(units) || units < MIN_UNITS || units > MAX_UNITS)
    throw new RangeError(`units must be a whole number from ${MIN_UNITS} to ${MAX_UNITS}, was ${units}`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(today) || Number.isNaN(Date.parse(today)) || today < '2022-01-01')
    throw new RangeError(`today must be a day (YYYY-MM-DD) from 2022-01-01 on, was ${today}`);

  const random = new SeededRandom(seed);
  const property = demoProperty(random.fork('property'), units);
  const customers = new DemoCustomers(random.fork('customers'), today);
  const developers = new Map<string, DemoCustomer>();
  for (const { externalId, developer } of property.communities) {
    const known = [...developers.values()].find((customer) => customer.name === developer);
    const since = property.buildings.find((building) => building.community === externalId)?.completedOn ?? today;
    developers.set(externalId, known ?? customers.namedOrganisation(developer, since));
  }

  const occupancies = new DemoOccupancies(random.fork('occupancies'), customers, developers, today);
  const buildings = new Map(property.buildings.map((building) => [building.externalId, building]));
  for (const unit of property.units) {
    const building = buildings.get(unit.building);
    if (building !== undefined) occupancies.settle(unit, building);
  }

  return {
    company: {
      slug: SLUG,
      name: '和园物业',
      legalName: '上海和园物业管理有限公司',
      creditCode: demoCreditCode(0),
      locale: 'zh-CN',
      timeZone: 'Asia/Shanghai',
      currency: 'CNY',
    },
    ...property,
    equipment: demoEquipment(random.fork('equipment'), property, today),
    customers: customers.all,
    occupancies: occupancies.all,
    staff: demoStaff(
      random.fork('staff'),
      SLUG,
      property.communities.map((community) => community.externalId),
    ),
  };
}
