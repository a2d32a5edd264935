import { defineImportKind, type ImportValues, type ParsedRow, type RowOutcome, type RowProblem } from '@atrium/sdk';
import { unitCodeIn } from '../../properties';
import { ContactKind, type NormalContact, normalContact } from '../contact/contact.policy';
import { CustomerKind } from '../customer/customer-kind';
import { nameKey } from '../customer/name-key';
import { IdentityDocumentKind, normalDocumentNumber, NUMBER_EXAMPLES } from '../document/identity-document.policy';
import { OccupancyKind } from '../occupancy/occupancy.policy';
import { customerFields, type CustomerFieldName, type CustomerFields } from './import.fields';
import { importMessages } from './import.messages';

export type CustomerValues = ImportValues<CustomerFields>;
export type CustomerProblem = RowProblem<CustomerFieldName>;
export type CustomerOutcome = RowOutcome<CustomerFieldName>;

/** What a row says of its customer. Undefined: nothing; null: to be emptied. */
export interface CustomerSaid {
  readonly externalId: string | null | undefined;
  readonly name: string | undefined;
  readonly nameKey: string | undefined;
  /** As given; otherwise told by {@link kindOf}. */
  readonly kind: CustomerKind | undefined;
  readonly phones: readonly NormalContact[];
  readonly emails: readonly NormalContact[];
  readonly document: { readonly kind: IdentityDocumentKind; readonly number: string } | null;
  readonly birthday: string | null | undefined;
  readonly language: string | null | undefined;
  readonly remarks: string | null | undefined;
}

/** The unit a row names: by external id, or by its place in the tree. */
export interface PlaceSaid {
  readonly externalId: string | null;
  readonly community: string | null;
  readonly building: string | null;
  readonly section: string | null;
  /** As in the file. */
  readonly unit: string | null;
  /** As it is stored: with its section before it. */
  readonly code: string | null;
}

export interface OccupancySaid {
  readonly externalId: string | null | undefined;
  readonly kind: OccupancyKind;
  readonly startsOn: string | null | undefined;
  /** First day on which it no longer holds. */
  readonly endsOn: string | null | undefined;
  readonly share: string | null | undefined;
  readonly paysFees: boolean | undefined;
  readonly isPrimaryContact: boolean | undefined;
}

/** A row as it is understood. */
export interface CustomerDraft {
  readonly number: number;
  readonly duplicateOf: number | null;
  readonly customer: CustomerSaid;
  readonly place: PlaceSaid | null;
  /** Community of a customer without a unit. */
  readonly community: string | null;
  readonly occupancy: OccupancySaid | null;
  readonly problems: readonly CustomerProblem[];
}

const FIRST_DAY = '1850-01-01';
const LAST_DAY = '2999-12-30';
const LANGUAGE = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;
const ORGANISATION =
  /(公司|集团|中心|学校|医院|委员会|合作社|事务所|商行|银行|协会|工作室|门诊部|幼儿园|管理处|分行|支行|超市)$|\b(ltd|limited|inc|llc|gmbh|corp|co|plc)\.?$/i;

/** A customer of whom nothing says what it is: by its document, otherwise by its name. */
export function kindOf({ kind, document, name }: Pick<CustomerSaid, 'kind' | 'document' | 'name'>): CustomerKind {
  if (kind) return kind;
  if (document?.kind === IdentityDocumentKind.BUSINESS_LICENCE) return CustomerKind.ORGANISATION;
  if (document && document.kind !== IdentityDocumentKind.OTHER) return CustomerKind.PERSON;
  return ORGANISATION.test(name ?? '') ? CustomerKind.ORGANISATION : CustomerKind.PERSON;
}

const contacts = (kind: ContactKind, cell: string | null | undefined): NormalContact[] => {
  const normal = (cell ?? '').split('\n').flatMap((part) => (part === '' ? [] : (normalContact(kind, part) ?? [])));
  return normal.filter(({ value }, index) => normal.findIndex((other) => other.value === value) === index);
};

/** Kinds of documents whose numbers tell them. */
const TELLING = [
  IdentityDocumentKind.RESIDENT_ID,
  IdentityDocumentKind.BUSINESS_LICENCE,
  IdentityDocumentKind.HK_MACAO_PERMIT,
] as const;
const CHINESE_PASSPORT = /^[DEGPS][A-Z]?[0-9]{7,8}$/i;

type Document = CustomerSaid['document'];

/** The document a row names; its kind is told by the number where only one kind has such numbers. */
export function documentOf(
  kind: IdentityDocumentKind | null | undefined,
  text: string | null | undefined,
): Document | CustomerProblem {
  if (text == null) {
    if (kind == null) return null;
    return { field: 'documentNumber', code: 'REQUIRED', message: importMessages.numberNeeded };
  }
  for (const guess of kind == null ? TELLING : [kind]) {
    const number = normalDocumentNumber(guess, text);
    // A registration number of before 2015 looks like many things.
    const certain = kind != null || guess !== IdentityDocumentKind.BUSINESS_LICENCE || number?.length === 18;
    if (number !== null && certain) return { kind: guess, number };
  }
  const plain = text.replace(/[\s-]/g, '');
  if (kind == null && CHINESE_PASSPORT.test(plain)) {
    return { kind: IdentityDocumentKind.PASSPORT, number: plain.toUpperCase() };
  }
  const meant = kind ?? (/^[0-9]{17}[0-9X]$/i.test(plain) ? IdentityDocumentKind.RESIDENT_ID : null);
  if (meant === null) {
    return { field: 'documentKind', code: 'REQUIRED', message: importMessages.documentKindNeeded };
  }
  const params = { example: NUMBER_EXAMPLES[meant] };
  return { field: 'documentNumber', code: 'WRONG_FORM', message: importMessages.wrongNumber, params };
}

/** The day after; null and undefined stay. */
function dayAfter<D extends string | null | undefined>(day: D): D {
  if (day == null) return day;
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10) as D;
}

/** Understands one row and says what is wrong with it by itself. */
export function draftOf({ number, duplicateOf, values }: ParsedRow<CustomerFields>): CustomerDraft {
  const problems: CustomerProblem[] = [];
  const { community } = values;
  const document = documentOf(values.documentKind, values.documentNumber);
  if (document && 'message' in document) problems.push(document);
  const name = values.name ?? undefined;
  const customer: CustomerSaid = {
    externalId: values.customerExternalId,
    name,
    nameKey: name === undefined ? undefined : nameKey(name),
    kind: values.kind ?? undefined,
    phones: contacts(ContactKind.PHONE, values.phone),
    emails: contacts(ContactKind.EMAIL, values.email),
    document: document && !('message' in document) ? document : null,
    birthday: values.birthday,
    language: values.language,
    remarks: values.remarks,
  };
  const place = placeSaid(values);
  problems.push(...placeProblems(place, values), ...keyProblems(customer, place), ...dayProblems(values));
  if (values.language != null && !LANGUAGE.test(values.language)) {
    problems.push({ field: 'language', code: 'WRONG_FORM', message: importMessages.wrongLanguage });
  }
  return {
    number,
    duplicateOf,
    customer,
    place,
    community: community ?? null,
    occupancy: place && {
      externalId: values.occupancyExternalId,
      kind: values.relation ?? OccupancyKind.OWNER,
      startsOn: values.startsOn,
      endsOn: dayAfter(values.lastDay),
      share: values.share,
      paysFees: values.paysFees ?? undefined,
      isPrimaryContact: values.primaryContact ?? undefined,
    },
    problems,
  };
}

/** The unit that a row names; null where it names none. */
export function placeSaid({
  unit,
  unitExternalId,
  section,
  community,
  building,
}: Pick<CustomerValues, 'unit' | 'unitExternalId' | 'section' | 'community' | 'building'>): PlaceSaid | null {
  if (unit == null && unitExternalId == null) return null;
  return {
    externalId: unitExternalId ?? null,
    community: community ?? null,
    building: building ?? null,
    section: section ?? null,
    unit: unit ?? null,
    code: unit == null ? null : unitCodeIn(section ?? null, unit),
  };
}

/** Why a unit cannot be told by what a row says of it; null when it can. */
export const placeProblem = ({ externalId, building }: PlaceSaid): CustomerProblem | null =>
  externalId !== null || building !== null
    ? null
    : { field: 'building', code: 'REQUIRED', message: importMessages.buildingNeeded };

function placeProblems(place: PlaceSaid | null, values: CustomerValues): CustomerProblem[] {
  if (place) return [placeProblem(place) ?? []].flat();
  const ofUnit = [
    'relation',
    'startsOn',
    'lastDay',
    'share',
    'paysFees',
    'primaryContact',
    'occupancyExternalId',
  ] as const;
  return ofUnit.some((field) => values[field] != null)
    ? [{ field: 'unit', code: 'REQUIRED', message: importMessages.unitNeeded }]
    : [];
}

/** Without a key a customer could not be told from others of the name, and would be doubled by the next import. */
function keyProblems(customer: CustomerSaid, place: PlaceSaid | null): CustomerProblem[] {
  const { externalId, document, name, phones } = customer;
  if (externalId != null || document) return [];
  if (name !== undefined && (phones.length > 0 || place)) return [];
  return [{ field: name === undefined ? 'name' : 'phone', code: 'REQUIRED', message: importMessages.keyNeeded }];
}

function dayProblems({ startsOn, lastDay, birthday }: CustomerValues): CustomerProblem[] {
  const params = { min: FIRST_DAY, max: LAST_DAY };
  const range = Object.entries({ startsOn, lastDay, birthday } as const).flatMap(([field, day]): CustomerProblem[] =>
    day != null && (day < FIRST_DAY || day > LAST_DAY)
      ? [{ field: field as CustomerFieldName, code: 'OUT_OF_RANGE', message: importMessages.dayOutOfRange, params }]
      : [],
  );
  if (startsOn != null && lastDay != null && lastDay < startsOn) {
    range.push({ field: 'lastDay', code: 'ENDS_BEFORE_START', message: importMessages.endsBeforeStart });
  }
  return range;
}

/** What two rows that say the same of one customer and unit have in common. */
export function customerKey(values: CustomerValues): string | null {
  const { customerExternalId, documentNumber, name, phone, relation, startsOn, community, building } = values;
  const who =
    customerExternalId ??
    documentNumber?.toUpperCase().replace(/[\s-]/g, '') ??
    (name == null ? null : `${nameKey(name)} ${phone == null ? '' : contacts(ContactKind.PHONE, phone)[0]?.value}`);
  if (who === null) return null;
  const { unit, section, unitExternalId, occupancyExternalId } = values;
  const where = unitExternalId ?? (unit == null ? null : [community, building, unitCodeIn(section ?? null, unit)]);
  if (where === null) return JSON.stringify([who]);
  return JSON.stringify([who, where, relation ?? OccupancyKind.OWNER, occupancyExternalId ?? startsOn ?? null]);
}

export const customerImport = defineImportKind({
  name: 'CUSTOMERS_WITH_OCCUPANCY',
  permission: 'customer:manage',
  title: importMessages.title,
  description: importMessages.description,
  fields: customerFields,
  key: customerKey,
  duplicates: 'MERGE',
  batchSize: 1000,
});
