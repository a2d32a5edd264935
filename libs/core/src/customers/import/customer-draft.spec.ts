import { CustomerKind } from '../customer/customer-kind';
import { IdentityDocumentKind as Document } from '../document/identity-document.policy';
import { OccupancyKind } from '../occupancy/occupancy.policy';
import { customerKey, type CustomerValues, documentOf, draftOf, kindOf } from './customer-draft';
import { customerFields } from './import.fields';

const draft = (values: CustomerValues) => draftOf({ number: 2, duplicateOf: null, values });
const problems = (values: CustomerValues) => draft(values).problems.map(({ field, code }) => `${field} ${code}`);

describe('kindOf', () => {
  const of = (name: string, over: Partial<Parameters<typeof kindOf>[0]> = {}) =>
    kindOf({ name, kind: undefined, document: null, ...over });
  it.each([
    ['张伟', CustomerKind.PERSON],
    ['司马公', CustomerKind.PERSON],
    ['上海和园物业管理有限公司', CustomerKind.ORGANISATION],
    ['第一幼儿园', CustomerKind.ORGANISATION],
    ['Garden Trading Ltd.', CustomerKind.ORGANISATION],
    ['Linc', CustomerKind.PERSON],
  ])('%s is a %s', (name, kind) => expect(of(name)).toBe(kind));

  it('goes by what is said, then by the document, then by the name', () => {
    const licence = { kind: Document.BUSINESS_LICENCE, number: 'x' };
    const card = { kind: Document.RESIDENT_ID, number: 'x' };
    expect(of('张伟', { document: licence })).toBe(CustomerKind.ORGANISATION);
    expect(of('某某公司', { document: card })).toBe(CustomerKind.PERSON);
    expect(of('某某公司', { document: licence, kind: CustomerKind.PERSON })).toBe(CustomerKind.PERSON);
  });
});

describe('documentOf', () => {
  it.each([
    [undefined, '11010519491231002x', { kind: Document.RESIDENT_ID, number: '11010519491231002X' }],
    [undefined, '91350100M000100Y43', { kind: Document.BUSINESS_LICENCE, number: '91350100M000100Y43' }],
    [undefined, 'H1234567801', { kind: Document.HK_MACAO_PERMIT, number: 'H1234567801' }],
    [undefined, 'e1234 5678', { kind: Document.PASSPORT, number: 'E12345678' }],
    [Document.TAIWAN_PERMIT, '12345678', { kind: Document.TAIWAN_PERMIT, number: '12345678' }],
    [Document.BUSINESS_LICENCE, '310000000012345', { kind: Document.BUSINESS_LICENCE, number: '310000000012345' }],
    [undefined, '110105194912310021', { field: 'documentNumber', code: 'WRONG_FORM' }],
    [undefined, '310000000012345', { field: 'documentKind', code: 'REQUIRED' }],
    [undefined, '12345678', { field: 'documentKind', code: 'REQUIRED' }],
    [Document.PASSPORT, '1', { field: 'documentNumber', code: 'WRONG_FORM' }],
    [Document.PASSPORT, undefined, { field: 'documentNumber', code: 'REQUIRED' }],
    [undefined, undefined, null],
  ])('%s %s', (kind, text, expected) => {
    const found = documentOf(kind, text);
    if (expected === null) expect(found).toBeNull();
    else expect(found).toMatchObject(expected);
  });
});

describe('draftOf', () => {
  it('understands a whole row', () => {
    const {
      customer,
      place,
      occupancy,
      problems: none,
    } = draft({
      name: '张伟',
      phone: '13800138000\n010-88886666 转 801\n+86 138 0013 8000',
      section: '2单元',
      building: '3栋',
      unit: '1101',
      relation: OccupancyKind.LESSEE,
      startsOn: '2025-03-01',
      lastDay: '2026-02-28',
    });
    expect(none).toEqual([]);
    expect(customer.phones.map(({ value, extension }) => [value, extension])).toEqual([
      ['13800138000', null],
      ['01088886666', '801'],
    ]);
    expect(place).toMatchObject({ building: '3栋', unit: '1101', code: '2-1101' });
    // The last day counts; the day after is the first that does not.
    expect(occupancy).toMatchObject({ kind: 'LESSEE', startsOn: '2025-03-01', endsOn: '2026-03-01' });
  });

  it('takes whoever is not said to be anything else for the owner', () => {
    expect(draft({ name: '张伟', building: '3栋', unit: '1101' }).occupancy).toMatchObject({
      kind: 'OWNER',
      startsOn: undefined,
      endsOn: undefined,
    });
  });

  it.each<[string, CustomerValues, string[]]>([
    ['nobody', { phone: '13800138000' }, ['name REQUIRED']],
    ['a name alone', { name: '张伟' }, ['phone REQUIRED']],
    ['a unit without its building', { name: '张伟', unit: '1101' }, ['building REQUIRED']],
    [
      'a relation to nothing',
      { name: '张伟', phone: '13800138000', relation: OccupancyKind.LESSEE },
      ['unit REQUIRED'],
    ],
    [
      'an end before the start',
      { name: '张伟', building: '3', unit: '1', startsOn: '2026-01-02', lastDay: '2026-01-01' },
      ['lastDay ENDS_BEFORE_START'],
    ],
    ['a day of another age', { name: '张伟', phone: '13800138000', birthday: '0985-01-01' }, ['birthday OUT_OF_RANGE']],
    ['a language that is none', { name: '张伟', phone: '13800138000', language: '中文' }, ['language WRONG_FORM']],
  ])('refuses %s', (_, values, expected) => expect(problems(values)).toEqual(expected));

  it('lets one day be the first and the last', () => {
    expect(problems({ name: '张伟', building: '3', unit: '1', startsOn: '2026-01-01', lastDay: '2026-01-01' })).toEqual(
      [],
    );
  });
});

describe('customerKey', () => {
  const same = (a: CustomerValues, b: CustomerValues) => customerKey(a) === customerKey(b);
  const base: CustomerValues = { name: '张伟', phone: '13800138000', building: '3栋', section: '2单元', unit: '1101' };
  it.each<[string, CustomerValues, boolean]>([
    ['written otherwise', { ...base, name: ' 张 伟', phone: '+86 138-0013-8000' }, true],
    ['with the section in the unit', { ...base, unit: '2-1101' }, true],
    ['another unit', { ...base, unit: '1102' }, false],
    ['another relation', { ...base, relation: OccupancyKind.LESSEE }, false],
    ['the relation that goes without saying', { ...base, relation: OccupancyKind.OWNER }, true],
    ['another phone', { ...base, phone: '13800138001' }, false],
    ['another time', { ...base, startsOn: '2026-01-01' }, false],
  ])('%s', (_, other, expected) => expect(same(base, other)).toBe(expected));

  it('has none without a customer', () => expect(customerKey({ unit: '1101' })).toBeNull());
});

describe('cells of contacts', () => {
  const parse = (field: 'phone' | 'email', text: string) =>
    customerFields[field].type.parse(text, { locale: 'en', formats: { decimal: '.', group: ',', dayOrder: null } });
  it.each([
    ['phone', '13800138000；010-88886666 转 801、138 0013 8001', '13800138000\n010-88886666 转 801\n138 0013 8001'],
    ['phone', '13800138000/13900139000', '13800138000\n13900139000'],
    ['email', 'a@example.com; b@example.com', 'a@example.com\nb@example.com'],
  ] as const)('%s %s', (field, text, value) => expect(parse(field, text)).toEqual({ ok: true, value }));

  it('names the one that is wrong', () => {
    expect(parse('phone', '13800138000;138****8000')).toMatchObject({
      ok: false,
      code: 'NOT_A_PHONE',
      params: { given: '138****8000' },
    });
  });
});
