import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';

const root = join(__dirname, '../..');
const pages = globSync(['README.md', 'CHANGELOG.md', 'docs/**/*.md', 'plugins/*.md', 'test/*.md'], { cwd: root });
const schema = buildSchema(readFileSync(join(root, 'schema.graphql'), 'utf8'));

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(root, page), 'utf8');

  it('shows only queries that the schema accepts', () => {
    for (const [, query] of text.matchAll(/```graphql\n([\s\S]*?)```/g)) {
      expect({ query, problems: validate(schema, parse(query!)).map(({ message }) => message) }).toEqual({
        query,
        problems: [],
      });
    }
  });

  it('links only to what is there', () => {
    const links = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, link]) => link!);
    const local = links.filter((link) => !/^\w+:/.test(link));
    const missing = local.filter((link) => globSync(join(dirname(join(root, page)), link)).length === 0);
    expect(missing).toEqual([]);
  });
});

it('has pages with queries and links to check', () => {
  expect(pages.length).toBeGreaterThan(5);
  expect(pages.some((page) => readFileSync(join(root, page), 'utf8').includes('```graphql'))).toBe(true);
});
