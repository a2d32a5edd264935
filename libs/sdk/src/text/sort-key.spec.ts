import fc from 'fast-check';
import { SORT_KEY_MAX_BYTES, compareSortKeys, personSortKey, sortKey } from './sort-key';

const shuffled = (texts: string[]) => [...texts].reverse();
const inOrder = (texts: string[], key: (text: string) => string) =>
  shuffled(texts).sort((a, b) => compareSortKeys(key(a), key(b)));
const zh = (text: string) => sortKey(text, 'zh-CN');

describe('sortKey', () => {
  it.each([
    ['buildings by number', ['1栋', '2栋', '10栋', '12栋', '100栋']],
    [
      'Chinese numerals by value',
      ['一栋', '二栋', '九栋', '十栋', '十一栋', '二十栋', '一百零一栋', '一千栋', '一万栋'],
    ],
    ['both kinds of numeral together', ['1栋', '二栋', '3栋', '十栋', '11栋']],
    ['letters with numbers', ['A2', 'A10', 'B1', 'B1-2', 'B1-10']],
    ['unit codes', ['3-2-101', '3-2-1001', '3-10-101', '10-1-101']],
    ['numbers, letters, Chinese, others', ['9号', 'Zoo', '安园', '中园', 'я']],
    ['pinyin', ['安园', '白云', '长沙路', '重庆路', '和园', '三里屯', '万科城', '张江', '中山']],
    ['tones', ['妈', '麻', '马', '骂']],
    ['all of one character together', ['张三', '张四', '章二']],
    ['short before long', ['和园', '和园 1', '和园1', '和园二期']],
    ['case only where nothing else differs', ['A', 'a', 'A1', 'a2', 'b', 'C']],
    ['width only where nothing else differs', ['A1', 'Ａ１', 'A2']],
    ['diacritics only where nothing else differs', ['Muller', 'Müller', 'Mullers']],
    ['leading zeros only where nothing else differs', ['B01', 'B1', 'B02', 'B2', 'B010']],
    ['ü after u', ['卢园', '鹿园', '吕园']],
    ['numbered roads, roads named after dates', ['五四路', '五一路', '中山二路', '中山十路']],
  ])('%s', (_, expected) => expect(inOrder(expected, zh)).toEqual(expected));

  it('takes numbers of any length by value', () => {
    const number = fc
      .tuple(fc.integer({ min: 1, max: 9 }), fc.stringMatching(/^[0-9]{0,200}$/))
      .map(([head, tail]) => `${head}${tail}`);
    fc.assert(
      fc.property(
        number,
        number,
        fc.stringMatching(/^0{0,20}$/),
        fc.constantFrom('', '栋', 'A', '-1'),
        (a, b, zeros, after) => {
          fc.pre(a !== b);
          const byValue = BigInt(a) < BigInt(b) ? -1 : 1;
          return compareSortKeys(zh(`N${zeros}${a}${after}`), zh(`N${b}${after}`)) === byValue;
        },
      ),
    );
  });

  it('orders numbers beyond its length by their number of digits', () => {
    const expected = [10, 500, 2000].map((length) => '7'.repeat(length));
    expect(inOrder(expected, zh)).toEqual(expected);
  });

  it('is bounded, storable, and different for different texts', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 600 }),
        fc.string({ unit: 'binary', maxLength: 600 }),
        (a, b) => {
          const [keyA, keyB] = [zh(a), zh(b)];
          expect(Buffer.byteLength(keyA)).toBeLessThanOrEqual(SORT_KEY_MAX_BYTES);
          expect(keyA.isWellFormed() && !keyA.includes('\0')).toBe(true);
          expect(keyA === keyB).toBe(a === b);
        },
      ),
    );
  });

  it('tells long texts apart whose beginnings are the same', () => {
    const long = '和园物业管理有限公司'.repeat(20);
    expect(zh(`${long}甲`)).not.toBe(zh(`${long}乙`));
    expect(Buffer.byteLength(zh(long))).toBeLessThanOrEqual(SORT_KEY_MAX_BYTES);
  });

  it('keeps texts that PostgreSQL cannot store apart', () => {
    expect(new Set(['a\0', 'a\ufffd', 'a\ud800', 'a\udc00'].map(zh)).size).toBe(4);
  });

  it('puts the beginning of a text before the text', () => {
    const words = fc.array(fc.constantFrom('张', '重', '庆', '吕', 'a', 'ZZ', '7', '12', ' ', '-', 'я', '𠮷'), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(words, fc.constantFrom('Z', ' 1', '-a'), (parts, more) => {
        const text = parts.join('');
        return compareSortKeys(zh(text), zh(`${text}${more}`)) < 0;
      }),
    );
  });

  it('depends on nothing but the text: the same keys as ever', () => {
    // stored keys are compared with new ones: changing one of these means raising SORT_KEY_VERSION
    expect(['2栋', '十栋', 'A座 10-2', '重庆路', 'é', '𠮷野家', ''].map(zh)).toEqual([
      '12dong4栋 2栋',
      '210dong4栋 十栋',
      'Azuo4座-210-12 A座 10-2',
      'chong2重qing4庆lu4路 重庆路',
      'E é',
      '𠮷ye3野jia1家 𠮷野家',
      ' ',
    ]);
  });

  it('follows code points in Japanese and Korean', () => {
    expect(inOrder(['中', '北', '安'], (text) => sortKey(text, 'ja-JP'))).toEqual(['中', '北', '安']);
    expect(sortKey('中', 'ko')).toBe('中 中');
  });
});

describe('personSortKey', () => {
  const person = (name: string) => personSortKey(name, 'zh-CN');

  it.each([
    ['单雄信', 'shan4'],
    ['曾国藩', 'zeng1'],
    ['仇英', 'qiu2'],
    ['解缙', 'xie4'],
    ['尉迟恭', 'yu4'],
    ['万俟卨', 'mo4'],
    ['区伟', 'ou1'],
    ['任我行', 'ren2'],
    ['朴树', 'piao2'],
    ['查良镛', 'zha1'],
  ])('%s is read %s', (name, reading) => expect(person(name)).toMatch(new RegExp(`^${reading}`)));

  it('takes 一, 二, 三 as names', () => {
    expect(person('张三')).toBe('zhang1张san1三 张三');
    expect(sortKey('张三', 'zh-CN')).toBe('zhang1张13 张三');
  });

  it('sorts a list of people as a Chinese reader expects', () => {
    const expected = [
      'Anna Li',
      'Zoe',
      '陈静',
      '李娜',
      '李伟',
      '仇英',
      '单雄信',
      '王芳',
      '曾国藩',
      '张三',
      '张伟',
      '章子怡',
    ];
    expect(inOrder(expected, person)).toEqual(expected);
  });
});
