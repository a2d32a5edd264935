import { fieldType, type ImportField, importFieldsOf, type ImportValues } from '@atrium/sdk';
import { ContactKind, customerFields, normalContact, placeSaid, type PlaceSaid } from '../../customers';

export const field = importFieldsOf('feeImport');

/** The same with a description of its own. */
const said = <V extends ImportField>(known: V, en: string, zh: string): V => ({
  ...known,
  description: { ...known.description, text: { en, 'zh-CN': zh } },
});

/** The unit that a row is about. */
export const placeFields = {
  community: customerFields.community,
  building: customerFields.building,
  section: customerFields.section,
  unit: said(customerFields.unit, 'Number on the door.', '房号。'),
  unitExternalId: customerFields.unitExternalId,
} as const;

/** The customer that a row is about; with the unit alone, whoever pays for it. */
export const whoFields = {
  name: said(
    customerFields.name,
    'Name of the customer; whoever pays for the unit when not given.',
    '客户姓名或名称；未填写时为该房屋的缴费人。',
  ),
  phone: said(customerFields.phone, 'A telephone number of the customer.', '客户的电话号码。'),
  customerExternalId: customerFields.customerExternalId,
} as const;

export const itemField = field(
  'feeItem',
  { en: 'Fee item', 'zh-CN': '收费项目' },
  { en: 'Code or name of the fee item.', 'zh-CN': '收费项目的编码或名称。' },
  fieldType.text({ max: 100 }),
  ['费项', '收费科目', '费用名称', '费用项目', '项目名称', 'item', 'fee', 'charge item', 'fee name', 'fee code'],
);

/** Amounts are read with the decimals of the company's currency. */
export const amountType = fieldType.decimal({ min: '0', max: '9999999999999', scale: 4 });

type Who = ImportValues<typeof whoFields>;

/** The customer as a row names it. */
export const whoOf = ({ name, phone, customerExternalId }: Who, unitId: string | null) => ({
  externalId: customerExternalId ?? null,
  name: name ?? null,
  phones: (phone ?? '').split('\n').flatMap((part) => normalContact(ContactKind.PHONE, part)?.value ?? []),
  unitId,
});

export const placeOf = (values: ImportValues<typeof placeFields>): PlaceSaid | null => placeSaid(values);
