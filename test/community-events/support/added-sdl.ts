import { type PluginDefinition, pluginNames } from '@atrium/sdk';
import { type GraphQLSchema, isObjectType, lexicographicSortSchema, printType } from 'graphql';

/** What a plugin adds to the schema, as SDL: its own types whole, and its fields on types of the core. */
export function addedBy(schema: GraphQLSchema, { id, graphql = {} }: PluginDefinition): string {
  const { pascal } = pluginNames(id);
  const sorted = lexicographicSortSchema(schema);
  const own = Object.values(sorted.getTypeMap()).filter(({ name }) => name.startsWith(pascal));
  const places = [
    ...Object.keys(graphql.queries ?? {}).map((name) => ['Query', name] as const),
    ...Object.keys(graphql.mutations ?? {}).map((name) => ['Mutation', name] as const),
    ...Object.keys(graphql.fields ?? {}).map((place) => place.split('.') as [string, string]),
  ].filter(([type]) => !type.startsWith(pascal));
  const extensions = [...Map.groupBy(places, ([type]) => type)].sort().map(([type, fields]) => {
    const object = sorted.getType(type);
    if (!isObjectType(object)) throw new Error(`${type} is no object`);
    const config = object.toConfig();
    const added = Object.fromEntries(fields.map(([, name]) => [name, config.fields[name]!]));
    const only = new (object.constructor as typeof import('graphql').GraphQLObjectType)({
      ...config,
      description: null,
      interfaces: [],
      fields: added,
    });
    return `extend ${printType(only)}`;
  });
  return `${[...extensions, ...own.map(printType)].join('\n\n')}\n`;
}
