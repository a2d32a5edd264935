import type { GraphQLObjectType } from 'graphql';
import { getNamedType, isObjectType } from 'graphql';
import { holds } from '../access/holds';
import { forbidden } from '../errors/atrium-error';
import { compileFilter } from './filters';
import { encodeCursor, type Page, type PageArguments, pageSql, readPage } from './page';
import { collectSelection, type Selected, selectionBelow, type SelectionInfo } from './selection';
import { Aliases, type SqlValues } from './sql';
import type { Decode, FieldMap, ListDefinition, View } from './view';

/** A value in the answer: SQL that makes it as JSON, and what turns that JSON into what resolvers answer. */
interface Slot {
  readonly sql: string;
  readonly decode: Decode;
}

const asIs: Decode = (value) => value;

/** Objects read by a view carry their UUID beside the fields, for resolvers that start from them. */
export const RAW_ID = '_id';

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
    const slots: Slot[] = [{ sql: `${alias}.id`, decode: asIs }];
    const keys: string[] = [RAW_ID];
    this.fields(view.fields, alias, selection, (key, slot) => {
      keys.push(key);
      slots.push(slot);
    });
    return { sql: array(slots), decode: decodeRow(keys, slots, view.type) };
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
      if (field.access && !holds(field.access.permission)) {
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
          const slots: Slot[] = [];
          const keys: string[] = [];
          this.fields(field.fields, alias, selectionBelow(this.info, selected), (key, slot) => {
            keys.push(key);
            slots.push(slot);
          });
          const made = array(slots);
          add(selected.key, {
            sql: field.presence ? `CASE WHEN ${field.presence(alias)} IS NULL THEN NULL ELSE ${made} END` : made,
            decode: decodeRow(keys, slots),
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
    const wantsRows = top.has('nodes') || top.has('edges') || top.has('pageInfo');

    const alias = this.alias();
    const base = [
      ...narrow(alias),
      ...(view.where ? [view.where(alias)] : []),
      ...(args.filter ? compileFilter(list.filters, args.filter, alias, this.values) : []),
    ];
    const total = top.has('totalCount') ? `SELECT count(*) FROM ${view.table} ${alias}${whereOf(base)}` : null;
    const totalValues = this.values.values.length;
    const { conditions, orderBy, keys } = pageSql(page, alias, this.values);
    const row = this.row(view, alias, selection);
    const inner = `SELECT ${alias}.* FROM ${view.table} ${alias}${whereOf([...base, ...conditions])} ORDER BY ${orderBy} LIMIT ${page.size + 1}`;
    return {
      rows: wantsRows ? { select: `json_build_array(${row.sql}, ${keys})`, from: `(${inner}) ${alias}` } : null,
      total,
      totalValues,
      decode: (rows, count) => decodeConnection(page, rows, count, row.decode),
    };
  }
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

const array = (slots: readonly Slot[]): string => `json_build_array(${slots.map(({ sql }) => sql).join(', ')})`;

function decodeRow(keys: readonly string[], slots: readonly Slot[], typename?: string): Decode {
  const decoders = slots.map(({ decode }) => (decode === asIs ? null : decode));
  return (value) => {
    if (value === null) return null;
    const cells = value as unknown[];
    const made: Record<string, unknown> = typename ? { __typename: typename } : {};
    for (let index = 0; index < keys.length; index++) {
      const decode = decoders[index];
      made[keys[index]!] = decode ? decode(cells[index]) : cells[index];
    }
    return made;
  };
}

function decodeConnection(page: Page, rows: unknown[], totalCount: number | null, decode: Decode): unknown {
  const more = rows.length > page.size;
  const kept = (more ? rows.slice(0, page.size) : rows) as [unknown, unknown[]][];
  if (page.backward) kept.reverse();
  const edges = kept.map(([node, keys]) => ({ cursor: encodeCursor(page.orderName, keys), node: decode(node) }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: page.backward ? page.before !== null : more,
      hasPreviousPage: page.backward ? more : page.after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount,
  };
}
