import { addDays } from './demo-days';
import type { DemoBuilding, DemoCommunity, DemoSection, DemoUnit, DemoUsage, Day } from './demo-types';
import type { SeededRandom } from './seeded-random';

export interface DemoProperty {
  communities: DemoCommunity[];
  buildings: DemoBuilding[];
  sections: DemoSection[];
  units: DemoUnit[];
}

/** A unit before anybody owns it. */
interface Slot {
  code: string;
  section: DemoSection | null;
  floor: number;
  usage: DemoUsage;
  gross: number;
  net: number;
}

const COMMUNITIES: readonly (DemoCommunity & { completedOn: Day })[] = [
  {
    externalId: 'HYY',
    name: '和园雅苑',
    serviceProfile: 'RESIDENTIAL',
    address: '上海市浦东新区和园路128弄',
    postcode: '201203',
    latitude: 31.2101,
    longitude: 121.5912,
    developer: '上海和园置业有限公司',
    completedOn: '2016-09-30',
  },
  {
    externalId: 'HYL',
    name: '和园里',
    serviceProfile: 'COMMERCIAL',
    address: '上海市徐汇区和园二路66号',
    postcode: '200030',
    latitude: 31.1957,
    longitude: 121.4369,
    developer: '上海和园商业发展有限公司',
    completedOn: '2019-06-15',
  },
  {
    externalId: 'HYZ',
    name: '和园中心',
    serviceProfile: 'PREMIUM_OFFICE',
    address: '上海市静安区和园大道9号',
    postcode: '200040',
    latitude: 31.2304,
    longitude: 121.4543,
    developer: '上海和园置业有限公司',
    completedOn: '2021-04-20',
  },
];

/** Share of all units; what is left by rounding goes to the homes of the first community. */
const SHARES: readonly { community: number; kind: BlockKind; share: number }[] = [
  { community: 0, kind: 'GARAGE', share: 0.13 },
  { community: 0, kind: 'STORAGE', share: 0.05 },
  { community: 1, kind: 'HOMES', share: 0.13 },
  { community: 1, kind: 'SHOPS', share: 0.05 },
  { community: 1, kind: 'GARAGE', share: 0.06 },
  { community: 2, kind: 'OFFICES', share: 0.07 },
  { community: 2, kind: 'GARAGE', share: 0.03 },
];

type BlockKind = 'HOMES' | 'SHOPS' | 'OFFICES' | 'GARAGE' | 'STORAGE';

/** Communities, buildings, sections and exactly `count` units, none of them occupied yet. */
export function demoProperty(random: SeededRandom, count: number): DemoProperty {
  const counts = SHARES.map(({ community, kind, share }) => ({ community, kind, count: Math.floor(count * share) }));
  const homes = count - counts.reduce((sum, part) => sum + part.count, 0);
  const property: DemoProperty = { communities: [], buildings: [], sections: [], units: [] };
  COMMUNITIES.forEach(({ completedOn, ...community }, index) => {
    property.communities.push(community);
    const builder = new CommunityBuilder(random.fork(community.externalId), community, completedOn, property);
    if (index === 0) builder.add('HOMES', homes);
    for (const part of counts) if (part.community === index) builder.add(part.kind, part.count);
  });
  return property;
}

class CommunityBuilder {
  private towers = 0;

  constructor(
    private readonly random: SeededRandom,
    private readonly community: DemoCommunity,
    private readonly completedOn: Day,
    private readonly into: DemoProperty,
  ) {}

  add(kind: BlockKind, count: number): void {
    if (count === 0) return;
    if (kind === 'HOMES') this.fill(count, () => this.homes());
    else if (kind === 'OFFICES') this.fill(count, () => this.offices());
    else if (kind === 'SHOPS') this.one(this.block('S', '商业街', 2, 0), shops(this.random, count));
    else if (kind === 'GARAGE') this.one(this.block('P', '地下车库', 0, 2), spaces(count));
    else this.one(this.block('C', '储藏室', 0, 1), storage(this.random, count));
  }

  /** One building after another until the count is reached; the last one is not full. */
  private fill(count: number, next: () => { building: DemoBuilding; slots: Slot[] }): void {
    for (let left = count; left > 0;) {
      const { building, slots } = next();
      const taken = slots.slice(0, left);
      building.floorsAboveGround = Math.max(...taken.map((slot) => slot.floor));
      this.one(building, taken);
      left -= taken.length;
    }
  }

  private one(building: DemoBuilding, slots: readonly Slot[]): void {
    this.into.buildings.push(building);
    const sections = new Set(slots.map((slot) => slot.section).filter((section) => section !== null));
    this.into.sections.push(...sections);
    for (const { code, section, floor, usage, gross, net } of slots) {
      this.into.units.push({
        externalId: `${building.externalId}-${code}`,
        community: this.community.externalId,
        building: building.externalId,
        section: section?.externalId ?? null,
        code,
        usage,
        floor,
        grossArea: gross.toFixed(2),
        netArea: net.toFixed(2),
        state: 'VACANT',
        handOverDate: null,
      });
    }
  }

  private block(code: string, name: string, above: number, below: number): DemoBuilding {
    return {
      externalId: `${this.community.externalId}-${code}`,
      community: this.community.externalId,
      code,
      name,
      floorsAboveGround: above,
      floorsBelowGround: below,
      completedOn: addDays(this.completedOn, -this.random.int(0, 120)),
    };
  }

  /** A tower of one to three sections (单元) with two to four homes a floor, of the same plan on every floor. */
  private homes(): { building: DemoBuilding; slots: Slot[] } {
    const number = ++this.towers;
    const floors = this.random.pick([11, 18, 18, 26]);
    const building = this.block(String(number), `${number}栋`, floors, 0);
    const doors = floors > 18 ? 4 : 2;
    const slots: Slot[] = [];
    for (let s = 1; s <= this.random.int(1, 3); s++) {
      const section = {
        externalId: `${building.externalId}-${s}`,
        building: building.externalId,
        code: String(s),
        name: `${s}单元`,
      };
      const plans = Array.from({ length: doors }, () => area(this.random, 7200, 14500, 0.78));
      for (let floor = 1; floor <= floors; floor++)
        plans.forEach((plan, door) => {
          slots.push({ code: `${s}-${floor}${two(door + 1)}`, section, floor, usage: 'RESIDENTIAL', ...plan });
        });
    }
    return { building, slots };
  }

  private offices(): { building: DemoBuilding; slots: Slot[] } {
    const letter =
      String.fromCharCode(65 + (this.towers % 26)) + (this.towers >= 26 ? Math.floor(this.towers / 26) : '');
    this.towers++;
    const building = this.block(letter, `${letter}座`, 20, 0);
    const plans = Array.from({ length: 6 }, () => area(this.random, 9500, 42000, 0.72));
    const slots: Slot[] = [
      { code: '101', section: null, floor: 1, usage: 'OTHER', ...area(this.random, 18000, 26000, 0.8) },
    ];
    for (let floor = 2; floor <= 20; floor++)
      plans.forEach((plan, door) =>
        slots.push({ code: `${floor}${two(door + 1)}`, section: null, floor, usage: 'OFFICE', ...plan }),
      );
    return { building, slots };
  }
}

function shops(random: SeededRandom, count: number): Slot[] {
  return Array.from({ length: count }, (_, index) => ({
    code: `S${two(index + 1)}`,
    section: null,
    floor: index < count / 2 ? 1 : 2,
    usage: 'RETAIL' as const,
    ...area(random, 2800, 16000, 0.85),
  }));
}

function spaces(count: number): Slot[] {
  return Array.from({ length: count }, (_, index) => {
    const basement = index < count / 2 ? 1 : 2;
    const number = basement === 1 ? index + 1 : index + 1 - Math.ceil(count / 2);
    return {
      code: `B${basement}-${String(number).padStart(3, '0')}`,
      section: null,
      floor: -basement,
      usage: 'PARKING' as const,
      gross: 31.2,
      net: 12.72,
    };
  });
}

function storage(random: SeededRandom, count: number): Slot[] {
  return Array.from({ length: count }, (_, index) => ({
    code: `C${String(index + 1).padStart(3, '0')}`,
    section: null,
    floor: -1,
    usage: 'STORAGE' as const,
    ...area(random, 400, 1250, 0.9),
  }));
}

/** Between two bounds in hundredths of a m²; the net area is about `share` of the gross. */
function area(random: SeededRandom, min: number, max: number, share: number): { gross: number; net: number } {
  const gross = random.int(min, max);
  return { gross: gross / 100, net: Math.round(gross * (share + random.int(-300, 300) / 10_000)) / 100 };
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
