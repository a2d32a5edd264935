import { suggestCategories, type SuggestedBy } from './suggest-categories.policy';

const category = (place: string, subject: string, problem: string, ...keywords: string[]): SuggestedBy => ({
  id: `${place}${subject}${problem}`,
  name: `${place}${subject}${problem}`,
  place,
  subject,
  problem,
  keywords,
});
const CHINESE = [
  category('卫生间', '水管', '漏水', '渗水', '滴水', '马桶'),
  category('厨房', '下水道', '堵塞', '堵了', '反水'),
  category('室内', '电路', '停电', '跳闸', '没电'),
  category('楼道', '照明', '损坏', '灯不亮'),
  category('楼内', '电梯', '故障', '困人'),
  category('园区', '保洁', '不到位', '垃圾'),
];
const ENGLISH = [
  category('bathroom', 'water pipe', 'leak', 'dripping', 'toilet'),
  category('home', 'electricity', 'power cut', 'fuse'),
  category('building', 'elevator', 'out of order', 'lift', 'stuck'),
];
const best = (text: string, of: readonly SuggestedBy[]) => suggestCategories(text, of, 3).map(({ id }) => id)[0];

it.each([
  ['卫生间水管漏水了，楼下邻居来投诉', '卫生间水管漏水'],
  ['马桶那里一直在渗水', '卫生间水管漏水'],
  ['厨房的下水道又堵了', '厨房下水道堵塞'],
  ['家里突然停电，跳闸了', '室内电路停电'],
  ['三楼楼道灯不亮', '楼道照明损坏'],
  ['电梯困人！快来', '楼内电梯故障'],
  ['园区里垃圾没人扫', '园区保洁不到位'],
])('%s: %s', (text, expected) => {
  expect(best(text, CHINESE)).toBe(expected);
});

it.each([
  ['The bathroom pipes are leaking', 'bathroomwater pipeleak'],
  ['We have no electricity: a power cut?', 'homeelectricitypower cut'],
  ['Somebody is stuck in the LIFT', 'buildingelevatorout of order'],
])('%s: %s', (text, expected) => {
  expect(best(text, ENGLISH)).toBe(expected);
});

it.each([['你好'], [''], ['园区'], ['在室内'], ['hello there']])('"%s" speaks of none', (text) => {
  expect(suggestCategories(text, [...CHINESE, ...ENGLISH], 3)).toEqual([]);
});

it('says how sure it is and by which words, and names no more than wanted', () => {
  const [first, ...more] = suggestCategories('卫生间水管漏水', CHINESE, 1);
  expect(first).toEqual({ id: '卫生间水管漏水', score: 1, matched: ['卫生间', '水管', '漏水'] });
  expect(more).toEqual([]);
  expect(suggestCategories('漏水', CHINESE, 1)[0]!.score).toBeLessThan(0.5);
});
