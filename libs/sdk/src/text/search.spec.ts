import fc from 'fast-check';
import { MAX_QUERY_TERMS, matchesSearch, searchQuery, toTsQuery } from './search-query';
import { MAX_SEARCH_TOKENS, searchScope, searchTokens, type SearchFields } from './search-tokens';

const zhang: SearchFields = {
  personNames: ['张小伟', 'William Zhang'],
  phones: ['+86 138-0013-8000', '010-88886666'],
  units: [{ building: '3栋', section: '2单元', unit: '1101室' }],
  addresses: ['和园一期', '上海市浦东新区中山三路88号'],
};
const finds = (fields: SearchFields, typed: string) => matchesSearch(searchTokens(fields), searchQuery(typed));

describe('search', () => {
  it.each([
    ...['张小伟', '张小', '小伟', '张', '伟', ' 张小伟 '],
    ...['zhangxiaowei', 'zhangx', 'zhang xiao wei', 'xiaowei', 'wei', 'ZhangXiaoWei', 'zxw', 'zx', 'xw'],
    ...['william', 'will', 'zhang william', 'William Z'],
    ...['13800138000', '138 0013 8000', '138-0013-8000', '+8613800138000', '１３８００１３８０００', '1380013', '138'],
    ...[
      '8000',
      '38000',
      '138000',
      '00138000',
      '138****8000',
      '01088886666',
      '(010) 8888-6666',
      '88886666',
      '8888-6666',
      '6666',
    ],
    ...[
      '3-2-1101',
      '3-2-11',
      '3-1101',
      '2-1101',
      '1101',
      '110',
      '3#1101',
      '3栋2单元1101室',
      '3栋1101',
      '三栋二单元1101',
      '3号楼',
      '3栋',
      '3栋2单元',
      '1101室',
      '03-02-1101',
      '3幢-2-1101',
    ],
    ...['和园', '和园一期', '和园1期', '第一期', '中山三路', '中山3路', '中山三路88号', '88号', '浦东 中山'],
    ...[
      '张小伟 1101',
      '张小伟1101',
      '1101 张',
      'zhang 8000',
      'zxw 3-2-1101',
      '和园3栋1101',
      '和园3栋2单元1101 张小伟',
      '张小伟，8000',
      '张小伟 13800138000',
    ],
  ])('finds 张小伟 of 3-2-1101 by %s', (typed) => expect(finds(zhang, typed)).toBe(true));

  it.each([
    ...[
      '李',
      '张伟',
      '张大伟',
      'zhangwei',
      'wx',
      '13900138000',
      '0138001',
      '8001',
      '3-2-1102',
      '2-3-1101',
      '4栋1101',
      '101',
      '5栋',
      '1102室',
    ],
    ...['和园二期', '中山路', '张小伟 1102', '王 1101', '张小伟 13900000000', 'billiam'],
  ])('does not find them by %s', (typed) => expect(finds(zhang, typed)).toBe(false));

  it.each([
    [{ personNames: ['单雄信'] }, ['shan', 'shanxiongxin', 'sxx'], ['dan']],
    [{ personNames: ['吕布'] }, ['lv', 'lvbu', 'lubu', 'lü', 'lb'], ['li']],
    [{ names: ['单元科技'] }, ['danyuan', 'dykj'], ['shan']],
    [{ personNames: ['丁一栋'] }, ['丁一栋', 'dingyidong', 'dyd'], ['丁二栋']],
    [{ names: ['上海和园物业管理有限公司'] }, ['和园物业', '有限公司', 'heyuan', 'hywy', '上海 物业'], ['和园公司']],
    [{ names: ['7-11便利店'] }, ['7-11', '7-11便利店', '便利'], ['7-12']],
    [{ personNames: ["O'Brien", 'José Müller'] }, ["o'brien", 'o brien', 'jose', 'MULLER', 'müll'], ['josef']],
    [
      { addresses: ['1500 GRAND CONCOURSE'] },
      ['1500 grand', 'concourse 1500', 'grand con'],
      ['150 grand', '15 concourse'],
    ],
    [{ addresses: ['37-40 75 STREET'] }, ['37-40', '37-40 75 st'], ['37-41']],
    [{ units: [{ building: 'A座', unit: 'A1101' }] }, ['a-a1101', 'a1101', '1101', 'A座', 'A座A1101'], ['B座']],
    [
      { units: [{ building: '地下车库', unit: 'B1-023' }] },
      ['b1-023', 'b1-23', '023', '23', '车库', '地下车库'],
      ['b1-24'],
    ],
    [{ units: [{ building: '3', unit: '3-2-1101' }] }, ['3-2-1101', '3栋', '1101', '3栋1101'], ['3-3-2-1101']],
    [{ units: [{ building: '3栋', unit: '商铺12' }] }, ['商铺12', '3栋商铺12', '3栋'], ['商铺13']],
    [{ units: [{ building: '一号楼', unit: '0101' }] }, ['1-101', '1号楼101', '一号楼0101', '0101'], ['2号楼']],
    [{ personNames: ['タワー・ハナコ'] }, ['タワ', 'タワー', 'ハナコ', 'ﾊﾅ'], ['タコ']],
    [{ personNames: ['아름 김'] }, ['아름', '김'], ['이']],
    [{ phones: ['+1 (202) 555-0123'] }, ['+1 202 555 0123', '0123', '1202'], ['0124']],
  ] as [SearchFields, string[], string[]][])('%j', (fields, found, missed) => {
    expect(found.filter((typed) => !finds(fields, typed))).toEqual([]);
    expect(missed.filter((typed) => finds(fields, typed))).toEqual([]);
  });

  it('finds a person by any part of the name, its reading from any syllable and its initials', () => {
    const name = fc.array(fc.constantFrom(...'王李张刘陈杨黄赵周吴徐孙胡朱高林何郭马罗伟芳娜敏静丽强磊洋勇'), {
      minLength: 2,
      maxLength: 4,
    });
    fc.assert(
      fc.property(name, fc.nat(), fc.nat(), (chars, a, b) => {
        const from = a % chars.length;
        const part = chars.slice(from, from + 1 + (b % (chars.length - from))).join('');
        const tokens = searchTokens({ personNames: [chars.join('')] });
        expect(matchesSearch(tokens, searchQuery(part))).toBe(true);
        for (const reading of tokens.filter((token) => /^n:[a-z]+$/.test(token)))
          expect(matchesSearch(tokens, searchQuery(reading.slice(2, 3 + (b % (reading.length - 2)))))).toBe(true);
      }),
    );
  });

  it('finds a mobile number by its beginning and by its end', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^1[3-9][0-9]{9}$/), fc.integer({ min: 4, max: 11 }), (phone, length) => {
        const fields = { phones: [phone] };
        return finds(fields, phone.slice(0, length)) && finds(fields, phone.slice(-length));
      }),
    );
  });

  it('keeps few tokens for a usual customer', () => {
    expect(
      searchTokens({
        ...zhang,
        personNames: ['张小伟'],
        phones: ['13800138000'],
        addresses: ['和园一期', '中山路88号'],
      }),
    ).toEqual(
      [
        ...[
          'n:张小',
          'n:小伟',
          'n:伟',
          'n:zhangxiaowei',
          'n:zxw',
          'n:xiaowei',
          'n:xw',
          'n:wei',
          'p:13800138000',
          'r:00083100831',
        ],
        ...['u:3-2-1101', 'u:2-1101', 'u:3-1101', 'u:1101', 'u:3-'],
        ...['a:1', 'a:和园', 'a:1期', 'a:88', 'a:中山', 'a:山路', 'a:88号'],
      ].sort(),
    );
  });

  it('keeps a bounded number of tokens, whatever a customer is and owns', () => {
    const many = <T>(count: number, make: (index: number) => T) =>
      Array.from({ length: count }, (_, index) => make(index));
    const tokens = searchTokens({
      personNames: many(20, (i) => `张小${i}伟大明`),
      names: many(20, (i) => `上海和园物业管理服务集团股份有限公司第${i}分公司`),
      phones: many(50, (i) => `1380013${String(8000 + i)}`),
      units: many(500, (i) => ({ building: `${i}栋`, section: '1单元', unit: '101' })),
      addresses: many(50, (i) => `北京市朝阳区建国门外大街${i}号院`),
    });
    expect(tokens.length).toBe(MAX_SEARCH_TOKENS);
    expect(new Set(tokens.map((token) => token[0]))).toEqual(new Set(['n', 'p', 'r', 'u', 'a']));
  });

  it('writes only tokens that need no quoting, and bounded queries', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const tokens = searchTokens({
          personNames: [text],
          names: [text],
          phones: [text],
          units: [{ unit: text }],
          addresses: [text],
        });
        for (const token of tokens) expect(token).toMatch(/^[nprua]:[\p{L}\p{M}\p{N}ー-]+$/u);
        const query = searchQuery(text);
        expect(query.terms.length).toBeLessThanOrEqual(MAX_QUERY_TERMS);
        for (const match of query.terms.flatMap((term) => term.anyOf.flat()))
          expect(match.text).toMatch(/^[\p{L}\p{M}\p{N}ー-]+$/u);
      }),
    );
  });
});

describe('toTsQuery', () => {
  it('writes alternatives, prefixes and scope', () => {
    expect(toTsQuery(searchQuery('张伟 1101'), { scope: '0a0b0c.' })).toBe(
      "('0a0b0c.n:张伟' | '0a0b0c.a:张伟') & ('0a0b0c.n:1101':* | '0a0b0c.a:1101':* | '0a0b0c.u:1101':* | '0a0b0c.p:1101':* | '0a0b0c.r:1011':*)",
    );
  });

  it('keeps to some classes, or says that it cannot', () => {
    expect(toTsQuery(searchQuery('张小伟'), { classes: ['n'] })).toBe("('n:张小' & 'n:小伟')");
    expect(toTsQuery(searchQuery('张伟 13800138000'), { classes: ['n'] })).toBeNull();
  });

  it.each(['', '   ', '。！?', '—'])('has nothing to ask for %j', (typed) =>
    expect(toTsQuery(searchQuery(typed))).toBeNull(),
  );
});

describe('searchScope', () => {
  it('is the random end of the id', () => expect(searchScope('01920000-0000-7000-8000-0000000A0B0C')).toBe('0a0b0c.'));
  it('refuses what is no id', () => expect(() => searchScope("x'")).toThrow('tenant id must be a UUID, was "x\'"'));

  it('finds what people wrote, English words in any form', () => {
    const fields: SearchFields = { texts: ['主卧卫生间漏水，楼下来投诉', 'Leaking pipes since Monday'] };
    const found = (typed: string) => matchesSearch(searchTokens(fields), searchQuery(typed, { stems: true }));
    for (const typed of ['漏水', '楼下 漏水', '卫生间', 'leak', 'leaks', 'leaked pipe', 'mond']) {
      expect([typed, found(typed)]).toEqual([typed, true]);
    }
    for (const typed of ['停电', '水漏', 'leaks stairs', 'tuesday'])
      expect([typed, found(typed)]).toEqual([typed, false]);
  });
});
