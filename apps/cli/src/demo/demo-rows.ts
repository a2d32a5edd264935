import {
  ConsentPurpose,
  ConsentSource,
  ConsentStatus,
  ContactChannel,
  type CustomerImport,
  CustomerKind,
  type DemoBuilding,
  type DemoCustomer,
  type DemoOccupancy,
  type DemoRegister,
  type DemoUnit,
  type FirstDecision,
  IdentityDocumentKind,
  OccupancyKind,
  type PropertyImport,
  UnitState,
  UnitUsage,
} from '@atrium/core';

type CustomerRow = Parameters<CustomerImport['applyBatch']>[0][number];
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

/** The register's customers, once for each unit they have to do with, and those without a unit once. */
export function customerRows({ customers, occupancies }: DemoRegister): CustomerRow[] {
  const byCustomer = new Map<string, DemoOccupancy[]>();
  for (const one of occupancies) byCustomer.set(one.customer, [...(byCustomer.get(one.customer) ?? []), one]);
  const values = customers.flatMap((customer) => {
    const own = customerValues(customer);
    const units = byCustomer.get(customer.externalId) ?? [];
    return units.length === 0 ? [own] : units.map((occupancy) => ({ ...own, ...occupancyValues(occupancy) }));
  });
  return values.map((row, index) => ({ number: index + 1, values: row, duplicateOf: null }));
}

function customerValues(customer: DemoCustomer): CustomerRow['values'] {
  const { externalId, name, phones, emails, language } = customer;
  const common = {
    customerExternalId: externalId,
    name,
    phone: phones.join('\n') || undefined,
    email: emails.join('\n') || undefined,
    language,
  };
  if (customer.kind === 'ORGANISATION') {
    return {
      ...common,
      kind: CustomerKind.ORGANISATION,
      documentKind: IdentityDocumentKind.BUSINESS_LICENCE,
      documentNumber: customer.creditCode,
      remarks: `联系人：${customer.contactName}`,
    };
  }
  const { birthDate, identityNumber } = customer;
  const document = identityNumber === null ? {} : { documentKind: IdentityDocumentKind.RESIDENT_ID };
  return {
    ...common,
    ...document,
    kind: CustomerKind.PERSON,
    documentNumber: identityNumber ?? undefined,
    birthday: birthDate ?? undefined,
  };
}

const occupancyValues = ({
  externalId,
  unit,
  kind,
  startsOn,
  endsOn,
  payer,
}: DemoOccupancy): CustomerRow['values'] => ({
  occupancyExternalId: externalId,
  unitExternalId: unit,
  relation: OccupancyKind[kind],
  startsOn,
  lastDay: endsOn ?? undefined,
  paysFees: payer,
});

/** What customers have decided besides what holds anyway: contract messages may come until somebody objects. */
export function consentRows({ customers }: DemoRegister, idOf: (externalId: string) => string): FirstDecision[] {
  return customers.flatMap(({ externalId, consents }) =>
    consents
      .filter(({ purpose, granted }) => (purpose === 'MARKETING') === granted)
      .map(({ channel, purpose, granted, on }) => ({
        customerId: idOf(externalId),
        channel: ContactChannel[channel],
        purpose: ConsentPurpose[purpose],
        status: granted ? ConsentStatus.GRANTED : ConsentStatus.WITHDRAWN,
        source: ConsentSource.WRITTEN,
        decidedAt: `${on}T00:00:00Z`,
      })),
  );
}
