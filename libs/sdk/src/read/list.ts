import { ArgsType, Field, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { FilterMap } from './filters';
import type { Expression, ListDefinition, OrderColumn, View } from './view';

type AnyClass = abstract new (...args: never[]) => object;
type InputClass = new () => object;

/** Rows of a page that a client may ask for at once, and gets when it does not say. */
export const MAX_PAGE = 200;
export const DEFAULT_PAGE = 20;

export enum OrderDirection {
  ASC = 'ASC',
  DESC = 'DESC',
}
registerEnumType(OrderDirection, {
  name: 'OrderDirection',
  description: 'Direction of an order.',
  valuesMap: { ASC: { description: 'Smallest first.' }, DESC: { description: 'Largest first.' } },
});

@ObjectType({ description: 'Where a page stands in its list (Relay).' })
export class PageInfo {
  @Field({ description: 'Is there a page after this one?' })
  hasNextPage: boolean;
  @Field({ description: 'Is there a page before this one?' })
  hasPreviousPage: boolean;
  @Field(() => String, { nullable: true, description: 'Cursor of the first edge; null on an empty page.' })
  startCursor: string | null;
  @Field(() => String, { nullable: true, description: 'Cursor of the last edge; null on an empty page.' })
  endCursor: string | null;
}

export interface ListSpec {
  view: View;
  /** GraphQL class of one element. */
  node: AnyClass;
  /** Base name where it is not the type's, e.g. `AuditEntry`. */
  name?: string;
  filters?: FilterMap;
  /** Rows that the list leaves out though the view shows them by id. */
  where?: Expression;
  orders: Readonly<Record<string, { columns: readonly OrderColumn[]; description: string }>>;
  defaultOrder: { field: string; direction?: 'ASC' | 'DESC' };
}

export interface ListTypes {
  readonly definition: ListDefinition;
  /** Return type of a list field. */
  readonly Connection: AnyClass;
  /** Its arguments: first, after, last, before, filter, orderBy. */
  readonly Args: InputClass;
  /** Input type of its filter; null where it has none. */
  readonly Filter: InputClass | null;
}

/** Argument classes whose values the read model checks itself: the validation pipe leaves them alone. */
export const readArguments = new WeakSet<object>();

const named = (name: string): InputClass => ({ [name]: class {} })[name]! as InputClass;

/** Makes everything a list needs in GraphQL from one definition. */
export function defineList(spec: ListSpec): ListTypes {
  const { view, node, filters = {}, where, orders, defaultOrder } = spec;
  const name = spec.name ?? view.type;

  const Edge = named(`${name}Edge`);
  ObjectType(`${name}Edge`, { description: `One ${name} of a page, with its place in the list.` })(Edge);
  Field(() => String, { description: 'Opaque place in the list, for `after` and `before`.' })(Edge.prototype, 'cursor');
  Field(() => node, { description: `The ${name}.` })(Edge.prototype, 'node');

  const Connection = named(`${name}Connection`);
  ObjectType(`${name}Connection`, { description: `A page of a list of ${name} (Relay).` })(Connection);
  Field(() => [Edge], { description: 'The page, each with its cursor.' })(Connection.prototype, 'edges');
  Field(() => [node], { description: 'The page, without cursors.' })(Connection.prototype, 'nodes');
  Field(() => PageInfo, { description: 'Where this page stands.' })(Connection.prototype, 'pageInfo');
  Field(() => Int, { description: 'Length of the whole filtered list; counted only when asked for.' })(
    Connection.prototype,
    'totalCount',
  );

  const orderNames = Object.fromEntries(Object.keys(orders).map((key) => [key, key]));
  registerEnumType(orderNames, {
    name: `${name}OrderField`,
    description: `What a list of ${name} can be sorted by; each has an index.`,
    valuesMap: Object.fromEntries(Object.entries(orders).map(([key, { description }]) => [key, { description }])),
  });
  const Order = named(`${name}Order`);
  InputType(`${name}Order`, { description: `Order of a list of ${name}.` })(Order);
  Field(() => orderNames, { description: 'Sort by this.' })(Order.prototype, 'field');
  Field(() => OrderDirection, { description: 'Which end first.', defaultValue: OrderDirection.ASC })(
    Order.prototype,
    'direction',
  );

  const Args = named(`${name}ListArgs`);
  ArgsType()(Args);
  const argument = (key: string, type: () => unknown, description: string): void =>
    Field(type as never, { nullable: true, description })(Args.prototype, key);
  argument(
    'first',
    () => Int,
    `Rows from the start, at most ${MAX_PAGE}; ${DEFAULT_PAGE} when neither first nor last is given.`,
  );
  argument('after', () => String, 'Only rows after this cursor.');
  argument('last', () => Int, `Rows from the end, at most ${MAX_PAGE}.`);
  argument('before', () => String, 'Only rows before this cursor.');
  const Filter = Object.keys(filters).length > 0 ? named(`${name}Filter`) : null;
  if (Filter) {
    InputType(`${name}Filter`, { description: `Conditions on a list of ${name}; all of them must hold.` })(Filter);
    for (const [key, one] of Object.entries(filters)) {
      const type = one.nested ? one.input : (one.input() as () => unknown);
      Field(type as never, { nullable: true, description: one.description })(Filter.prototype, key);
    }
    Field(() => [Filter], { nullable: true, description: 'All of these.' })(Filter.prototype, 'and');
    Field(() => [Filter], { nullable: true, description: 'Any of these; one level only.' })(Filter.prototype, 'or');
    Field(() => Filter, { nullable: true, description: 'None of this.' })(Filter.prototype, 'not');
    argument('filter', () => Filter, 'Conditions.');
  }
  argument('orderBy', () => Order, `Order; ${defaultOrder.field} ${defaultOrder.direction ?? 'ASC'} when not given.`);
  readArguments.add(Args);

  return {
    definition: {
      name,
      view,
      filters,
      where,
      orders: Object.fromEntries(Object.entries(orders).map(([key, { columns }]) => [key, columns])),
      defaultOrder: { field: defaultOrder.field, direction: defaultOrder.direction ?? 'ASC' },
    },
    Connection,
    Args,
    Filter,
  };
}
