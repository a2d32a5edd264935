import {
  type DemoBuilding,
  type DemoRegister,
  type DemoUnit,
  type PropertyImport,
  UnitState,
  UnitUsage,
} from '@atrium/core';

type PropertyRow = Parameters<PropertyImport['applyBatch']>[0][number];

/** The register's buildings and units as rows of an import, buildings first: each describes one of them. */
export function propertyRows({ buildings, sections, units }: DemoRegister): PropertyRow[] {
  const buildingOf = new Map(buildings.map((building) => [building.externalId, building]));
  const sectionCodes = new Map(sections.map(({ externalId, code }) => [externalId, code]));
  const values = [
    ...buildings.map(buildingValues),
    ...units.map((unit) => unitValues(unit, buildingOf.get(unit.building), sectionCodes.get(unit.section ?? ''))),
  ];
  return values.map((row, index) => ({ number: index + 1, values: row, duplicateOf: null }));
}

function buildingValues(building: DemoBuilding): PropertyRow['values'] {
  const { floorsAboveGround: above, floorsBelowGround: below } = building;
  return {
    community: building.community,
    building: building.code,
    buildingName: building.name,
    buildingExternalId: building.externalId,
    floorsCount: above + below,
    minFloor: below > 0 ? -below : 1,
  };
}

function unitValues(unit: DemoUnit, building: DemoBuilding | undefined, section?: string): PropertyRow['values'] {
  return {
    community: unit.community,
    building: building?.code,
    section,
    unit: unit.code,
    usage: UnitUsage[unit.usage],
    state: UnitState[unit.state],
    grossArea: unit.grossArea,
    netArea: unit.netArea,
    floor: unit.floor,
    handedOverOn: unit.handOverDate ?? undefined,
    externalId: unit.externalId,
  };
}
