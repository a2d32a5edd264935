import { stemOf, wordsOf } from './words';

it.each([
  ['卫生间水管漏水了，楼下邻居来投诉', ['水管', '漏水', '楼下', '邻居', '投诉']],
  ['厨房下水道堵塞', ['厨房', '下水道', '堵塞']],
  ['３栋电梯坏了', ['3', '电梯', '坏']],
  ['The bathroom pipes are LEAKING', ['bathroom', 'pipe', 'leak']],
])('%s has its words', (text, words) => {
  expect(wordsOf(text)).toEqual(expect.arrayContaining(words));
});

it('a text without words has none', () => {
  expect(wordsOf(' ，！ ')).toEqual([]);
});

it.each([
  ['leaking', 'leak'],
  ['elevators', 'elev'],
  ['elevator', 'elev'],
  ['漏水', '漏水'],
  ['b12', 'b12'],
])('%s goes back to %s', (word, stem) => {
  expect(stemOf(word)).toBe(stem);
});
