import { renderMessage } from '@atrium/sdk';
import { spanProblems } from './spans';

const problemsOf = (...spans: [string, string | null][]): string[] =>
  spanProblems(
    spans.map(([from, to]) => ({ from, to })),
    'input.factors',
  ).map(({ path, code, message, params }) => {
    expect(renderMessage(message, 'zh-CN', params)).not.toMatch(/\{\w+\}/);
    return `${path} ${code}`;
  });

describe('spans that must not hold at once', () => {
  it('may touch, in any order', () => {
    expect(problemsOf(['2026-03-01', null], ['2026-01-01', '2026-02-01'], ['2026-02-01', '2026-03-01'])).toEqual([]);
  });

  it.each<[string, [string, string | null][], string[]]>([
    ['end on the day they begin', [['2026-01-01', '2026-01-01']], ['input.factors.0.to ENDS_BEFORE_START']],
    ['end before they begin', [['2026-02-01', '2026-01-01']], ['input.factors.0.to ENDS_BEFORE_START']],
    [
      'have no such day',
      [
        ['2026-02-30', null],
        ['2026-01-01', '2026-13-01'],
      ],
      ['input.factors.0.from NOT_A_DAY', 'input.factors.1.to NOT_A_DAY'],
    ],
    [
      'overlap',
      [
        ['2026-02-01', '2026-04-01'],
        ['2026-01-01', '2026-03-01'],
      ],
      ['input.factors.0.from SPANS_OVERLAP'],
    ],
    [
      'come after one without an end',
      [
        ['2026-01-01', null],
        ['2026-03-01', null],
      ],
      ['input.factors.1.from SPANS_OVERLAP'],
    ],
    [
      'begin on the same day',
      [
        ['2026-01-01', '2026-02-01'],
        ['2026-01-01', '2026-03-01'],
      ],
      ['input.factors.1.from SPANS_OVERLAP'],
    ],
  ])('are refused when they %s', (_name, spans, problems) => {
    expect(problemsOf(...spans)).toEqual(problems);
  });
});
