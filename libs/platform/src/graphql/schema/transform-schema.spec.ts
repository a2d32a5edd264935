import { buildSchema, type GraphQLObjectType, printType } from 'graphql';
import { SchemaTransform } from './transform-schema';

const SDL = `
  interface Node { id: ID! label: String }
  type Unit implements Node { id: ID! label: String code: String }
  input RenameInput { code: String }
  type Query { unit: Unit }
  type Mutation { rename(input: RenameInput): Unit! }
  type Subscription { unitChanged: Unit }`;

const resolver = (answer: string) => (): string => answer;

function transformed(...maps: object[]): (type: string) => GraphQLObjectType {
  const schema = buildSchema(SDL);
  // Left by Nest on every property.
  for (const name of ['Query', 'Unit']) {
    const type = schema.getType(name) as GraphQLObjectType;
    for (const field of Object.values(type.getFields())) field.resolve = resolver('of a property');
  }
  const transform = new SchemaTransform();
  transform.note(maps);
  const made = transform.apply(schema);
  return (type) => made.getType(type) as GraphQLObjectType;
}

const answerOf = (type: GraphQLObjectType, field: string): unknown => {
  const resolve = type.getFields()[field]?.resolve as (() => unknown) | undefined;
  return resolve?.();
};

describe('the schema that is served', () => {
  it('has the resolvers that were written, the last of several, and no others', () => {
    const of = transformed({ Query: { unit: resolver('first') } }, { Query: { unit: resolver('last') } });
    expect(answerOf(of('Query'), 'unit')).toBe('last');
    expect(of('Unit').getFields()['code']!.resolve).toBeUndefined();
  });

  it('has those of an interface on what implements it', () => {
    const of = transformed({ Node: { label: resolver('of the interface') } });
    expect(of('Unit').getFields()['label']!.resolve).toBeInstanceOf(Function);
    expect(of('Unit').getFields()['id']!.resolve).toBeUndefined();
  });

  it('reads a subscription by its method, for each message', () => {
    const of = transformed({ Subscription: { unitChanged: { subscribe: resolver('read') } } });
    expect(answerOf(of('Subscription'), 'unitChanged')).toBe('read');
    expect(of('Subscription').getFields()['unitChanged']!.subscribe).toBeUndefined();
  });

  it('lets a mutation fail alone', () => {
    expect(printType(transformed()('Mutation'))).toContain('rename(input: RenameInput): Unit\n');
  });

  it.each(['Unit.lost', 'Lost.unit', 'RenameInput.code'])('is not made when a resolver answers %s', (name) => {
    const [type, field] = name.split('.') as [string, string];
    expect(() => transformed({ [type]: { [field]: resolver('') } })).toThrow(
      `A resolver answers ${name}, and the schema has no such field`,
    );
  });
});
