import { arrayText } from './array-text';

describe('arrayText', () => {
  it.each([
    [[], '{}'],
    [['2026-01-01', null, '-12'], '{2026-01-01,NULL,-12}'],
    [['01a22bf0-ac1c-7368-96c7-80ad54e6480b'], '{01a22bf0-ac1c-7368-96c7-80ad54e6480b}'],
  ])('%j is %s', (values, text) => expect(arrayText(values)).toBe(text));

  it.each(['', 'a,b', '"', '{x}', 'a b', '\\', '物业费'])('takes no %j', (value) =>
    expect(() => arrayText(['1', value])).toThrow(TypeError),
  );
});
