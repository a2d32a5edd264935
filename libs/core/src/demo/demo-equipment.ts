import { addDays } from './demo-days';
import type { DemoProperty } from './demo-property';
import type { Day, DemoEquipment, DemoEquipmentKind } from './demo-types';
import type { SeededRandom } from './seeded-random';

const CODE: Readonly<Record<DemoEquipmentKind, string>> = { ELEVATOR: 'DT', PUMP: 'SB', FIRE_SYSTEM: 'XF' };

/** Elevators of every section and tower, pumps and a fire-alarm centre of every community, a fire system of every building. */
export function demoEquipment(random: SeededRandom, property: DemoProperty, today: Day): DemoEquipment[] {
  const equipment: DemoEquipment[] = [];
  const counters: Record<DemoEquipmentKind, number> = { ELEVATOR: 0, PUMP: 0, FIRE_SYSTEM: 0 };
  const add = (
    kind: DemoEquipmentKind,
    name: string,
    place: Pick<DemoEquipment, 'community' | 'building' | 'section'>,
    since: Day,
  ) => {
    const code = `${CODE[kind]}-${String(++counters[kind]).padStart(4, '0')}`;
    // an elevator is inspected every year, the others twice a year
    const nextInspectionOn = addDays(today, random.int(-10, kind === 'ELEVATOR' ? 365 : 182));
    equipment.push({
      externalId: code,
      code,
      kind,
      name,
      ...place,
      installedOn: addDays(since, -random.int(30, 200)),
      nextInspectionOn,
    });
  };

  const buildingsOf = Map.groupBy(property.buildings, (building) => building.community);
  const sectionsOf = Map.groupBy(property.sections, (section) => section.building);
  for (const community of property.communities) {
    const buildings = buildingsOf.get(community.externalId) ?? [];
    const first = buildings[0]?.completedOn ?? today;
    const whole = { community: community.externalId, building: null, section: null };
    add('PUMP', '生活水泵1号', whole, first);
    add('PUMP', '生活水泵2号', whole, first);
    add('PUMP', '排污泵', whole, first);
    add('FIRE_SYSTEM', '消防报警主机', whole, first);
    for (const building of buildings) {
      const inside = { ...whole, building: building.externalId };
      add('FIRE_SYSTEM', `${building.name}喷淋系统`, inside, building.completedOn);
      if (building.floorsAboveGround < 3) continue;
      const sections = sectionsOf.get(building.externalId) ?? [];
      for (const section of sections)
        add(
          'ELEVATOR',
          `${building.name}${section.name}客梯`,
          { ...inside, section: section.externalId },
          building.completedOn,
        );
      if (sections.length === 0)
        for (const name of ['客梯1号', '客梯2号', '货梯'])
          add('ELEVATOR', `${building.name}${name}`, inside, building.completedOn);
    }
  }
  return equipment;
}
