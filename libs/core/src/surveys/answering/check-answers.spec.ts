import { checkContent } from '../content/check-content';
import { QuestionKind } from '../content/content.types';
import type { RawQuestion } from '../content/raw-content';
import { checkAnswers, lowScoresIn } from './check-answers';

const en = (text: string) => [{ locale: 'en' as const, text }];
const option = (code: string) => ({ code, label: en(code) });
const question = (code: string, kind: QuestionKind, more: Partial<RawQuestion> = {}): RawQuestion => ({
  ...{ code, kind, title: en(code), required: false },
  ...more,
});
const { content, problems } = checkContent(
  {
    title: en('Survey'),
    questions: [
      question('repair', QuestionKind.RATING_5, { required: true }),
      question('why', QuestionKind.TEXT, {
        required: true,
        maxLength: 20,
        showIf: { score: { question: 'repair', atMost: 2 } },
      }),
      question('ten', QuestionKind.RATING_10),
      question('nps', QuestionKind.NPS),
      question('channel', QuestionKind.SINGLE_CHOICE, { options: [option('phone'), option('app')] }),
      question('wishes', QuestionKind.MULTIPLE_CHOICE, { options: ['a', 'b', 'c'].map(option), maxChoices: 2 }),
      question('areas', QuestionKind.MATRIX, { rows: [option('lobby'), option('garden')], required: true }),
    ],
    lowScores: [
      { question: 'repair', atMost: 2 },
      { question: 'areas.garden', atMost: 1 },
    ],
  },
  'c',
);
const areas = { lobby: 4, garden: 5 };
const check = (given: Record<string, unknown>) => {
  const checked = checkAnswers(content, { repair: 5, areas, ...given });
  return { ...checked, codes: checked.problems.map((one) => `${one.question} ${one.code}`) };
};

it('the template of these tests is right', () => expect(problems).toEqual([]));

it('keeps what is asked, cleaned, and drops what skip logic leaves out', () => {
  const { answers, codes } = check({
    why: '<script>alert(1)</script>',
    nps: 0,
    ten: null,
    channel: '',
    wishes: ['a', 'a'],
  });
  expect(codes).toEqual([]);
  expect(answers).toEqual({ repair: 5, nps: 0, wishes: ['a'], areas });
  // A script is a text like any other.
  expect(check({ repair: 2, why: ' <b onx=1>\r\n' }).answers).toMatchObject({ why: '<b onx=1>' });
});

it.each<[string, Record<string, unknown>]>([
  ['repair OUT_OF_RANGE', { repair: 6 }],
  ['repair OUT_OF_RANGE', { repair: 0 }],
  ['repair OUT_OF_RANGE', { repair: 2.5 }],
  ['repair OUT_OF_RANGE', { repair: '5' }],
  ['repair REQUIRED', { repair: null }],
  ['why REQUIRED', { repair: 1, why: '  ' }],
  ['why TOO_LONG', { repair: 1, why: 'x'.repeat(21) }],
  ['why FORBIDDEN_CHARACTER', { repair: 1, why: 'a\u0000b' }],
  ['why FORBIDDEN_CHARACTER', { repair: 1, why: 'a\u202eb' }],
  ['ten OUT_OF_RANGE', { ten: 11 }],
  ['nps OUT_OF_RANGE', { nps: -1 }],
  ['channel UNKNOWN_OPTION', { channel: 'fax' }],
  ['channel UNKNOWN_OPTION', { channel: ['app'] }],
  ['wishes UNKNOWN_OPTION', { wishes: ['a', 'z'] }],
  ['wishes TOO_MANY', { wishes: ['a', 'b', 'c'] }],
  ['areas ROW_MISSING', { areas: { lobby: 3 } }],
  ['areas OUT_OF_RANGE', { areas: { lobby: 3, garden: 9 } }],
  ['areas UNKNOWN_OPTION', { areas: { lobby: 3, roof: 3 } }],
  ['horse UNKNOWN_QUESTION', { horse: 1 }],
])('%s: %j', (expected, given) => expect(check(given).codes).toEqual([expected]));

it('counts a text in characters, whatever they take in bytes', () => {
  expect(check({ repair: 1, why: '😀'.repeat(20) }).codes).toEqual([]);
  expect(check({ repair: 1, why: '好'.repeat(21) }).codes).toEqual(['why TOO_LONG']);
});

it('finds the low scores by the rules of the template', () => {
  const low = (given: Record<string, unknown>) =>
    lowScoresIn(content, check(given).answers).map(({ question: place }) => place);
  expect(low({})).toEqual([]);
  expect(low({ repair: 2, why: 'slow' })).toEqual(['repair']);
  expect(low({ repair: 1, why: 'slow', areas: { lobby: 1, garden: 1 } })).toEqual(['repair', 'areas.garden']);
});
