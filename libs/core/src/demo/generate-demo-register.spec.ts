import { createHash } from 'node:crypto';
import { isValidChineseId, isValidCreditCode, phoneDigits, textProblem } from '@atrium/sdk';
import { daysBetween } from './demo-days';
import type { DemoOccupancy, DemoRegister, DemoUsage } from './demo-types';
import { generateDemoRegister } from './generate-demo-register';

const hash = (register: DemoRegister) => createHash('sha256').update(JSON.stringify(register)).digest('hex');
const today = '2026-06-30';
const register = generateDemoRegister({ seed: 1 });
const units = new Map(register.units.map((unit) => [unit.externalId, unit]));
const customers = new Map(register.customers.map((customer) => [customer.externalId, customer]));
const buildings = new Map(register.buildings.map((building) => [building.externalId, building]));
const byUnit = Map.groupBy(register.occupancies, (occupancy) => occupancy.unit);
const byCustomer = Map.groupBy(register.occupancies, (occupancy) => occupancy.customer);
const lasting = (occupancies: readonly DemoOccupancy[]) => occupancies.filter((one) => one.endsOn === null);

describe('generateDemoRegister', () => {
  it('gives the same register for the same seed, another for another', () => {
    expect(hash(generateDemoRegister({ seed: 1 }))).toBe(hash(register));
    expect(hash(generateDemoRegister({ seed: 2 }))).not.toBe(hash(register));
  });

  it('gives the register it always gave', () => {
    // a demo installation is recognised by its records' ids: change this only together with the data
    expect(hash(register)).toBe('041ae6870e4791650ad5f7f60e61cabbc76c88925c30e6da642ada838b64828f');
  });

  it.each([100, 333, 2000, 5000])('has exactly %i units', (count) =>
    expect(generateDemoRegister({ seed: 7, units: count }).units).toHaveLength(count),
  );

  it.each([
    [{ seed: 1, units: 99 }, 'units must be a whole number from 100 to 1000000, was 99'],
    [{ seed: 1, units: 100.5 }, 'was 100.5'],
    [{ seed: NaN }, 'seed must be a whole number, was NaN'],
    [{ seed: 1, today: '2026-13-01' }, 'today must be a day (YYYY-MM-DD) from 2022-01-01 on, was 2026-13-01'],
  ])('refuses %j', (options, message) => expect(() => generateDemoRegister(options)).toThrow(message));

  it('has the communities, usages, states and kinds of a real one', () => {
    expect(register.communities.map((community) => community.serviceProfile)).toEqual([
      'RESIDENTIAL',
      'COMMERCIAL',
      'PREMIUM_OFFICE',
    ]);
    const usages = Map.groupBy(register.units, (unit) => unit.usage);
    const count = (usage: DemoUsage) => usages.get(usage)?.length ?? 0;
    expect(count('RESIDENTIAL')).toBeGreaterThan(1000);
    for (const usage of ['OFFICE', 'RETAIL', 'PARKING', 'STORAGE'] as const) expect(count(usage)).toBeGreaterThan(50);
    expect(new Set(register.units.map((unit) => unit.state))).toEqual(
      new Set(['VACANT', 'OCCUPIED', 'RENOVATING', 'FOR_RENT']),
    );
    expect(new Set(register.occupancies.map((one) => one.kind))).toEqual(
      new Set(['OWNER', 'CO_OWNER', 'LESSEE', 'FAMILY', 'STAFF']),
    );
    expect(new Set(register.equipment.map((one) => one.kind))).toEqual(new Set(['ELEVATOR', 'PUMP', 'FIRE_SYSTEM']));
    expect(new Set(register.customers.map((one) => one.kind))).toEqual(new Set(['PERSON', 'ORGANISATION']));
    expect(new Set(register.customers.map((one) => one.language))).toEqual(new Set(['zh-CN', 'en']));
    expect(register.occupancies.filter((one) => one.kind === 'OWNER' && one.endsOn !== null).length).toBeGreaterThan(
      50,
    );
    expect(register.customers.length).toBeGreaterThan(1500);
  });

  it('has staff for every ready-made role, some limited to a community', () => {
    expect(new Set(register.staff.map((one) => one.role)).size).toBe(8);
    expect(register.staff.filter((one) => one.communities !== null).length).toBeGreaterThan(10);
    expect(register.staff.find((one) => one.role === 'ADMIN')).toMatchObject({
      email: 'admin@heyuan.example',
      communities: null,
    });
  });

  it('has no code, id, phone or number twice', () => {
    const unique = (values: readonly string[]) => expect(new Set(values).size).toBe(values.length);
    for (const list of [
      'communities',
      'buildings',
      'sections',
      'units',
      'equipment',
      'customers',
      'occupancies',
      'staff',
    ] as const)
      unique(register[list].map((one) => one.externalId));
    unique(register.communities.map((one) => one.name));
    unique(register.buildings.map((one) => `${one.community} ${one.code}`));
    unique(register.sections.map((one) => `${one.building} ${one.code}`));
    unique(register.units.map((one) => `${one.building} ${one.code}`));
    unique(register.equipment.map((one) => one.code));
    unique([...register.customers.flatMap((one) => one.phones), ...register.staff.map((one) => one.phone)]);
    unique([...register.customers.flatMap((one) => one.emails), ...register.staff.map((one) => one.email)]);
    unique(register.customers.flatMap((one) => (one.kind === 'PERSON' ? (one.identityNumber ?? []) : one.creditCode)));
    unique(register.customers.flatMap((one) => (one.kind === 'ORGANISATION' ? one.name : [])));
    unique(register.occupancies.map((one) => `${one.customer} ${one.unit} ${one.kind} ${one.startsOn}`));
  });

  it('refers only to what is there', () => {
    const ids = (list: readonly { externalId: string }[]) =>
      new Set<string | null>(list.map((one) => one.externalId)).add(null);
    const [communities, sections] = [ids(register.communities), ids(register.sections)];
    for (const building of register.buildings) expect(communities).toContain(building.community);
    for (const section of register.sections) expect(buildings.has(section.building)).toBe(true);
    for (const unit of register.units) {
      expect(buildings.get(unit.building)?.community).toBe(unit.community);
      expect(sections).toContain(unit.section);
    }
    for (const one of register.equipment) {
      expect(communities).toContain(one.community);
      expect(sections).toContain(one.section);
      expect(one.building === null || buildings.has(one.building)).toBe(true);
    }
    for (const one of register.occupancies) expect(units.has(one.unit) && customers.has(one.customer)).toBe(true);
    for (const one of register.staff)
      for (const community of one.communities ?? []) expect(communities).toContain(community);
  });

  it('has areas with two decimals, net at most gross, and floors the building has', () => {
    for (const unit of register.units) {
      const building = buildings.get(unit.building);
      expect(unit.grossArea).toMatch(/^[1-9]\d*\.\d{2}$/);
      expect(unit.netArea).toMatch(/^[1-9]\d*\.\d{2}$/);
      expect(Number(unit.netArea)).toBeLessThanOrEqual(Number(unit.grossArea));
      expect(unit.floor).not.toBe(0);
      expect(unit.floor).toBeLessThanOrEqual(building?.floorsAboveGround ?? 0);
      expect(-unit.floor).toBeLessThanOrEqual(building?.floorsBelowGround ?? 0);
    }
  });

  it('has one owner and one payer for each unit handed over, nobody in the others', () => {
    for (const unit of register.units) {
      const all = byUnit.get(unit.externalId) ?? [];
      const now = lasting(all);
      expect(now.filter((one) => one.kind === 'OWNER')).toHaveLength(unit.handOverDate === null ? 0 : 1);
      expect(now.filter((one) => one.payer)).toHaveLength(unit.handOverDate === null ? 0 : 1);
      expect(all.filter((one) => one.payer && one.endsOn !== null)).toEqual([]);
      if (unit.handOverDate === null) expect([all, unit.state]).toEqual([[], 'VACANT']);
      if (unit.state === 'FOR_RENT' || unit.state === 'VACANT')
        expect(now.filter((one) => one.kind === 'LESSEE')).toEqual([]);
    }
  });

  it('has occupancies within the hand-over and today, owners one after the other', () => {
    for (const one of register.occupancies) {
      expect(daysBetween(units.get(one.unit)?.handOverDate ?? today, one.startsOn)).toBeGreaterThanOrEqual(0);
      expect(daysBetween(one.startsOn, one.endsOn ?? today)).toBeGreaterThanOrEqual(0);
      expect(daysBetween(one.endsOn ?? one.startsOn, today)).toBeGreaterThanOrEqual(0);
    }
    for (const all of byUnit.values())
      for (const kind of ['OWNER', 'LESSEE'] as const) {
        const line = all.filter((one) => one.kind === kind).sort((a, b) => (a.startsOn < b.startsOn ? -1 : 1));
        line.forEach((one, index) => {
          const next = line[index + 1];
          if (next === undefined) return;
          const gap = daysBetween(one.endsOn ?? today, next.startsOn);
          if (kind === 'OWNER') expect(gap).toBe(1);
          else expect(gap).toBeGreaterThan(0);
        });
      }
  });

  it('names nobody: valid numbers of a county that does not exist, phones and mails that reach no one', () => {
    const identityNumbers = register.customers.flatMap((one) =>
      one.kind === 'PERSON' ? (one.identityNumber ?? []) : [],
    );
    expect(identityNumbers.length).toBeGreaterThan(500);
    for (const number of identityNumbers)
      expect([number.slice(0, 6), isValidChineseId(number)]).toEqual(['310099', true]);
    const codes = register.customers.flatMap((one) => (one.kind === 'ORGANISATION' ? one.creditCode : []));
    for (const code of [...codes, register.company.creditCode])
      expect([code.slice(2, 8), isValidCreditCode(code)]).toEqual(['310099', true]);
    for (const phone of [...register.customers.flatMap((one) => one.phones), ...register.staff.map((one) => one.phone)])
      expect([/^154\d{8}$/.test(phone), phoneDigits(phone)]).toEqual([true, phone]);
    for (const email of register.customers.flatMap((one) => one.emails)) expect(email).toMatch(/@example\.com$/);
    for (const one of register.staff) expect(one.email).toMatch(/@heyuan\.example$/);
  });

  it('agrees with itself about people', () => {
    for (const person of register.customers) {
      expect(textProblem(person.name, { max: 60 })).toBeNull();
      if (person.kind !== 'PERSON') continue;
      if (person.identityNumber !== null) {
        expect(Number(person.identityNumber[16]) % 2).toBe(person.gender === 'MALE' ? 1 : 0);
        if (person.birthDate !== null)
          expect(person.identityNumber.slice(6, 14)).toBe(person.birthDate.replaceAll('-', ''));
      }
      const moves = byCustomer.get(person.externalId) ?? [];
      if (person.birthDate !== null)
        for (const one of moves) expect(daysBetween(person.birthDate, one.startsOn)).toBeGreaterThanOrEqual(0);
      if (person.phones.length === 0) expect(person.consents).toEqual([]);
    }
  });
});
