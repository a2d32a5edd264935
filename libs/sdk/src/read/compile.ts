import type { GraphQLObjectType } from 'graphql';
import { getNamedType, isObjectType } from 'graphql';
import { holds, isCustomer } from '../access/holds';
import { forbidden, staffOnly } from '../errors/atrium-error';
import { compileFilter } from './filters';
import { encodeCursor, type Page, type PageArguments, pageSql, readPage } from './page';
import { collectSelection, type Selected, selectionBelow, type SelectionInfo } from './selection';
import { Aliases, type SqlValues } from './sql';
import { type Decode, type FieldMap, isOpenToCustomers, type ListDefinition, type View } from './view';

/** A value in the answer: SQL that makes it as JSON, and what turns that JSON into what resolvers answer. */
interface Slot {
  readonly sql: string;
  readonly decode: Decode;
}

const asIs: Decode = (value) => value;

/** Objects read by a view carry their UUID beside the fields, for resolvers that start from them. */
export const RAW_ID = '_id';

/** `FORBIDDEN` where something is selected that is not for customers. */
function refuseClosed(type: string, selection: ReadonlyMap<string, Selected>): void {
  for (const { name } of selection.values()) {
    if (!isOpenToCustomers(type, name)) throw staffOnly(`${type}.${name}`);
  }
}

export class Compiler {
  private readonly aliases = new Aliases();

  constructor(
    private readonly info: SelectionInfo,
    readonly values: SqlValues,
  ) {}

  alias(): string {
    return this.aliases.take();
  }

  /** The selected fields of one row of `view` as a JSON array, and its decoding into an object. */
  row(view: View, alias: string, selection: ReadonlyMap<string, Selected>): Slot {
    const cells = new Cells();
    cells.add(RAW_ID, { sql: `${alias}.id`, decode: asIs });
    if (isCustomer()) refuseClosed(view.type, selection);
    this.fields(view.fields, alias, selection, (key, slot) => cells.add(key, slot));
    return cells.row(view.type);
  }

  private fields(
    fields: FieldMap,
    alias: string,
    selection: ReadonlyMap<string, Selected>,
    add: (key: string, slot: Slot) => void,
  ): void {
    for (const selected of selection.values()) {
      const field = Object.hasOwn(fields, selected.name) ? fields[selected.name] : undefined;
      if (!field) continue; // answered by a resolver of its own
      // A field that customers may read at all is not kept from them by a permission.
      if (field.access && !isCustomer() && !holds(field.access.permission)) {
        if (field.access.otherwise === 'FORBIDDEN') throw forbidden(field.access.permission);
        add(selected.key, { sql: 'NULL', decode: asIs });
        continue;
      }
      switch (field.kind) {
        case 'scalar': {
          const { decode } = field;
          add(selected.key, {
            sql: field.sql(alias),
            decode: decode ? (value) => (value === null ? null : decode(value)) : asIs,
          });
          break;
        }
        case 'object': {
          const cells = new Cells();
          this.fields(field.fields, alias, selectionBelow(this.info, selected), (key, slot) => cells.add(key, slot));
          const { sql, decode } = cells.row();
          add(selected.key, {
            sql: field.presence ? `CASE WHEN ${field.presence(alias)} IS NULL THEN NULL ELSE ${sql} END` : sql,
            decode,
          });
          break;
        }
        case 'one':
        case 'array': {
          const view = field.view();
          const child = this.alias();
          const row = this.row(view, child, this.below(selected, view));
          const where = [field.link(alias, child), ...(view.where ? [view.where(child)] : [])].join(' AND ');
          const from = `FROM ${view.table} ${child} WHERE ${where}`;
          add(
            selected.key,
            field.kind === 'one'
              ? { sql: `(SELECT ${row.sql} ${from})`, decode: row.decode }
              : {
                  sql: `(SELECT coalesce(json_agg(${row.sql} ORDER BY ${field.orderBy(child)}), '[]'::json) ${from})`,
                  decode: (value) => (value as unknown[]).map(row.decode),
                },
          );
          break;
        }
        case 'many': {
          const list = field.list();
          const connection = this.connection(list, selected.args, selected, (child) => [field.link(alias, child)]);
          const total = connection.total ? `(${connection.total})` : 'NULL';
          add(selected.key, {
            sql: `json_build_array((${aggregate(connection)}), ${total})`,
            decode: (value) => {
              const [rows, count] = value as [unknown[], number | string | null];
              return connection.decode(rows, count === null ? null : Number(count));
            },
          });
        }
      }
    }
  }

  private below(selected: Selected, view: View): Map<string, Selected> {
    const named: unknown = getNamedType(selected.type);
    const concrete = isObjectType(named) ? named : (this.info.schema.getType(view.type) as GraphQLObjectType);
    return selectionBelow(this.info, selected, concrete);
  }

  /** A page of a list: its rows' SQL (see {@link aggregate}), the count where it is asked for, and the decoding. */
  connection(
    list: ListDefinition,
    args: PageArguments,
    selected: Pick<Selected, 'type' | 'nodes'>,
    narrow: (alias: string) => string[],
  ): CompiledConnection {
    const page = readPage(list, args);
    const { view } = list;
    const connectionType = getNamedType(selected.type) as GraphQLObjectType;
    const top = collectSelection(
      this.info,
      connectionType,
      selected.nodes.map((node) => node.selectionSet),
    );
    const nodeType = this.info.schema.getType(view.type) as GraphQLObjectType;
    const sets = ['nodes', 'edges'].flatMap((name) => {
      const part = top.get(name);
      if (!part) return [];
      if (name === 'nodes') return part.nodes;
      return selectionBelow(this.info, part).get('node')?.nodes ?? [];
    });
    const selection = collectSelection(
      this.info,
      nodeType,
      sets.map((node) => node.selectionSet),
    );
    const wants = this.wanted(top);

    const alias = this.alias();
    const base = [
      ...narrow(alias),
      ...(view.where ? [view.where(alias)] : []),
      ...(list.where ? [list.where(alias)] : []),
      ...(args.filter ? compileFilter(list.filters, args.filter, alias, this.values) : []),
    ];
    const total = top.has('totalCount') ? `SELECT count(*) FROM ${view.table} ${alias}${whereOf(base)}` : null;
    const totalValues = this.values.values.length;
    const { conditions, orderBy, keys } = pageSql(page, alias, this.values);
    const row = this.row(view, alias, selection);
    const limit = wants.more ? page.size + 1 : page.size;
    const inner = `SELECT ${alias}.* FROM ${view.table} ${alias}${whereOf([...base, ...conditions])} ORDER BY ${orderBy} LIMIT ${limit}`;
    const select = wants.cursors ? `json_build_array(${row.sql}, ${keys})` : row.sql;
    return {
      rows: wants.nodes || wants.edges || wants.pageInfo ? { select, from: `(${inner}) ${alias}` } : null,
      total,
      totalValues,
      decode: (rows, count) => decodeConnection(page, wants, rows, count, row.decode),
    };
  }

  /** Cursors and the look at the next page cost bytes and time on every level: only where they are asked for. */
  private wanted(top: ReadonlyMap<string, Selected>): Wanted {
    const [edges, pageInfo] = [top.get('edges'), top.get('pageInfo')];
    const below = (selected: Selected | undefined, ...names: string[]): boolean => {
      const found = selected && selectionBelow(this.info, selected);
      return names.some((name) => found?.has(name));
    };
    return {
      nodes: top.has('nodes'),
      edges: edges !== undefined,
      pageInfo: pageInfo !== undefined,
      cursors: below(edges, 'cursor') || below(pageInfo, 'startCursor', 'endCursor'),
      more: below(pageInfo, 'hasNextPage', 'hasPreviousPage'),
    };
  }
}

/** What of a connection is selected. */
interface Wanted {
  readonly nodes: boolean;
  readonly edges: boolean;
  readonly pageInfo: boolean;
  /** Each row then travels with the keys of its cursor. */
  readonly cursors: boolean;
  /** One row more than the page is then read. */
  readonly more: boolean;
}

export interface CompiledConnection {
  readonly rows: { readonly select: string; readonly from: string } | null;
  readonly total: string | null;
  /** How many of the statement's values the count uses: the first ones. */
  readonly totalValues: number;
  readonly decode: (rows: unknown[], total: number | null) => unknown;
}

/** The rows of a page as one JSON array; the inner query has ordered and cut them. */
export const aggregate = ({ rows }: CompiledConnection): string =>
  rows ? `SELECT coalesce(json_agg(${rows.select}), '[]'::json) FROM ${rows.from}` : `SELECT '[]'::json`;

const whereOf = (conditions: readonly string[]): string =>
  conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';

/** The cells of one JSON array: what two fields read alike (a row's id, above all) travels once. */
class Cells {
  private readonly sql: string[] = [];
  private readonly keys: string[] = [];
  private readonly places: number[] = [];
  private readonly decoders: (Decode | null)[] = [];

  add(key: string, { sql, decode }: Slot): void {
    let place = this.sql.indexOf(sql);
    if (place < 0) place = this.sql.push(sql) - 1;
    this.keys.push(key);
    this.places.push(place);
    this.decoders.push(decode === asIs ? null : decode);
  }

  row(typename?: string): Slot {
    const { keys, places, decoders } = this;
    return {
      sql: `json_build_array(${this.sql.join(', ')})`,
      decode: (value) => {
        if (value === null) return null;
        const cells = value as unknown[];
        const made: Record<string, unknown> = typename ? { __typename: typename } : {};
        for (let index = 0; index < keys.length; index++) {
          const decode = decoders[index];
          const cell = cells[places[index]!];
          made[keys[index]!] = decode ? decode(cell) : cell;
        }
        return made;
      },
    };
  }
}

function decodeConnection(
  page: Page,
  wants: Wanted,
  rows: unknown[],
  totalCount: number | null,
  decode: Decode,
): Record<string, unknown> {
  const more = rows.length > page.size;
  const kept = more ? rows.slice(0, page.size) : [...rows];
  if (page.backward) kept.reverse();
  const nodes = wants.cursors ? kept.map((row) => decode((row as unknown[])[0])) : kept.map(decode);
  const cursor = (index: number): string | null =>
    index in kept && wants.cursors ? encodeCursor(page.orderName, (kept[index] as [unknown, unknown[]])[1]) : null;
  const made: Record<string, unknown> = { totalCount };
  if (wants.nodes) made.nodes = nodes;
  if (wants.edges) made.edges = nodes.map((node, index) => ({ node, cursor: cursor(index) }));
  if (wants.pageInfo) {
    made.pageInfo = {
      hasNextPage: page.backward ? page.before !== null : more,
      hasPreviousPage: page.backward ? more : page.after !== null,
      startCursor: cursor(0),
      endCursor: cursor(kept.length - 1),
    };
  }
  return made;
}
