import { Args, Info, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLFieldResolver, GraphQLResolveInfo } from 'graphql';
import { requireOfStaff } from '../access/holds';
import { Ref, RowRef } from '../graphql/ref';
import { batched } from './batch';
import type { ListTypes } from './list';
import { findOne, readList, readMany, readOne } from './read';
import { RAW_ID } from './compile';
import { answerKey } from './selection';
import { type View, viewOf } from './view';

const viewFor = (value: Ref): View => {
  const view = viewOf(value.type);
  if (!view) throw new Error(`No view for ids of "${value.type}"`);
  return view;
};

/** What the parent already brought for this field under this alias; undefined when it brought nothing. */
export function preloaded(source: unknown, info: GraphQLResolveInfo): unknown {
  if (typeof source !== 'object' || source === null) return undefined;
  const { fieldName } = info;
  const hasArguments = info.parentType.getFields()[fieldName]!.args.length > 0;
  return (source as Record<string, unknown>)[answerKey(fieldName, String(info.path.key), hasArguments)];
}

/**
 * Resolver of every field without one of its own: answers what the parent brought, and reads a {@link Ref} with the
 * selection below the field.
 */
export const readField: GraphQLFieldResolver<unknown, unknown> = (source, args, contextValue, info) => {
  const value = preloaded(source, info);
  if (value instanceof RowRef) return readRow(value, info);
  if (value instanceof Ref) return readOne(viewFor(value), value.id, info);
  if (Array.isArray(value) && value[0] instanceof Ref) {
    const refs = value as Ref[];
    return readMany(
      viewFor(refs[0]!),
      refs.map(({ id }) => id),
      info,
    );
  }
  if (typeof value === 'function')
    return (value as GraphQLFieldResolver<unknown, unknown>)(source, args, contextValue, info);
  return value;
};

/** What a row points to, together with what its siblings point to; null where the caller does not see it. */
async function readRow(value: RowRef, info: GraphQLResolveInfo): Promise<unknown> {
  const view = viewFor(value);
  const found = await batched(info, value.id, async (ids) => {
    const rows = (await readMany(view, ids, info)) as Record<string, unknown>[];
    return new Map(rows.map((row) => [row[RAW_ID] as string, row]));
  });
  return found ?? null;
}

/** `node(id)`: the object a typed id names, or null where the caller sees none. */
export function findNode(idType: string, id: string, info: GraphQLResolveInfo): Promise<unknown> | null {
  const view = viewOf(idType);
  return view ? findOne(view, id, info) : null;
}

/**
 * The resolver class of a list field on another type, e.g. `Building.units`: add it to the context's providers. A list
 * query brings the page along; the class itself reads it only for a parent that came without.
 */
export function listField(
  parent: new () => object,
  field: string,
  list: ListTypes,
  options: {
    description: string;
    /** Column that points to the parent, or the condition that belongs to it: `parent` is its UUID in SQL. */
    foreignKey: string | ((alias: string, parent: string) => string);
    /** Needed besides what the operation needs; the parent's view guards its field likewise. */
    permission?: string;
  },
): new () => object {
  class ListField {
    read(source: Record<string, unknown>, _args: unknown, info: GraphQLResolveInfo): unknown {
      if (options.permission) requireOfStaff(options.permission);
      const { foreignKey } = options;
      return readList(list.definition, info, (alias, values) => {
        const parentId = values.add(source[RAW_ID], 'uuid');
        return [typeof foreignKey === 'string' ? `${alias}.${foreignKey} = ${parentId}` : foreignKey(alias, parentId)];
      });
    }
  }
  Object.defineProperty(ListField, 'name', { value: `${parent.name}${field}Field` });
  const method = Object.getOwnPropertyDescriptor(ListField.prototype, 'read')!;
  Reflect.defineMetadata('design:paramtypes', [Object, list.Args, Object], ListField.prototype, 'read');
  Parent()(ListField.prototype, 'read', 0);
  Args({ type: () => list.Args })(ListField.prototype, 'read', 1);
  Info()(ListField.prototype, 'read', 2);
  ResolveField(field, () => list.Connection, { description: options.description })(ListField.prototype, 'read', method);
  Resolver(() => parent)(ListField);
  return ListField;
}
