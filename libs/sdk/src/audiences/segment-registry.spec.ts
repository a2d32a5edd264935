import { defineSegmentField, defineSegmentRecord, type SegmentField } from './segment-field';
import { registerSegmentFields, segmentProblems } from './segment-registry';

const words = { en: 'colour', 'zh-CN': '颜色' };
const colour: SegmentField = {
  name: 'spec.colour',
  of: 'spec',
  type: 'CHOICE',
  label: words,
  description: words,
  sql: (row) => `${row}.colour`,
  choices: { RED: words },
};
const record = defineSegmentRecord({
  name: 'spec',
  table: 'atrium.spec',
  customer: 'customer_id',
  label: words,
  description: words,
});

describe('a field is refused where it is declared', () => {
  it.each<[string, Partial<SegmentField>]>([
    ['must be that of its record', { name: 'other.colour' }],
    ['a CHOICE has choices', { choices: undefined }],
    ['there is nothing to choose', { choices: {} }],
    ['a CHOICE has choices, and nothing else has', { type: 'TEXT' }],
    ['a REFERENCE says to what', { type: 'REFERENCE', choices: undefined }],
    ['a CHOICE has no operator from; it has in, notIn, isEmpty', { operators: ['from'] }],
    ['no operator is left', { operators: [] }],
    ['is sensitive and names no permission', { sensitive: true }],
  ])('%s', (problem, changed) => {
    expect(() => defineSegmentField({ ...colour, ...changed })).toThrow(problem);
  });
});

it('two of one name stop the start, and both sides are named', () => {
  const declare = (owner: string, plugin: string | null = null): void =>
    registerSegmentFields({ owner, plugin }, { fields: [defineSegmentField(colour)] });
  registerSegmentFields({ owner: 'painting', plugin: null }, { records: [record], fields: [] });
  declare('painting');
  expect(segmentProblems()).toEqual([]);
  expect(() => declare('decorator', 'decorator')).toThrow(
    'The segment field spec.colour is declared by painting and by decorator',
  );
  expect(() => registerSegmentFields({ owner: 'printing', plugin: null }, { records: [record], fields: [] })).toThrow(
    'The segment record spec is declared by painting and by printing',
  );
});

it('what fits together with nothing is named once all is loaded', () => {
  const orphan = defineSegmentField({ ...colour, name: 'nowhere.colour', of: 'nowhere', permission: 'paint:see' });
  registerSegmentFields({ owner: 'painting', plugin: null }, { fields: [orphan] });
  const loose = { name: 'lid', table: 'atrium.lid', through: { record: 'pot', column: 'lid_id' } };
  registerSegmentFields(
    { owner: 'painting', plugin: null },
    { records: [defineSegmentRecord({ ...loose, label: words, description: words })], fields: [] },
  );
  expect(segmentProblems()).toEqual([
    'The segment field or record nowhere.colour needs the permission paint:see, which nobody declares',
    'The segment field nowhere.colour of painting belongs to nowhere, which nobody declares',
    'The segment record lid of painting hangs on nothing that a customer has',
  ]);
});
