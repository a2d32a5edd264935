import {
  context,
  defineImportKind,
  defineMessages,
  type ImportValues,
  type ParsedRow,
  type RowOutcome,
  type RowProblem,
} from '@atrium/sdk';
import { unitAreaProblems } from '../place/area.policy';
import { unitCodeIn, unitCodeProblem } from '../place/unit-code';
import { type BuildingShape, floorNumbers, generateUnits, type GeneratedUnit } from './generate-units';
import { propertyFields, type PropertyFieldName } from './import.fields';
import { importMessages } from './import.messages';
import type { BuildingRow, UnitRow } from './rows';

export type PropertyFields = typeof propertyFields;
export type PropertyValues = ImportValues<PropertyFields>;
export type PropertyProblem = RowProblem<PropertyFieldName>;
export type PropertyOutcome = RowOutcome<PropertyFieldName>;

/** What two rows about the same unit, or the same building, have in common. */
export function propertyKey(values: PropertyValues): string | null {
  const { community = null, building, address, postcode, section, unit, externalId, buildingExternalId } = values;
  if (unit != null && externalId != null) return JSON.stringify(['unit', externalId]);
  const theirId = buildingExternalId ?? (unit == null ? externalId : null);
  if (unit == null && theirId != null) return JSON.stringify(['building', theirId]);
  if (building == null && address == null) return null;
  const place = [community, ...(building == null ? [address, postcode ?? null] : [building])];
  return JSON.stringify(unit == null ? place : [...place, unitCodeIn(section ?? null, unit)]);
}

export const propertyImport = defineImportKind({
  name: 'BUILDINGS_AND_UNITS',
  permission: 'property:manage',
  ...defineMessages('propertyImport', {
    title: { en: 'Buildings and units', 'zh-CN': '楼栋与房屋' },
    description: {
      en: 'A row describes a unit with its building, a building, or a building whose units are to be made.',
      'zh-CN': '每行描述一套房屋及其楼栋、一栋楼，或一栋需批量生成房屋的楼。',
    },
  }),
  fields: propertyFields,
  key: propertyKey,
  duplicates: 'MERGE',
  batchSize: 1000,
});

/** A row as it is understood: the building it names and, with `unit`, the unit it is about. */
export interface PropertyDraft {
  readonly number: number;
  readonly duplicateOf: number | null;
  readonly community: string | null;
  readonly building: Omit<BuildingRow, 'communityId'>;
  readonly unit: Omit<UnitRow, 'buildingId'> | null;
  readonly shape: BuildingShape | null;
  readonly problems: readonly PropertyProblem[];
}

/** Understands one row and says what is wrong with it by itself. */
export function draftOf({ number, duplicateOf, values }: ParsedRow<PropertyFields>): PropertyDraft {
  const { community, unit, section, externalId, unitsCount, sectionsCount, floorsCount, minFloor } = values;
  const floors = floorsCount == null ? null : floorNumbers(floorsCount, minFloor ?? 1);
  return {
    number,
    duplicateOf,
    community: community ?? null,
    building: {
      externalId: unit == null ? (values.buildingExternalId ?? externalId) : values.buildingExternalId,
      code: values.building,
      name: values.buildingName,
      kind: values.buildingKind,
      address: values.address,
      postcode: values.postcode,
      latitude: values.latitude,
      longitude: values.longitude,
      floorsAbove: floors ? floors.filter((floor) => floor >= 0).length : undefined,
      floorsBelow: floors ? floors.filter((floor) => floor < 0).length : undefined,
    },
    unit:
      unit == null
        ? null
        : {
            externalId,
            code: unitCodeIn(section ?? null, unit),
            section,
            usage: values.usage,
            state: values.state,
            grossArea: values.grossArea,
            netArea: values.netArea,
            floor: values.floor,
            handedOverOn: values.handedOverOn,
          },
    shape:
      unitsCount == null
        ? null
        : {
            units: unitsCount,
            sections: sectionsCount ?? null,
            floors: floorsCount ?? null,
            minFloor: minFloor ?? null,
          },
    problems: problemsOf(values, duplicateOf),
  };
}

function problemsOf(values: PropertyValues, duplicateOf: number | null): PropertyProblem[] {
  const { building, address, latitude, longitude, section, unit, unitsCount, sectionsCount } = values;
  const problems: PropertyProblem[] = [...unitAreaProblems(values)];
  const add = (field: PropertyFieldName, code: string, message: PropertyProblem['message'], params = {}): void => {
    problems.push({ field, code, message, params });
  };
  if (building == null && address == null) add('building', 'REQUIRED', importMessages.buildingNeeded);
  if ((latitude == null) !== (longitude == null)) {
    add(latitude == null ? 'latitude' : 'longitude', 'REQUIRED', importMessages.pointIncomplete);
  }
  if (unit == null) {
    if (section != null) add('unit', 'REQUIRED', importMessages.unitNeeded);
    if (sectionsCount != null && unitsCount == null) add('unitsCount', 'REQUIRED', importMessages.countNeeded);
    return problems;
  }
  if (unitsCount != null) add('unitsCount', 'NOT_ALLOWED', importMessages.unitOrCount);
  if (duplicateOf !== null) add('unit', 'DUPLICATE', importMessages.duplicate, { first: duplicateOf });
  const tooLong = unitCodeProblem('unit', unitCodeIn(section ?? null, unit));
  return tooLong ? [...problems, tooLong] : problems;
}

/** The units a row asks to be made. */
export const unitsToMake = ({ shape }: PropertyDraft): GeneratedUnit[] =>
  shape ? generateUnits(shape, context().tenant?.locale ?? 'en') : [];
