import {
  type Actor,
  createTenantTable,
  db,
  decodeId,
  defineList,
  defineView,
  encodeId,
  f,
  filter,
  newId,
  readField,
  readList,
  readOne,
  systemActor,
  type ListTypes,
  type View,
} from '@atrium/sdk';
import { openDataSource, PgSessionFactory, PgTransactions } from '@atrium/platform';
import { createTestDatabase, type TestDatabase } from '@atrium/testing';
import { buildSchema, execute, type GraphQLObjectType, parse, validate } from 'graphql';
import { DataSource } from 'typeorm';

/** A house of shelves and books, read through views: what every context relies on. */
class Shelf {}
class Book {}

const shelfView: View = defineView({
  type: 'Shelf',
  idType: 'shelf',
  table: 'atrium.shelf',
  fields: {
    id: f.id('shelf'),
    name: f.column('name'),
    place: f.object({ room: f.column('room'), floor: f.column('floor') }, (t) => `${t}.room`),
    createdAt: f.instant('created_at'),
    books: f.many(() => books.definition, 'shelf_id'),
    secret: f.guarded('shelf:secret', f.column('room')),
    hint: f.guarded('shelf:secret', f.column('room'), 'NULL'),
    best: f.array(
      () => bookView,
      'shelf_id',
      (t) => `${t}.title DESC`,
    ),
  },
});
const bookView: View = defineView({
  type: 'Book',
  idType: 'book',
  table: 'atrium.book',
  fields: {
    id: f.id('book'),
    title: f.column('title'),
    price: f.decimal('price'),
    day: f.date('day'),
    shelf: f.one(() => shelfView, 'shelf_id'),
  },
  where: (t) => `${t}.hidden = false`,
});
const bookOrders = {
  TITLE: { columns: [{ column: 'title', type: 'text' as const }], description: 'By title.' },
  CREATED: { columns: [{ column: 'created_at', type: 'timestamptz' as const }], description: 'By time.' },
};
const books: ListTypes = defineList({
  view: bookView,
  node: Book,
  filters: {
    title: filter.text('title', 'Title.'),
    shelf: filter.id('shelf', 'shelf_id', 'Shelf.'),
    day: filter.date('day', 'Day.'),
  },
  orders: bookOrders,
  defaultOrder: { field: 'TITLE' },
});
const shelves: ListTypes = defineList({
  view: shelfView,
  node: Shelf,
  orders: { NAME: { columns: [{ column: 'name', type: 'text' }], description: 'By name.' } },
  defaultOrder: { field: 'NAME', direction: 'DESC' },
});

const schema = buildSchema(`
  enum OrderDirection { ASC DESC }
  enum BookOrderField { TITLE CREATED }
  input BookOrder { field: BookOrderField!, direction: OrderDirection! = ASC }
  input Text { eq: String, startsWith: String, in: [String!] }
  input Id { eq: ID, in: [ID!] }
  input Day { eq: String, from: String, to: String }
  input BookFilter { title: Text, shelf: Id, day: Day, and: [BookFilter!], or: [BookFilter!], not: BookFilter }
  type PageInfo { hasNextPage: Boolean!, hasPreviousPage: Boolean!, startCursor: String, endCursor: String }
  type BookEdge { cursor: String!, node: Book! }
  type BookConnection { edges: [BookEdge!]!, nodes: [Book!]!, pageInfo: PageInfo!, totalCount: Int! }
  type ShelfConnection { nodes: [Shelf!]!, totalCount: Int! }
  type Place { room: String, floor: Int }
  interface Node { id: ID! }
  type Shelf implements Node { id: ID!, name: String!, place: Place, secret: String, hint: String, createdAt: String!, best: [Book!]!,
    books(first: Int, after: String, last: Int, before: String, filter: BookFilter, orderBy: BookOrder): BookConnection! }
  type Book implements Node { id: ID!, title: String!, price: String!, day: String, shelf: Shelf! }
  type Query {
    books(first: Int, after: String, last: Int, before: String, filter: BookFilter, orderBy: BookOrder): BookConnection!
    shelves(first: Int, after: String, last: Int, before: String): ShelfConnection!
    book(id: ID!): Book
    node(id: ID!): Node
  }
`);
const fields = (schema.getType('Query') as GraphQLObjectType).getFields();
fields.books!.resolve = (_s, _a, _c, info) => readList(books.definition, info);
fields.shelves!.resolve = (_s, _a, _c, info) => readList(shelves.definition, info);
fields.book!.resolve = (_s, { id }: { id: string }, _c, info) => {
  const decoded = decodeId(id, 'book');
  return decoded.ok ? readOne(bookView, decoded.uuid, info) : null;
};
fields.node!.resolve = fields.book!.resolve;

interface Page {
  books: {
    nodes: { title: string }[];
    edges: { cursor: string }[];
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string; startCursor: string };
    totalCount: number;
  };
}

describe('views compiled to SQL', () => {
  let database: TestDatabase;
  let source: DataSource;
  let transactions: PgTransactions;
  const tenants = [newId(), newId()] as const;
  const ids: Record<string, string> = {};

  const inTenant = <T>(tenant: string, task: () => Promise<T>, actor = systemActor('spec')): Promise<T> =>
    transactions.run({ tenantId: tenant, actor, operation: 'spec' }, task);

  async function ask(
    document: string,
    variableValues: Record<string, unknown> = {},
    tenant: string = tenants[0],
    actor?: Actor,
  ) {
    const parsed = parse(document);
    expect(validate(schema, parsed)).toEqual([]);
    const run = async () => {
      const answer = await execute({ schema, document: parsed, variableValues, fieldResolver: readField });
      // A failed statement would make the commit fail as well; both must be clean here.
      return { ...JSON.parse(JSON.stringify(answer)), statements: db().statementCount } as {
        data: never;
        errors?: { message: string }[];
        statements: number;
      };
    };
    return inTenant(tenant, run, actor);
  }

  beforeAll(async () => {
    database = await createTestDatabase();
    const owner = await new DataSource({
      type: 'postgres',
      url: database.adminUrl,
      extra: { options: '-c role=atrium_owner' },
    }).initialize();
    const runner = owner.createQueryRunner();
    await createTenantTable(runner, {
      table: 'atrium.shelf',
      columns: `name text COLLATE "C" NOT NULL, room text, floor int, UNIQUE (tenant_id, name)`,
      scope: 'none',
    });
    await createTenantTable(runner, {
      table: 'atrium.book',
      columns: `title text COLLATE "C" NOT NULL, price numeric(10,2) NOT NULL, day date, hidden boolean NOT NULL DEFAULT false,
        shelf_id uuid NOT NULL, FOREIGN KEY (tenant_id, shelf_id) REFERENCES atrium.shelf (tenant_id, id)`,
      scope: 'none',
    });
    await runner.release();
    await owner.destroy();
    source = await openDataSource({
      url: database.appUrl,
      entities: [],
      poolSize: 2,
      statementTimeoutMs: 5000,
      applicationName: 'spec',
    });
    transactions = new PgTransactions(source, new PgSessionFactory(source), { now: () => new Date() });
    for (const [index, tenant] of tenants.entries()) {
      await inTenant(tenant, async () => {
        await db().execute(
          `INSERT INTO atrium.tenant (id, slug, name, locale, time_zone, currency) VALUES ($1, $2, 'n', 'en', 'UTC', 'CNY')`,
          [tenant, `tenant-${index}`],
        );
        for (const shelf of ['a', 'b', 'c']) {
          const id = (ids[`${index}${shelf}`] = newId());
          const room = shelf === 'c' ? null : `room ${shelf}`;
          await db().execute('INSERT INTO atrium.shelf (id, name, room, floor) VALUES ($1, $2, $3, 1)', [
            id,
            `${shelf}${index}`,
            room,
          ]);
          for (let n = 0; n < 7; n++) {
            await db().execute(
              'INSERT INTO atrium.book (id, title, price, day, hidden, shelf_id) VALUES ($1, $2, $3, $4, $5, $6)',
              [newId(), `${shelf}${n}`, '10.10', n === 3 ? null : `2026-03-1${n}`, n === 6, id],
            );
          }
        }
      });
    }
  });
  afterAll(async () => {
    await source.destroy();
    await database.drop();
  });

  it('reads a nested selection with one statement, and only its columns', async () => {
    const { data, errors, statements } = await ask(`{
      shelves(first: 2) { nodes { name place { floor } best { title }
        few: books(first: 1) { nodes { title } }
        more: books(first: 2, filter: { title: { startsWith: "" } }, orderBy: { field: TITLE, direction: DESC }) { totalCount edges { cursor node { title shelf { name } } } } } }
    }`);
    expect(errors).toBeUndefined();
    expect(statements).toBe(1);
    const first = (data as unknown as { shelves: { nodes: Record<string, unknown>[] } }).shelves.nodes[0]!;
    expect(first).toMatchObject({
      name: 'c0',
      place: null,
      best: ['c5', 'c4', 'c3', 'c2', 'c1', 'c0'].map((title) => ({ title })),
      few: { nodes: [{ title: 'c0' }] },
      more: { totalCount: 6, edges: [{ node: { title: 'c5', shelf: { name: 'c0' } } }, { node: { title: 'c4' } }] },
    });
  });

  it('resolves fragments, aliases, directives and variables', async () => {
    const { data, errors } = await ask(
      `query ($yes: Boolean!, $no: Boolean!, $first: Int) {
        one: books(first: $first) { nodes { ...Title ... on Book { cost: price @include(if: $no) } ... @skip(if: $yes) { day } shelf { n: name } shelf { name } } }
      }
      fragment Title on Book { t: title title ...Deep } fragment Deep on Node { id __typename }`,
      { yes: true, no: false, first: 1 },
    );
    expect(errors).toBeUndefined();
    const node = (data as unknown as { one: { nodes: Record<string, unknown>[] } }).one.nodes[0]!;
    expect(node).toEqual({
      t: 'a0',
      title: 'a0',
      id: expect.stringMatching(/^book_/),
      __typename: 'Book',
      shelf: { n: 'a0', name: 'a0' },
    });
  });

  it.each([
    ['ASC', 'TITLE'],
    ['DESC', 'TITLE'],
    ['ASC', 'CREATED'],
    ['DESC', 'CREATED'],
  ])('pages both ways through the same rows (%s by %s)', async (direction, field) => {
    const whole = await ask(
      `{ books(first: 200, orderBy: { field: ${field}, direction: ${direction} }) { nodes { title } totalCount } }`,
    );
    const all = (whole.data as unknown as Page).books.nodes.map(({ title }) => title);
    expect(all).toHaveLength(18);
    expect((whole.data as unknown as Page).books.totalCount).toBe(18);
    expect(whole.statements).toBe(2);
    for (const forward of [true, false]) {
      const seen: string[] = [];
      let cursor: string | null = null;
      for (let page = 0; page < 10; page++) {
        const document = `query ($cursor: String) { books(${forward ? 'first: 4, after: $cursor' : 'last: 4, before: $cursor'}, orderBy: { field: ${field}, direction: ${direction} })
          { nodes { title } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
        const { data, errors } = await ask(document, { cursor });
        expect(errors).toBeUndefined();
        const { nodes, pageInfo } = (data as unknown as Page).books;
        const titles = nodes.map(({ title }) => title);
        if (forward) seen.push(...titles);
        else seen.unshift(...titles);
        expect(forward ? pageInfo.hasPreviousPage : pageInfo.hasNextPage).toBe(page > 0);
        cursor = forward ? pageInfo.endCursor : pageInfo.startCursor;
        if (!(forward ? pageInfo.hasNextPage : pageInfo.hasPreviousPage)) break;
      }
      expect(seen).toEqual(all);
    }
  });

  it.each([
    ['nodes', { nodes: [{ title: 'a0' }, { title: 'a1' }] }],
    ['edges', { edges: [{ node: { title: 'a0' } }, { node: { title: 'a1' } }] }],
    ['more', { pageInfo: { hasNextPage: true, hasPreviousPage: false } }],
    ['rowsAndMore', { nodes: [{ title: 'a0' }, { title: 'a1' }], pageInfo: { hasNextPage: true } }],
  ])('answers a page asked for its %s alone, without cursors', async (what, expected) => {
    const { data, errors } = await ask(
      `query ($nodes: Boolean!, $edges: Boolean!, $more: Boolean!, $rowsAndMore: Boolean!) {
        books(first: 2) {
          nodes @include(if: $nodes) { title }
          edges @include(if: $edges) { node { title } }
          pageInfo @include(if: $more) { hasNextPage hasPreviousPage }
          ... @include(if: $rowsAndMore) { nodes { title } pageInfo { hasNextPage } }
        } }`,
      { nodes: false, edges: false, more: false, rowsAndMore: false, [what]: true },
    );
    expect(errors).toBeUndefined();
    expect((data as unknown as Page).books).toEqual(expected);
  });

  it('gives the cursors of a page to whoever asks for its ends only', async () => {
    const { data } = await ask('{ books(first: 2) { pageInfo { startCursor endCursor } edges { cursor } } }');
    const { pageInfo, edges } = (data as unknown as { books: { pageInfo: object; edges: { cursor: string }[] } }).books;
    expect(pageInfo).toEqual({ startCursor: edges[0]!.cursor, endCursor: edges[1]!.cursor });
    const ends = await ask('{ books(first: 2) { pageInfo { startCursor endCursor } } }');
    expect((ends.data as unknown as { books: object }).books).toEqual({ pageInfo });
  });

  it('filters with and, or and not', async () => {
    const shelf = encodeId('shelf', ids['0b']!);
    const { data, errors } = await ask(
      `query ($shelf: ID) { books(filter: { or: [{ shelf: { eq: $shelf } }, { title: { eq: "a0" } }], not: { day: { eq: "2026-03-12" } }, and: [{ title: { startsWith: "b" } }] }) { nodes { title } } }`,
      { shelf },
    );
    expect(errors).toBeUndefined();
    expect((data as unknown as Page).books.nodes.map(({ title }) => title)).toEqual(['b0', 'b1', 'b3', 'b4', 'b5']);
  });

  it('counts without reading rows when only the count is asked for', async () => {
    const { data, statements } = await ask(`{ books(filter: { title: { startsWith: "c" } }) { totalCount } }`);
    expect(data).toEqual({ books: { totalCount: 6 } });
    expect(statements).toBe(1);
  });

  it.each([
    ['{ books(first: 201) { totalCount } }', 'At most {max} rows'],
    ['{ books(first: -1) { totalCount } }', 'not valid'],
    ['{ books(first: 1, last: 1) { totalCount } }', 'not valid'],
    ['{ books(after: "nonsense") { totalCount } }', 'not valid'],
    ['{ books(filter: { or: [{ or: [{ title: { eq: "a" } }] }] }) { totalCount } }', 'not valid'],
    ['{ books(filter: { title: {} }) { totalCount } }', 'not valid'],
    ['{ books(filter: { shelf: { eq: "book_01h455vb4pex5vsknk084sn02q" } }) { totalCount } }', 'not valid'],
  ])('refuses %s', async (document, message) => {
    const { errors } = await ask(document);
    expect(errors?.[0]?.message).toContain(message);
  });

  it('refuses a cursor of another order', async () => {
    const { data } = await ask('{ books(first: 1) { edges { cursor } } }');
    const { cursor } = (data as unknown as Page).books.edges[0]!;
    const { errors } = await ask(
      `query ($cursor: String) { books(after: $cursor, orderBy: { field: CREATED }) { totalCount } }`,
      { cursor },
    );
    expect(errors?.[0]?.message).toContain('not valid');
  });

  it('gives the other tenant its own rows and none of these', async () => {
    const { data } = await ask('{ shelves { nodes { name books { nodes { shelf { name } } } } } }', {}, tenants[1]);
    expect(JSON.stringify(data)).not.toMatch(/[abc]0"/);
    const { data: own } = await ask('{ books(first: 1) { nodes { id } } }');
    const { id } = (own as unknown as { books: { nodes: { id: string }[] } }).books.nodes[0]!;
    expect((await ask(`query ($id: ID!) { book(id: $id) { title } }`, { id })).data).toEqual({ book: { title: 'a0' } });
    const foreign = await ask(`query ($id: ID!) { book(id: $id) { title } }`, { id }, tenants[1]);
    expect(foreign.data).toEqual({ book: null });
    expect(foreign.errors?.[0]?.message).toContain('was not found');
  });

  it('answers a guarded field to holders of its permission only', async () => {
    const staff = (...permissions: string[]): Actor => ({
      ...systemActor('spec'),
      kind: 'STAFF',
      permissions: new Set(permissions),
    });
    const read = (field: string, actor: Actor) =>
      ask(`{ shelves(first: 1) { nodes { name ${field} } } }`, {}, tenants[0], actor);
    const first = { name: 'c0', secret: null, hint: null };
    const { data } = await ask('{ shelves { nodes { room: secret } } }', {}, tenants[0], staff('shelf:secret'));
    expect(data).toEqual({ shelves: { nodes: [{ room: null }, { room: 'room b' }, { room: 'room a' }] } });
    expect((await read('hint secret', staff('shelf:secret'))).data).toEqual({ shelves: { nodes: [first] } });
    const refused = await read('secret', staff('shelf:other'));
    expect(refused.data).toBeNull();
    expect(refused.errors?.[0]?.message).toContain('You lack the permission');
    const hints = await ask('{ shelves { nodes { hint } } }', {}, tenants[0], staff());
    expect(hints).toMatchObject({ data: { shelves: { nodes: [{ hint: null }, { hint: null }, { hint: null }] } } });
    expect(hints.errors).toBeUndefined();
  });

  it('reads an interface by the type that stands behind the id', async () => {
    const { data: own } = await ask('{ books(first: 1) { nodes { id } } }');
    const { id } = (own as unknown as { books: { nodes: { id: string }[] } }).books.nodes[0]!;
    const { data, errors } = await ask(
      `query ($id: ID!) { node(id: $id) { __typename id ... on Book { title } ... on Shelf { name } } }`,
      { id },
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ node: { __typename: 'Book', id, title: 'a0' } });
  });
});
