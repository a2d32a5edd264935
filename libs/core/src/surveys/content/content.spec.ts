import { checkContent } from './check-content';
import { askedQuestions, pagesOf } from './conditions';
import { type Answers, QuestionKind, SurveyDimension, ValueComponent } from './content.types';
import type { RawContent, RawQuestion } from './raw-content';

const en = (text: string) => [{ locale: 'en' as const, text }];
const ask = (code: string, kind: QuestionKind, more: Partial<RawQuestion> = {}): RawQuestion => ({
  code,
  kind,
  title: en(code),
  ...more,
});
const { RATING_5, RATING_10, NPS, SINGLE_CHOICE, MULTIPLE_CHOICE, MATRIX, TEXT } = QuestionKind;
const option = (code: string) => ({ code, label: en(code) });
const contentOf = (questions: RawQuestion[], more: Partial<RawContent> = {}): RawContent => ({
  title: en('A survey'),
  questions,
  ...more,
});
const problemsOf = (raw: RawContent, kinds?: ReadonlyMap<string, QuestionKind>): string[] =>
  checkContent(raw, 'c', kinds).problems.map(({ path, code }) => `${path} ${code}`);

const repair = ask('repair', RATING_5, { dimension: SurveyDimension.PERCEIVED_QUALITY });
const why = ask('why', TEXT, { showIf: { score: { question: 'repair', atMost: 2 } } });
const channel = ask('channel', SINGLE_CHOICE, { options: [option('phone'), option('app')] });
const wishes = ask('wishes', MULTIPLE_CHOICE, { options: ['a', 'b', 'c'].map(option), maxChoices: 2 });
const areas = ask('areas', MATRIX, { rows: [option('lobby'), option('garden')] });

describe('a template', () => {
  it('takes every kind of question, with skip logic', () => {
    const all = [repair, why, channel, wishes, areas, ask('nps', NPS), ask('ten', RATING_10)];
    expect(
      problemsOf(
        contentOf(
          [
            ...all,
            ask('more', TEXT, {
              showIf: {
                any: [
                  { all: [{ chosen: { question: 'channel', anyOf: ['app'] } }, { answered: { question: 'wishes' } }] },
                  { not: { score: { question: 'areas.lobby', atLeast: 3 } } },
                ],
              },
            }),
          ],
          { lowScores: [{ question: 'areas.garden', atMost: 2 }] },
        ),
      ),
    ).toEqual([]);
  });

  it('is refused with everything that is wrong, each by its path', () => {
    const bad = contentOf(
      [
        ask('Bad Code', RATING_5),
        ask('one', SINGLE_CHOICE, { options: [option('a')] }),
        ask('one', MATRIX),
        ask('text', TEXT, { dimension: SurveyDimension.LOYALTY, options: [option('a')], maxLength: 0 }),
        ask('script', RATING_5, { title: en('a\u0007b'), maxChoices: 2 }),
        ask('pair', RATING_5, { expectationOf: 'ten' }),
        ask('ten', RATING_10),
        ask('own', RATING_5, { expectationOf: 'own' }),
        { ...ask('zh', RATING_5), title: [{ locale: 'zh-CN', text: '中文' }] },
      ],
      {
        lowScores: [
          { question: 'text', atMost: 2 },
          { question: 'ten', atMost: 11 },
        ],
        valueWeights: [{ component: ValueComponent.MONEY, weight: 0 }],
      },
    );
    expect(problemsOf(bad)).toEqual([
      'c.questions.0.code BAD_CODE',
      'c.questions.1.options TOO_FEW',
      'c.questions.2.rows TOO_FEW',
      'c.questions.3.dimension NOT_OF_KIND',
      'c.questions.3.options NOT_OF_KIND',
      'c.questions.3.maxLength OUT_OF_RANGE',
      'c.questions.4.title.0.text INVALID_TEXT',
      'c.questions.4.maxChoices NOT_OF_KIND',
      'c.questions.8.title MISSING_LANGUAGE',
      'c.questions.2.code DUPLICATE',
      'c.questions.5.expectationOf NOT_A_PAIR',
      'c.questions.7.expectationOf ITSELF',
      'c.lowScores.0.question NO_SCORE',
      'c.lowScores.1.atMost OUT_OF_RANGE',
      'c.valueWeights.0.weight OUT_OF_RANGE',
    ]);
    expect(problemsOf(contentOf([]))).toEqual(['c.questions REQUIRED']);
    expect(problemsOf({ ...contentOf([repair]), title: [] })).toContain('c.title REQUIRED');
  });

  it('keeps the kind of a question over its versions', () => {
    expect(problemsOf(contentOf([repair]), new Map([['repair', RATING_10]]))).toEqual([
      'c.questions.0.kind KIND_CHANGED',
    ]);
  });
});

describe('a skip rule is refused', () => {
  const rule = (showIf: RawQuestion['showIf'], before: RawQuestion[] = [repair, channel, areas]): string[] =>
    problemsOf(contentOf([...before, ask('q', TEXT, { showIf }), ask('late', RATING_5)]));

  it.each<[string, RawQuestion['showIf'], string[]]>([
    [
      'for an unknown question',
      { answered: { question: 'horse' } },
      ['c.questions.3.showIf.answered.question UNKNOWN_QUESTION'],
    ],
    ['that looks ahead', { score: { question: 'late', atMost: 2 } }, ['c.questions.3.showIf.score.question FORWARD']],
    ['that looks at itself', { answered: { question: 'q' } }, ['c.questions.3.showIf.answered.question ITSELF']],
    [
      'for an unknown row',
      { score: { question: 'areas.roof', atMost: 2 } },
      ['c.questions.3.showIf.score.question UNKNOWN_ROW'],
    ],
    [
      'for a matrix as a whole',
      { score: { question: 'areas', atMost: 2 } },
      ['c.questions.3.showIf.score.question NEEDS_ROW'],
    ],
    [
      'for the score of a choice',
      { score: { question: 'channel', atMost: 2 } },
      ['c.questions.3.showIf.score.question NO_SCORE'],
    ],
    [
      'for the choice of a score',
      { chosen: { question: 'repair', anyOf: ['x'] } },
      ['c.questions.3.showIf.chosen.question NO_CHOICE'],
    ],
    [
      'for an unknown option',
      { chosen: { question: 'channel', anyOf: ['app', 'fax'] } },
      ['c.questions.3.showIf.chosen.anyOf.1 UNKNOWN_OPTION'],
    ],
    ['without a bound', { score: { question: 'repair' } }, ['c.questions.3.showIf.score EMPTY']],
    [
      'beyond the scale',
      { score: { question: 'repair', atMost: 6 } },
      ['c.questions.3.showIf.score.atMost OUT_OF_RANGE'],
    ],
    [
      'with nothing between its bounds',
      { score: { question: 'repair', atLeast: 4, atMost: 2 } },
      ['c.questions.3.showIf.score EMPTY_RANGE'],
    ],
    ['that says nothing', {}, ['c.questions.3.showIf NOT_ONE']],
    ['that says two things', { answered: { question: 'repair' }, all: [] }, ['c.questions.3.showIf NOT_ONE']],
    ['with an empty group', { any: [] }, ['c.questions.3.showIf.any EMPTY']],
    [
      'that nests too deep',
      { not: { not: { not: { not: { not: { answered: { question: 'repair' } } } } } } },
      ['c.questions.3.showIf.not.not.not.not.not TOO_DEEP'],
    ],
  ])('%s', (_, showIf, expected) => expect(rule(showIf)).toEqual(expected));

  it.each<[string, RawQuestion['showIf']]>([
    [
      'contradicts itself',
      { all: [{ score: { question: 'repair', atMost: 2 } }, { score: { question: 'repair', atLeast: 3 } }] },
    ],
    ['denies a certainty', { not: { score: { question: 'repair', atLeast: 1 } } }],
    [
      'wants two options of one',
      {
        all: [
          { chosen: { question: 'channel', anyOf: ['app'] } },
          { chosen: { question: 'channel', anyOf: ['phone'] } },
        ],
      },
    ],
  ])('that %s: nobody can be asked', (_, showIf) => {
    expect(rule(showIf)).toEqual(['c.questions.3.showIf UNREACHABLE']);
  });

  it('that hangs on a question asked only otherwise', () => {
    // `why` is asked at 2 or less alone.
    const both = { all: [{ answered: { question: 'why' } }, { score: { question: 'repair', atLeast: 4 } }] };
    expect(rule(both, [repair, why, areas])).toEqual(['c.questions.3.showIf UNREACHABLE']);
    const none = { all: [{ not: { answered: { question: 'why' } } }, { score: { question: 'repair', atLeast: 4 } }] };
    expect(rule(none, [repair, why, areas])).toEqual([]);
  });

  it('that looks at more than can be tried', () => {
    const many = Array.from({ length: 12 }, (_, index) => ask(`m${index}`, RATING_10));
    const middle = many.map(({ code }) => ({ score: { question: code, atLeast: 4, atMost: 6 } }));
    const asking = (showIf: RawQuestion['showIf']): string[] =>
      problemsOf(contentOf([...many, ask('q', TEXT, { showIf })]));
    expect(asking({ all: middle.slice(0, 10) })).toEqual([]);
    // Three stretches of each: 3 to the power of 12.
    expect(asking({ all: middle })).toEqual(['c.questions.12.showIf TOO_COMPLEX']);
    expect(asking({ all: [...middle, ...middle] })[0]).toContain('TOO_MANY');
  });
});

describe('skip logic', () => {
  const { content } = checkContent(
    contentOf([
      repair,
      why,
      channel,
      ask('app', RATING_5, { showIf: { chosen: { question: 'channel', anyOf: ['app'] } } }),
      ask('worse', TEXT, { showIf: { score: { question: 'app', atMost: 2 } } }),
    ]),
    'c',
  );
  const asked = (answers: Answers) => askedQuestions(content.questions, answers).map(({ code }) => code);

  it.each<[Answers, string[]]>([
    [{}, ['repair', 'channel']],
    [{ repair: 2 }, ['repair', 'why', 'channel']],
    [{ repair: 3, channel: 'app' }, ['repair', 'channel', 'app']],
    [{ repair: 5, channel: 'app', app: 1 }, ['repair', 'channel', 'app', 'worse']],
    // What was answered on a way that is left counts for nothing.
    [{ repair: 5, channel: 'phone', app: 1 }, ['repair', 'channel']],
  ])('after %j asks %j', (answers, expected) => expect(asked(answers)).toEqual(expected));

  it('puts what depends on an answer on a later page', () => {
    const pages = (answers: Answers) =>
      pagesOf(content.questions, answers).map((page) => page.map(({ code }) => code).join());
    expect(pages({})).toEqual(['repair', 'channel']);
    expect(pages({ repair: 1, channel: 'app', app: 1 })).toEqual(['repair', 'why,channel', 'app', 'worse']);
  });

  it('is not led astray by names that every object has', () => {
    const { content: odd, problems } = checkContent(
      contentOf([
        ask('constructor', RATING_5, { required: false }),
        ask('q', TEXT, { showIf: { answered: { question: 'constructor' } } }),
      ]),
      'c',
    );
    expect(problems).toEqual([]);
    expect(askedQuestions(odd.questions, {}).map(({ code }) => code)).toEqual(['constructor']);
  });
});
