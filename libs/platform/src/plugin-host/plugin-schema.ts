import { allViews } from '@atrium/sdk';
import {
  getNamedType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isScalarType,
  isUnionType,
} from 'graphql';
import { PluginsError } from './plugin-errors';
import type { RegisteredPlugin } from './plugin-registry';

/** Types of the SDK that anybody may use, whether or not the core does. */
const SHARED = /^(Money|MoneyInput|PageInfo|Node|OrderDirection)$|Filter(Input)?$/;

/**
 * The types a plugin brings bear its name, and its fields on types of the core can be read for many objects at once.
 * @throws PluginsError
 */
export function checkPluginSchema(schema: GraphQLSchema, plugins: readonly RegisteredPlugin[]): void {
  const owners = new Map<string, RegisteredPlugin>();
  for (const plugin of plugins) {
    const { queries = {}, mutations = {}, fields = {} } = plugin.definition.graphql ?? {};
    for (const name of Object.keys(queries)) owners.set(`Query.${name}`, plugin);
    for (const name of Object.keys(mutations)) owners.set(`Mutation.${name}`, plugin);
    for (const place of Object.keys(fields)) owners.set(place, plugin);
  }
  const core = typesBelow(
    rootFields(schema).filter(([place]) => !owners.has(place)),
    (place) => owners.has(place),
  );
  const problems: string[] = [];
  for (const plugin of plugins) {
    const { id } = plugin.definition;
    const own = [...owners].filter(([, owner]) => owner === plugin).map(([place]) => place);
    const given = own.flatMap((place) => {
      const field = fieldAt(schema, place);
      return field ? [[place, field] as const] : [];
    });
    const brought = typesBelow(given, (place) => owners.has(place) && owners.get(place) !== plugin);
    for (const type of brought) {
      if (core.has(type) || isScalarType(type) || SHARED.test(type.name)) continue;
      if (type.name.startsWith(plugin.names.pascal)) continue;
      problems.push(`${id}: its type ${type.name} must begin with ${plugin.names.pascal}`);
    }
    for (const place of Object.keys(plugin.definition.graphql?.fields ?? {})) {
      const [name = ''] = place.split('.');
      const type = schema.getType(name);
      if (!type || name.startsWith(plugin.names.pascal)) continue;
      if (!core.has(type)) problems.push(`${id}: ${place} is on a type of another plugin`);
      else if (!allViews().some((view) => view.type === name))
        problems.push(`${id}: objects of ${name} have no ids, so ${place} cannot be read`);
    }
  }
  if (problems.length > 0) throw new PluginsError(problems);
}

type Place = readonly [place: string, field: GraphQLField<unknown, unknown>];

const rootFields = (schema: GraphQLSchema): Place[] =>
  [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) =>
    type ? Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, field] as const) : [],
  );

function fieldAt(schema: GraphQLSchema, place: string): GraphQLField<unknown, unknown> | undefined {
  const [name = '', field = ''] = place.split('.');
  const type = schema.getType(name);
  return isObjectType(type) ? type.getFields()[field] : undefined;
}

/** All types that can be met below the fields, without going through those that are left out. */
function typesBelow(places: readonly Place[], leftOut: (place: string) => boolean): Set<GraphQLNamedType> {
  const met = new Set<GraphQLNamedType>();
  const enter = (type: GraphQLNamedType): void => {
    if (met.has(type) || isIntrospectionType(type)) return;
    met.add(type);
    if (isUnionType(type)) type.getTypes().forEach(enter);
    if (isEnumType(type) || isScalarType(type) || isUnionType(type)) return;
    if (isInputObjectType(type)) {
      for (const { type: below } of Object.values(type.getFields())) enter(getNamedType(below));
      return;
    }
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        if (!leftOut(`${type.name}.${field.name}`)) through(field);
      }
    }
  };
  const through = (field: GraphQLField<unknown, unknown>): void => {
    enter(getNamedType(field.type));
    for (const { type } of field.args) enter(getNamedType(type));
  };
  for (const [, field] of places) through(field);
  return met;
}
