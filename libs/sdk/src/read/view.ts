import type { DbSession } from '../db/db-session';
import { RowRef } from '../graphql/ref';
import { encodeId } from '../ids/typed-id';
import type { FilterMap } from './filters';
import { identifier } from './sql';

/** SQL of a value, given the alias of the row it is read from. */
export type Expression = (alias: string) => string;
export type Decode = (value: unknown) => unknown;

export interface ScalarField {
  readonly kind: 'scalar';
  readonly sql: Expression;
  readonly decode?: Decode;
  /** Prefix of the id that `sql` is the UUID of, where that is all that `decode` does. */
  readonly idType?: string;
}

/** Values of the same row shown as an object of their own, e.g. an address. Null when `presence` is. */
export interface ObjectField {
  readonly kind: 'object';
  readonly fields: FieldMap;
  readonly presence?: Expression;
}

/** One other row. */
export interface OneField {
  readonly kind: 'one';
  readonly view: () => View;
  readonly link: (parent: string, child: string) => string;
}

/** A few rows that belong to this one, all of them, in a fixed order. */
export interface ArrayField {
  readonly kind: 'array';
  readonly view: () => View;
  readonly link: (parent: string, child: string) => string;
  readonly orderBy: (child: string) => string;
}

/** A page of rows that belong to this one. */
export interface ManyField {
  readonly kind: 'many';
  readonly list: () => ListDefinition;
  readonly link: (parent: string, child: string) => string;
}

/** Who may read a field, where that is not everybody who may read the object. */
export interface FieldAccess {
  readonly permission: string;
  /** What others get: the whole query is `FORBIDDEN`, or the field is null. */
  readonly otherwise: 'FORBIDDEN' | 'NULL';
}

export type FieldDefinition = (ScalarField | ObjectField | OneField | ArrayField | ManyField) & {
  readonly access?: FieldAccess;
};
export type FieldMap = Readonly<Record<string, FieldDefinition>>;

/**
 * How a GraphQL type is read from its table. A query becomes one statement that selects only what was asked for and
 * nests what hangs below it; row-level security decides which rows there are.
 */
export interface View {
  /** Name of the GraphQL type. */
  readonly type: string;
  /** Prefix of its ids. */
  readonly idType: string;
  readonly table: string;
  readonly fields: FieldMap;
  /** Rows that are not shown, e.g. `(t) => t + '.merged_into_id IS NULL'`. */
  readonly where?: Expression;
  /**
   * Who may read it by `node(id)`: any one of these permissions, or everybody signed in where row-level security and
   * `where` leave only what is the caller's to see. Needed for types that implement `Node`.
   */
  readonly nodeAccess?: readonly [string, ...string[]] | 'signedIn';
  /**
   * Fields that customers may read of the rows they see, those with a resolver of their own included; all others are
   * `FORBIDDEN` to them. Permissions of fields are for staff. Left out: customers read nothing of the type.
   */
  readonly forCustomers?: readonly string[];
  /** Set by the host on the views of a plugin's tables: whose they are, and the plugin's role on an operation's session. */
  plugin?: { readonly id: string; readonly session: (session: DbSession) => DbSession };
}

export interface OrderColumn {
  readonly column: string;
  /** PostgreSQL type of the column, for the keyset comparison. */
  readonly type: 'text' | 'timestamptz' | 'date' | 'int' | 'bigint' | 'uuid';
}

export interface ListDefinition {
  /** Name of the list, e.g. `Unit` for UnitConnection, UnitFilter, UnitOrder. */
  readonly name: string;
  readonly view: View;
  readonly filters: FilterMap;
  /** Rows that the list leaves out though the view shows them by id, e.g. merged ones. */
  readonly where?: Expression;
  /** Each is backed by an index `(tenant_id, columns…, id)`; columns are NOT NULL. */
  readonly orders: Readonly<Record<string, readonly OrderColumn[]>>;
  readonly defaultOrder: { readonly field: string; readonly direction: 'ASC' | 'DESC' };
}

const views = new Map<string, View>();

/** Declares how a type is read; it can then stand behind a `Ref` and be found by `node(id)`. */
export function defineView(view: View): View {
  identifier(view.table);
  if (views.has(view.idType)) throw new Error(`Two views for ids of "${view.idType}"`);
  views.set(view.idType, view);
  openToCustomers(view.type, ...(view.forCustomers ?? []));
  return view;
}

/** Fields open to customers, by type. A type without an entry is read by no view: what it holds was chosen for the caller. */
const customerFields = new Map<string, Set<string>>();

/** Opens fields of a type to customers: for fields that a later context or a plugin adds to it. */
export function openToCustomers(type: string, ...fields: string[]): void {
  const open = customerFields.get(type) ?? new Set();
  for (const field of fields) open.add(field);
  customerFields.set(type, open);
}

/** May customers read this field? Which rows they see, the database decides. */
export const isOpenToCustomers = (type: string, field: string): boolean => customerFields.get(type)?.has(field) ?? true;

/** Is anything of this type for customers? */
export const isTypeForCustomers = (type: string): boolean => (customerFields.get(type)?.size ?? 0) > 0;

/**
 * Adds fields of a later context to the view of an earlier one, e.g. the occupancies of a unit, so that a query over
 * both still becomes one statement. The GraphQL field itself is declared by a resolver of that context.
 */
export function extendView(view: View, fields: FieldMap): void {
  for (const name of Object.keys(fields)) {
    if (Object.hasOwn(view.fields, name)) throw new Error(`${view.type}.${name} is declared twice`);
  }
  Object.assign(view.fields, fields);
}

export const viewOf = (idType: string): View | undefined => views.get(idType);
export const allViews = (): readonly View[] => [...views.values()];

const column = (name: string): Expression => {
  const plain = identifier(name);
  return (alias) => `${alias}.${plain}`;
};

/** Field builders. Every column named here is snake_case as in the table. */
export const f = {
  /** The object's own id. */
  id: (idType: string): ScalarField => ({
    kind: 'scalar',
    sql: column('id'),
    idType,
    decode: (value) => encodeId(idType, value as string),
  }),
  /** The object whose UUID stands in the column, for rows of a plugin that point to the core: see {@link RowRef}. */
  ref: (idType: string, name: string): ScalarField => ({
    kind: 'scalar',
    sql: column(name),
    decode: (value) => (value === null ? null : new RowRef(idType, value as string)),
  }),
  /** A text, integer or boolean column. */
  column: (name: string): ScalarField => ({ kind: 'scalar', sql: column(name) }),
  /** A numeric or bigint column, answered as an exact string. */
  decimal: (name: string): ScalarField => ({ kind: 'scalar', sql: (alias) => `${column(name)(alias)}::text` }),
  date: (name: string): ScalarField => ({
    kind: 'scalar',
    sql: (alias) => `to_char(${column(name)(alias)}, 'YYYY-MM-DD')`,
  }),
  instant: (name: string): ScalarField => ({
    kind: 'scalar',
    sql: (alias) => `to_char(${column(name)(alias)} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  }),
  /** Any expression over the row. */
  sql: (sql: Expression, decode?: Decode): ScalarField => ({ kind: 'scalar', sql, decode }),
  object: (fields: FieldMap, presence?: Expression): ObjectField => ({ kind: 'object', fields, presence }),
  /** A field that only holders of a permission may read, e.g. one that leads from one context into another. */
  guarded: <F extends FieldDefinition>(
    permission: string,
    field: F,
    otherwise: FieldAccess['otherwise'] = 'FORBIDDEN',
  ): F => ({ ...field, access: { permission, otherwise } }),
  /** The row that `foreignKey` points to. */
  one: (view: () => View, foreignKey: string): OneField => ({
    kind: 'one',
    view,
    link: (parent, child) => `${child}.tenant_id = ${parent}.tenant_id AND ${child}.id = ${column(foreignKey)(parent)}`,
  }),
  /** All rows whose `foreignKey` points here. */
  array: (view: () => View, foreignKey: string, orderBy: (child: string) => string): ArrayField => ({
    kind: 'array',
    view,
    link: (parent, child) => `${child}.tenant_id = ${parent}.tenant_id AND ${column(foreignKey)(child)} = ${parent}.id`,
    orderBy,
  }),
  /** A page of the rows whose `foreignKey` points here. */
  many: (list: () => ListDefinition, foreignKey: string): ManyField => ({
    kind: 'many',
    list,
    link: (parent, child) => `${child}.tenant_id = ${parent}.tenant_id AND ${column(foreignKey)(child)} = ${parent}.id`,
  }),
} as const;
