import {
  type FieldNode,
  getArgumentValues,
  getNamedType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isEnumType,
  isNonNullType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';
import { holds } from '../access/holds';
import { forbidden } from '../errors/atrium-error';
import { finishText, markedIdSql, MISSING_SQL, NoTextError } from './answer-text';
import { compileFilter } from './filters';
import { encodeCursor, type PageArguments, pageSql, readPage } from './page';
import { type SelectionInfo, visitFields } from './selection';
import { Aliases, type SqlValues } from './sql';
import type { FieldDefinition, FieldMap, ListDefinition, ScalarField, View } from './view';

/** A field of the answer, by the name it is answered under. */
interface Asked {
  readonly name: string;
  /** Null for `__typename`. */
  readonly definition: GraphQLField<unknown, unknown> | null;
  readonly nodes: FieldNode[];
}

type Selections = readonly (SelectionSetNode | undefined)[];

const TYPENAME = '__typename';

/** The fields of the answer in its order: aliases, fragments and directives resolved, same fields merged. */
function answerFields(info: SelectionInfo, type: GraphQLObjectType, sets: Selections): Map<string, Asked> {
  const found = new Map<string, Asked>();
  const fields = type.getFields();
  visitFields(info, type, sets, (node) => {
    const key = node.alias?.value ?? node.name.value;
    const known = found.get(key);
    if (known) known.nodes.push(node);
    else {
      const name = node.name.value;
      const definition = name === TYPENAME ? null : fields[name];
      if (definition === undefined) throw new NoTextError(`${type.name}.${name} is not known`);
      found.set(key, { name, definition, nodes: [node] });
    }
  });
  return found;
}

const below = (field: Asked): Selections => field.nodes.map((node) => node.selectionSet);

/** An object as text: put together by `||`, which is quicker in the database than its JSON functions, and shorter. */
function objectSql(cells: readonly (readonly [key: string, sql: string])[]): string {
  if (cells.length === 0) return `'{}'`;
  return `${cells.map(([key, sql], index) => `'${index === 0 ? '{' : ','}"${key}":' || ${sql}`).join(' || ')} || '}'`;
}
const arraySql = (rows: string): string => `'[' || coalesce((${rows}), '') || ']'`;
/** What stands for null: where it must not be, a mark that {@link finishText} finds. */
const nullSql = (type: GraphQLOutputType): string => (isNonNullType(type) ? MISSING_SQL : `'null'`);

/** The page of a list as text: how to read it, and how to put the answer together. */
export interface TextConnection {
  /** Answers `r`, the text of a row, and `k`, its keys, where cursors are asked for; null where no row is. */
  readonly rows: string | null;
  readonly total: string | null;
  /** How many of the statement's values the count uses: the first ones. */
  readonly totalValues: number;
  assemble(rows: readonly { readonly r: string | null; readonly k?: unknown[] }[], total: number | null): string;
}

/**
 * Compiles selections into statements whose rows are JSON as it is answered: what views can read without a look at the
 * values. Everything else is a {@link NoTextError}, and the object road (`Compiler`) takes it.
 */
export class TextCompiler {
  private readonly aliases = new Aliases();

  constructor(
    private readonly info: SelectionInfo,
    private readonly values: SqlValues,
  ) {}

  alias(): string {
    return this.aliases.take();
  }

  /** One row of `view`, answered as `type`, as a JSON object. */
  row(view: View, alias: string, type: GraphQLOutputType, sets: Selections): string {
    const named: unknown = getNamedType(type);
    const concrete = isObjectType(named) ? named : this.info.schema.getType(view.type);
    if (!isObjectType(concrete) || concrete.name !== view.type)
      throw new NoTextError(`${view.type} as ${String(type)}`);
    return this.object(view.fields, alias, concrete, sets);
  }

  private object(fields: FieldMap, alias: string, type: GraphQLObjectType, sets: Selections): string {
    const asked = answerFields(this.info, type, sets);
    return objectSql([...asked].map(([key, field]) => [key, this.cell(fields, alias, type, field)]));
  }

  private cell(fields: FieldMap, alias: string, parent: GraphQLObjectType, asked: Asked): string {
    const { name, definition } = asked;
    if (!definition) return `'"${parent.name}"'`;
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (!field) throw new NoTextError(`${parent.name}.${name} has a resolver of its own`);
    if (field.access && !holds(field.access.permission)) {
      if (field.access.otherwise === 'FORBIDDEN') throw forbidden(field.access.permission);
      if (isNonNullType(definition.type)) throw new NoTextError(`${parent.name}.${name} must not be null`);
      return `'null'`;
    }
    return this.value(field, alias, definition, asked);
  }

  private value(
    field: FieldDefinition,
    alias: string,
    { type, ...definition }: GraphQLField<unknown, unknown>,
    asked: Asked,
  ): string {
    const orNull = (sql: string): string => `coalesce(${sql}, ${nullSql(type)})`;
    switch (field.kind) {
      case 'scalar':
        return scalar(field, alias, type);
      case 'object': {
        const named: unknown = getNamedType(type);
        if (!isObjectType(named)) throw new NoTextError(`${asked.name} is no object type`);
        const sql = this.object(field.fields, alias, named, below(asked));
        return field.presence
          ? `CASE WHEN ${field.presence(alias)} IS NULL THEN ${nullSql(type)} ELSE ${sql} END`
          : sql;
      }
      case 'one':
      case 'array': {
        const view = field.view();
        const child = this.alias();
        const row = this.row(view, child, type, below(asked));
        const where = [field.link(alias, child), ...(view.where ? [view.where(child)] : [])].join(' AND ');
        const from = `FROM ${view.table} ${child} WHERE ${where}`;
        return field.kind === 'one'
          ? orNull(`(SELECT ${row} ${from})`)
          : arraySql(`SELECT string_agg(${row}, ',' ORDER BY ${field.orderBy(child)}) ${from}`);
      }
      case 'many': {
        const args = getArgumentValues(
          { ...definition, type },
          asked.nodes[0]!,
          this.info.variableValues,
        ) as PageArguments;
        return this.nested(field.list(), args, type, below(asked), (child) => field.link(alias, child));
      }
    }
  }

  /** A page below a row: its rows alone, without cursors, counts and a look at the next page. */
  private nested(
    list: ListDefinition,
    args: PageArguments,
    type: GraphQLOutputType,
    sets: Selections,
    link: (alias: string) => string,
  ): string {
    const page = readPage(list, args);
    if (page.backward) throw new NoTextError('a page from the end');
    const connection = getNamedType(type) as GraphQLObjectType;
    const asked = answerFields(this.info, connection, sets);
    const alias = this.alias();
    const inner = (): string => this.inner(list, args, page, alias, [link(alias)]).sql;
    if ([...asked.values()].filter(({ definition }) => definition).length > 1) throw new NoTextError('rows twice');
    return objectSql(
      [...asked].map(([key, field]) => {
        if (!field.definition) return [key, `'"${connection.name}"'`];
        if (field.name !== 'nodes') throw new NoTextError(`${connection.name}.${field.name}`);
        const row = this.row(list.view, alias, field.definition.type, below(field));
        return [key, arraySql(`SELECT string_agg(${row}, ',') FROM (${inner()}) ${alias}`)];
      }),
    );
  }

  private inner(
    list: ListDefinition,
    args: PageArguments,
    page: ReturnType<typeof readPage>,
    alias: string,
    narrowed: readonly string[],
    more = false,
  ): { sql: string; keys: string; total: string; totalValues: number } {
    const { view } = list;
    const base = [
      ...narrowed,
      ...(view.where ? [view.where(alias)] : []),
      ...(list.where ? [list.where(alias)] : []),
      ...(args.filter ? compileFilter(list.filters, args.filter, alias, this.values) : []),
    ];
    const totalValues = this.values.values.length;
    const { conditions, orderBy, keys } = pageSql(page, alias, this.values);
    const from = `FROM ${view.table} ${alias}`;
    const where = (all: readonly string[]): string => (all.length > 0 ? ` WHERE ${all.join(' AND ')}` : '');
    return {
      sql: `SELECT ${alias}.* ${from}${where([...base, ...conditions])} ORDER BY ${orderBy} LIMIT ${more ? page.size + 1 : page.size}`,
      total: `SELECT count(*) ${from}${where(base)}`,
      totalValues,
      keys,
    };
  }

  /** A page at the top of the answer, with all that a connection has. */
  connection(
    list: ListDefinition,
    args: PageArguments,
    type: GraphQLOutputType,
    sets: Selections,
    narrow: (alias: string) => string[],
  ): TextConnection {
    const page = readPage(list, args);
    const connectionType = getNamedType(type) as GraphQLObjectType;
    const asked = answerFields(this.info, connectionType, sets);
    const objectOf = (field: Asked): GraphQLObjectType => getNamedType(field.definition!.type) as GraphQLObjectType;
    const fieldsBelow = (field: Asked): Map<string, Asked> => answerFields(this.info, objectOf(field), below(field));
    const byName = (name: string): Asked[] => [...asked.values()].filter((field) => field.name === name);
    const [nodes, edges, infos] = [byName('nodes'), byName('edges'), byName('pageInfo')];
    // The text of a row is made once: it serves one selection.
    if (nodes.length + edges.length > 1) throw new NoTextError('rows twice');
    const edge = edges[0] && fieldsBelow(edges[0]);
    const wanted = [...(edge?.values() ?? [])].filter(({ name }) => name === 'node');
    if (wanted.length > 1) throw new NoTextError('rows twice');
    const shown = nodes[0] ?? wanted[0];
    const about = infos.flatMap((field) => [...fieldsBelow(field).values()].map(({ name }) => name));
    const cursors =
      [...(edge?.values() ?? [])].some(({ name }) => name === 'cursor') ||
      about.some((name) => name.endsWith('Cursor'));
    const more = about.some((name) => name.startsWith('has'));

    const alias = this.alias();
    const { sql, keys, total, totalValues } = this.inner(list, args, page, alias, narrow(alias), more);
    const row = shown ? this.row(list.view, alias, shown.definition!.type, below(shown)) : `'null'`;
    // Where nobody asks for single rows, they come as one.
    const together = nodes.length === 1 && !cursors && !more && !page.backward && infos.length === 0;
    const needsRows = shown !== undefined || edges.length > 0 || infos.length > 0;

    const assemble: TextConnection['assemble'] = (read, count) => {
      const next = read.length > page.size;
      const rows = next ? read.slice(0, page.size) : [...read];
      if (page.backward) rows.reverse();
      const cursor = (index: number): string =>
        rows[index]?.k ? JSON.stringify(encodeCursor(page.orderName, rows[index].k)) : 'null';
      const pageInfo: Record<string, () => string> = {
        hasNextPage: () => String(page.backward ? page.before !== null : next),
        hasPreviousPage: () => String(page.backward ? next : page.after !== null),
        startCursor: () => cursor(0),
        endCursor: () => cursor(rows.length - 1),
      };
      const edgeText = (text: string, index: number): string =>
        objectText(edge!, objectOf(edges[0]!), (name) => (name === 'node' ? text : cursor(index)));
      const made = objectText(asked, connectionType, (name, field) => {
        if (name === 'nodes') return together ? `[${rows[0]?.r ?? ''}]` : `[${rows.map(({ r }) => r).join(',')}]`;
        if (name === 'edges') return `[${rows.map(({ r }, index) => edgeText(r ?? 'null', index)).join(',')}]`;
        if (name === 'totalCount') return String(count);
        return objectText(fieldsBelow(field), objectOf(field), (about) => pageInfo[about]!());
      });
      return finishText(made);
    };
    return {
      rows: needsRows
        ? `SELECT ${together ? `string_agg(${row}, ',')` : row} AS r${cursors ? `, ${keys} AS k` : ''} FROM (${sql}) ${alias}`
        : null,
      total: byName('totalCount').length > 0 ? total : null,
      totalValues,
      assemble,
    };
  }
}

function scalar(field: ScalarField, alias: string, type: GraphQLOutputType): string {
  const named: unknown = getNamedType(type);
  if (isEnumType(named) && named.getValues().some(({ name, value }) => name !== value)) {
    throw new NoTextError(`${named.name} is stored otherwise than it is answered`);
  }
  const sql = field.sql(alias);
  if (field.idType !== undefined) return `coalesce(${markedIdSql(field.idType, sql)}, ${nullSql(type)})`;
  if (field.decode) throw new NoTextError(`${String(type)} is decoded`);
  return `coalesce(to_json(${sql})::text, ${nullSql(type)})`;
}

/** An object as JSON, from the texts of its fields. */
const objectText = (
  asked: ReadonlyMap<string, Asked>,
  type: GraphQLObjectType,
  textOf: (name: string, field: Asked) => string,
): string =>
  `{${[...asked].map(([key, field]) => `"${key}":${field.definition ? textOf(field.name, field) : `"${type.name}"`}`).join(',')}}`;
