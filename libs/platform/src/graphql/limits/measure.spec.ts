import {
  buildSchema,
  getIntrospectionQuery,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import type { GraphqlLimits } from './limits';
import { COUNT_COST, ImmeasurableError, LIST_SIZE, measure, MUTATION_COST } from './measure';
import { checkMeasure, Measurer } from './measurer';

const LIMITS: GraphqlLimits = {
  maxCost: 10_000,
  maxDepth: 15,
  maxAliases: 50,
  maxTokens: 5_000,
  maxDocumentBytes: 100_000,
  maxRequestBytes: 1_000_000,
  maxBatch: 10,
  documentCacheSize: 100,
};

const schema = buildSchema(`
  interface Node { id: ID! }
  type Unit implements Node { id: ID! name: String building: Building! leases(first: Int, after: String, last: Int): LeaseConnection! tags: [Tag!]! }
  type Building implements Node { id: ID! name: String units(first: Int, last: Int): UnitConnection! owner: Unit }
  type Lease implements Node { id: ID! unit: Unit! }
  type Tag { name: String }
  type PageInfo { hasNextPage: Boolean! }
  type UnitEdge { cursor: String! node: Unit! }
  type UnitConnection { edges: [UnitEdge!]! nodes: [Unit!]! pageInfo: PageInfo! totalCount: Int! }
  type LeaseEdge { cursor: String! node: Lease! }
  type LeaseConnection { edges: [LeaseEdge!]! nodes: [Lease!]! pageInfo: PageInfo! totalCount: Int! }
  type Payload { unit: Unit }
  type Query { hello: String node(id: ID!): Node unit: Unit units(first: Int, after: String, last: Int): UnitConnection! paged(first: Int = 5): UnitConnection! }
  type Mutation { change: Payload remove: Boolean }
  type Subscription { changed: Unit }
`);

function take(text: string, variables: Record<string, unknown> = {}, name?: string) {
  const document = parse(text);
  const operation = document.definitions.find(
    (node): node is OperationDefinitionNode =>
      node.kind === 'OperationDefinition' && (name === undefined || node.name?.value === name),
  )!;
  return measure(schema, document, operation, variables);
}

describe('cost: the greatest number of objects the answer can hold', () => {
  it.each([
    ['scalars are free', '{ hello }', 0],
    ['an object', '{ unit { name } }', 1],
    ['objects below', '{ unit { building { owner { name } } } }', 3],
    ['a list without a page size', '{ unit { tags { name } } }', 1 + LIST_SIZE],
    ['a page', '{ units(first: 7) { nodes { id } } }', 1 + 7],
    ['a page from the end', '{ units(last: 7) { nodes { id } } }', 1 + 7],
    ['a page of default size', '{ units { nodes { id } } }', 1 + 20],
    ['a page whose size is null', '{ units(first: null) { nodes { id } } }', 1 + 20],
    ['a default in the schema', '{ paged { nodes { id } } }', 1 + 5],
    ['edges and their nodes', '{ units(first: 3) { edges { node { id } } } }', 1 + 3 * 2],
    ['edges and nodes', '{ units(first: 3) { edges { cursor } nodes { id } } }', 1 + 3 + 3],
    ['no rows asked for', '{ units(first: 100) { pageInfo { hasNextPage } } }', 1 + 1],
    ['an empty page', '{ units(first: 0) { nodes { building { id } } } }', 1],
    ['a negative page, refused later', '{ units(first: -5) { nodes { id } } }', 1],
    ['a page beyond the limit, refused later', '{ units(first: 100000) { nodes { id } } }', 1 + 200],
    ['a count', '{ units(first: 1) { totalCount } }', 1 + COUNT_COST],
    [
      'pages in pages',
      '{ units(first: 10) { nodes { building { name } leases(first: 5) { nodes { id } } } } }',
      1 + 10 * (1 + 1 + 1 + 5),
    ],
    [
      'a count in each row',
      '{ units(first: 10) { nodes { leases(first: 5) { totalCount } } } }',
      1 + 10 * (1 + 1 + COUNT_COST),
    ],
    [
      'the example of docs/api/limits.md',
      '{ units(first: 50) { nodes { building { name } leases(first: 5) { nodes { id } } } totalCount } }',
      411,
    ],
    ['aliases', '{ a: unit { id } b: unit { id } c: unit { id } }', 3],
    [
      'aliased pages in pages',
      '{ a: units(first: 9) { nodes { x: leases(first: 9) { nodes { id } } y: leases(first: 9) { nodes { id } } } } }',
      1 + 9 * (1 + 2 * (1 + 9)),
    ],
    ['the same field twice is answered once', '{ unit { building { id } building { name } } unit { id } }', 2],
    ['a fragment', '{ unit { ...U } } fragment U on Unit { building { id } }', 2],
    ['a fragment spread twice', '{ unit { ...U ...U building { id } } } fragment U on Unit { building { id } }', 2],
    ['an inline fragment', '{ unit { ... { building { id } } ... on Unit { tags { name } } } }', 2 + LIST_SIZE],
    [
      'an interface: its dearest type',
      '{ node(id: 1) { ... on Unit { tags { name } } ... on Lease { unit { id } } } }',
      1 + LIST_SIZE,
    ],
    [
      'a fragment on the interface itself',
      '{ unit { ...N } } fragment N on Node { id ... on Unit { building { id } } }',
      2,
    ],
    ['a fragment that cannot apply', '{ unit { ... on Node { ... on Lease { unit { id } } } } }', 1],
    ['a mutation', 'mutation { remove }', MUTATION_COST],
    ['two of them, with answers', 'mutation { a: change { unit { id } } b: remove }', 2 * MUTATION_COST + 2],
    ['a mutation in a fragment', 'mutation { ...M } fragment M on Mutation { remove }', MUTATION_COST],
    ['a subscription', 'subscription { changed { id } }', MUTATION_COST + 1],
  ])('%s', (_, text, cost) => {
    expect(take(text).cost).toBe(cost);
    expect(validate(schema, parse(text), specifiedRules)).toEqual([]);
  });

  it.each([
    ['a page size', 'query($n: Int) { units(first: $n) { nodes { id } } }', { n: 4 }, 1 + 4],
    ['a page size left out', 'query($n: Int) { units(first: $n) { nodes { id } } }', {}, 1 + 20],
    ['@include', 'query($x: Boolean!) { unit @include(if: $x) { id } }', { x: false }, 0],
    ['@include that lets in', 'query($x: Boolean!) { unit @include(if: $x) { id } }', { x: true }, 1],
    [
      '@skip on a fragment',
      'query($x: Boolean!) { ...F @skip(if: $x) } fragment F on Query { unit { id } }',
      { x: true },
      0,
    ],
    ['@skip below', 'query($x: Boolean!) { unit { ... @skip(if: $x) { building { id } } } }', { x: true }, 1],
  ])('%s from a variable', (_, text, variables, cost) => {
    expect(take(text, variables).cost).toBe(cost);
  });

  it('takes the operation that runs', () => {
    expect(take('query A { unit { id } } query B { hello }', {}, 'B').cost).toBe(0);
  });

  it('stays a number however much is asked for', () => {
    const deep = `{ units(first: 200) { nodes { ${'building { units(first: 200) { nodes { '.repeat(12)} id ${'} } }'.repeat(12)} } } }`;
    expect(take(deep).cost).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe('nasty fragments', () => {
  const doubling = (levels: number): string =>
    `{ unit { ...F0 } } ` +
    Array.from(
      { length: levels },
      (_, i) =>
        `fragment F${i} on Unit { a: building { owner { ...F${i + 1} } } b: building { owner { ...F${i + 1} } } }`,
    ).join(' ') +
    ` fragment F${levels} on Unit { id }`;

  it('counts what doubles with every fragment without unfolding it', () => {
    const { cost, depth, aliases } = take(doubling(40));
    expect(cost).toBeGreaterThan(2 ** 40);
    expect(depth).toBe(2 + 2 * 40);
    expect(aliases).toBeGreaterThan(2 ** 40);
  });

  it.each([
    ['into itself at once', '{ unit { ...A } } fragment A on Unit { id ...A }', 1],
    ['around the corner', '{ unit { ...A } } fragment A on Unit { ...B } fragment B on Unit { ...A id }', 1],
  ])('a fragment that spreads %s ends', (_, text, cost) => {
    expect(take(text).cost).toBe(cost);
  });

  it('a fragment that holds itself a level below is refused', () => {
    expect(() => take('{ unit { ...A } } fragment A on Unit { building { owner { ...A } } }')).toThrow(
      ImmeasurableError,
    );
  });

  it('selections that merge in ever new ways are given up', () => {
    // On the way down each `y` adds a chain of its own, so that every path merges another subset of the chains.
    const levels = 16;
    const below = (spreads: string): string => `building { owner { id ${spreads} } }`;
    const chain = (i: number, j: number): string =>
      j > levels
        ? ''
        : `fragment C${i}_${j} on Unit { x: ${below(j < levels ? `...C${i}_${j + 1}` : '')} y: ${below(j < levels ? `...C${i}_${j + 1}` : '')} }`;
    const fragments = Array.from({ length: levels }, (_, i) => {
      const next = i + 1 < levels ? `...L${i + 1}` : '';
      const chains = Array.from({ length: levels - i }, (__, k) => chain(i, i + 1 + k)).join(' ');
      return `fragment L${i} on Unit { x: ${below(next)} y: ${below(`${next} ...C${i}_${i + 1}`)} } ${chains}`;
    });
    const text = `{ unit { ...L0 } } ${fragments.join(' ')}`;
    expect(() => take(text)).toThrow(ImmeasurableError);
  });
});

describe('depth and aliases', () => {
  it.each([
    ['{ hello }', 1, 0],
    ['{ unit { name } }', 2, 0],
    ['{ units { nodes { building { name } } } }', 4, 0],
    ['{ unit { ...U } } fragment U on Unit { building { name } }', 3, 0],
    ['{ __schema { types { fields { type { ofType { name } } } } } }', 1, 0],
    ['{ a: hello b: unit { c: name } }', 2, 3],
    ['{ x: unit { ...A } y: unit { ...A } } fragment A on Unit { a: name b: name }', 2, 2 + 4],
  ])('%s', (text, depth, aliases) => {
    expect(take(text)).toMatchObject({ depth, aliases });
  });
});

describe('introspection', () => {
  it('passes whole', () => {
    expect(() => checkMeasure(take(getIntrospectionQuery()), LIMITS)).not.toThrow();
  });

  it('does not pass several times over', () => {
    const body = /\{([^]*)\}\s*fragment FullType/.exec(getIntrospectionQuery())![1]!;
    const fragments = getIntrospectionQuery().slice(getIntrospectionQuery().indexOf('fragment FullType'));
    const twenty = Array.from({ length: 20 }, (_, i) => body.replace('__schema', `s${i}: __schema`)).join('\n');
    const measured = take(`{ ${twenty} } ${fragments}`);
    expect(() => checkMeasure(measured, LIMITS)).toThrow(expect.objectContaining({ code: 'QUERY_TOO_COMPLEX' }));
  });
});

describe('the first limit that is passed is named', () => {
  it.each([
    ['cost', { cost: 10_001, depth: 1, aliases: 0 }, { what: 'cost', requested: 10_001, limit: 10_000 }],
    ['depth', { cost: 1, depth: 16, aliases: 0 }, { what: 'depth', requested: 16, limit: 15 }],
    ['aliases', { cost: 1, depth: 1, aliases: 51 }, { what: 'aliases', requested: 51, limit: 50 }],
  ])('%s', (_, measured, extra) => {
    expect(() => checkMeasure(measured, LIMITS)).toThrow(expect.objectContaining({ code: 'QUERY_TOO_COMPLEX', extra }));
    expect(() => checkMeasure({ cost: 10_000, depth: 15, aliases: 50 }, LIMITS)).not.toThrow();
  });
});

describe('measuring a document again', () => {
  const document = parse('query Q($n: Int = 3, $name: String) { units(first: $n, after: $name) { nodes { id } } }');
  const operation = document.definitions[0] as OperationDefinitionNode;

  it('is done once for the same page sizes, whatever the other variables', () => {
    const measurer = new Measurer(schema);
    const first = measurer.measure(document, operation, { n: 5, name: 'a' });
    expect(first?.cost).toBe(6);
    expect(measurer.measure(document, operation, { n: 5, name: 'b' })).toBe(first);
    expect(measurer.measure(document, operation, { n: 6 })?.cost).toBe(7);
  });

  it('uses the defaults of variables', () => {
    expect(new Measurer(schema).measure(document, operation, {})?.cost).toBe(1 + 3);
  });

  it('leaves variables that are not valid to the execution', () => {
    expect(new Measurer(schema).measure(document, operation, { n: 'many' })).toBeNull();
    expect(new Measurer(schema).measure(document, operation, { n: { toString: () => '5' } })).toBeNull();
  });

  it('refuses what cannot be measured', () => {
    const cyclic = parse('{ unit { ...A } } fragment A on Unit { building { owner { ...A } } }');
    expect(() => new Measurer(schema).measure(cyclic, cyclic.definitions[0] as OperationDefinitionNode, {})).toThrow(
      expect.objectContaining({ code: 'QUERY_TOO_COMPLEX', extra: { what: 'fields' } }),
    );
  });
});
