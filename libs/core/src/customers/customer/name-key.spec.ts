import { CustomerKind } from './customer-kind';
import { nameKey, nameSortKey } from './name-key';

it.each([
  ['Zhang, Wei', 'ＺＨＡＮＧ　ＷＥＩ', true],
  ['José Müller', 'jose muller', true],
  ['上海和园（集团）有限公司', '上海和园(集团)有限公司', true],
  ['欧阳 娜娜', '欧阳娜娜', true],
  ['张伟', '张玮', false],
  ['A1', 'A2', false],
  ['——', '!!', false],
])('%s and %s have the same name: %s', (a, b, same) => expect(nameKey(a) === nameKey(b)).toBe(same));

it('reads surnames of persons as such', () => {
  const order = (...names: string[]) =>
    names.sort((a, b) =>
      nameSortKey(CustomerKind.PERSON, a, 'zh-CN') < nameSortKey(CustomerKind.PERSON, b, 'zh-CN') ? -1 : 1,
    );
  expect(order('张伟', '单雄信', '丁一', '安琪')).toEqual(['安琪', '丁一', '单雄信', '张伟']);
});
