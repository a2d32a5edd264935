import { type OperationDefinitionNode, parse, print } from 'graphql';
import { mutationFields } from './mutation-fields';

const split = (text: string, variables: Record<string, unknown> = {}) => {
  const document = parse(text);
  const operation = document.definitions[0] as OperationDefinitionNode;
  return mutationFields(document, operation, variables).map(({ key, name, document: own }) => ({
    key,
    name,
    text: print(own).replace(/\s+/g, ' '),
  }));
};

it('takes a mutation apart into its fields, in their order', () => {
  expect(split('mutation M($a: Int) { a(x: $a) { id } second: b { id } }')).toEqual([
    { key: 'a', name: 'a', text: 'mutation M($a: Int) { a(x: $a) { id } }' },
    { key: 'second', name: 'b', text: 'mutation M($a: Int) { second: b { id } }' },
  ]);
});

it('brings fragments along and keeps a field selected twice whole', () => {
  expect(
    split('mutation { ...F a { id } ...F } fragment F on Mutation { a { name ...G } b } fragment G on A { x }'),
  ).toEqual([
    {
      key: 'a',
      name: 'a',
      text: 'mutation { a { name ...G } a { id } } fragment F on Mutation { a { name ...G } b } fragment G on A { x }',
    },
    { key: 'b', name: 'b', text: expect.stringMatching(/^mutation \{ b \} fragment F/) },
  ]);
});

it.each([
  ['mutation($x: Boolean!) { a @skip(if: $x) b @include(if: $x) c }', { x: true }, ['b', 'c']],
  ['mutation($x: Boolean!) { a @skip(if: $x) b @include(if: $x) c }', { x: false }, ['a', 'c']],
  ['mutation($x: Boolean!) { ...F @include(if: $x) c } fragment F on Mutation { a }', { x: false }, ['c']],
  ['mutation($x: Boolean!) { ... @skip(if: $x) { a } ... on Mutation { b } }', { x: true }, ['b']],
  ['mutation { ...F } fragment F on Mutation { a ...F }', {}, ['a']],
])('leaves out what is not asked for: %s %j', (text, variables, keys) => {
  expect(split(text, variables).map(({ key }) => key)).toEqual(keys);
});
