import { RESERVED_SLUGS, slugProblem } from './slug.policy';

it.each([
  ['he-yuan', null],
  ['abc', null],
  ['1st', null],
  ['a-b-c-1', null],
  ['a'.repeat(40), null],
  ['ab', 'FORM'],
  ['a'.repeat(41), 'FORM'],
  ['He-yuan', 'FORM'],
  ['-heyuan', 'FORM'],
  ['heyuan-', 'FORM'],
  ['he--yuan', 'FORM'],
  ['he_yuan', 'FORM'],
  ['和园', 'FORM'],
  ['heyuan\n', 'FORM'],
  ['admin', 'RESERVED'],
  ['graphql', 'RESERVED'],
])('%j: %s', (slug, problem) => expect(slugProblem(slug)).toBe(problem));

it('reserves nothing that could not be a slug anyway', () => {
  for (const slug of RESERVED_SLUGS) expect([slug, slugProblem(slug)]).toEqual([slug, 'RESERVED']);
});
