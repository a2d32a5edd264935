import { amountInWords } from './amount-in-words';

describe('an amount in Chinese capitals', () => {
  it.each<[bigint, string]>([
    [0n, '零元整'],
    [1n, '壹分'],
    [10n, '壹角整'],
    [100n, '壹元整'],
    [25024n, '贰佰伍拾元贰角肆分'],
    [140950n, '壹仟肆佰零玖元伍角整'],
    [600714n, '陆仟零柒元壹角肆分'],
    [32504n, '叁佰贰拾伍元零肆分'],
    [1680032n, '壹万陆仟捌佰元叁角贰分'],
    [10700053n, '壹拾万零柒仟元伍角叁分'],
    [1000000000n, '壹仟万元整'],
    [10000000100n, '壹亿零壹元整'],
    [100500000000n, '壹拾亿零伍佰万元整'],
  ])('%s fen are %s', (fen, text) => expect(amountInWords(fen)).toBe(text));
});
