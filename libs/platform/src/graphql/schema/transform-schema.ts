import { isCustomer, isOpenToCustomers, preloaded, readField, staffOnly } from '@atrium/sdk';
import {
  getNamedType,
  getNullableType,
  type GraphQLFieldResolver,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';

/** By type and field. Those of subscriptions are objects. */
type ResolverMap = Readonly<Record<string, Readonly<Record<string, Resolver | { readonly subscribe: Resolver }>>>>;

const ROOT_DESCRIPTIONS = {
  Query: 'Everything that can be read.',
  Mutation: 'Everything that can be changed. A field that failed is null, has undone itself and leaves the others be.',
  Subscription: 'Everything that can be watched.',
} as const;

type Resolver = GraphQLFieldResolver<unknown, unknown>;

/**
 * Gives a schema its resolvers and makes it cheap to execute. Nest gives every property a resolver of its own; without one
 * graphql-js takes `readField`, for all fields alike.
 */
export class SchemaTransform {
  /** `Type.field` of every field that somebody wrote a resolver for, and the resolver. */
  private readonly written = new Map<string, Resolver>();

  /** Notes the resolvers that were written. Nest passes an array of maps, one a provider, whatever its types say. */
  note = <R>(resolvers: R): R => {
    for (const map of [resolvers].flat() as ResolverMap[]) {
      for (const [type, fields] of Object.entries(map)) {
        for (const [field, given] of Object.entries(fields)) {
          // The method of a subscription is its reader: it runs for each message, as a query's would.
          this.written.set(`${type}.${field}`, typeof given === 'function' ? given : given.subscribe);
        }
      }
    }
    return resolvers;
  };

  /** Does a resolver answer this field (its own, or one of an interface it implements)? */
  hasResolver(type: GraphQLObjectType, field: string): boolean {
    return this.resolverOf(type, field) !== undefined;
  }

  private resolverOf(type: GraphQLObjectType, field: string): Resolver | undefined {
    return [type, ...type.getInterfaces()]
      .map(({ name }) => this.written.get(`${name}.${field}`))
      .find((resolver) => resolver !== undefined);
  }

  apply = (schema: GraphQLSchema): GraphQLSchema => {
    for (const name of this.written.keys()) {
      const [type, field] = name.split('.') as [string, string];
      const found = schema.getType(type);
      const hasField = (isObjectType(found) || isInterfaceType(found)) && Object.hasOwn(found.getFields(), field);
      if (!hasField) throw new Error(`A resolver answers ${name}, and the schema has no such field`);
    }
    const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isObjectType(type) || type.name.startsWith('__')) continue;
      const isRoot = roots.includes(type);
      if (isRoot) type.description ??= ROOT_DESCRIPTIONS[type.name as keyof typeof ROOT_DESCRIPTIONS];
      for (const field of Object.values(type.getFields())) {
        const written = this.resolverOf(type, field.name);
        field.subscribe = undefined;
        field.resolve = isRoot || !written ? written : unlessClosed(type.name, field.name, unlessPreloaded(written));
      }
    }
    // One that fails must not take the answers of its siblings with it.
    for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
      field.type = getNullableType(field.type);
      // By convention a mutation has one argument, and the type of it says what it is.
      for (const argument of field.args) argument.description ??= describedBy(argument.type);
    }
    return schema;
  };
}

const describedBy = (type: GraphQLInputType): string | null | undefined => {
  const named = getNamedType(type);
  return isInputObjectType(named) ? named.description : undefined;
};

const unlessPreloaded =
  (resolve: Resolver): Resolver =>
  (source, args, contextValue, info) =>
    preloaded(source, info) === undefined
      ? resolve(source, args, contextValue, info)
      : readField(source, args, contextValue, info);

/** Fields that are answered by a resolver are as closed to customers as those a view reads. */
const unlessClosed =
  (type: string, field: string, resolve: Resolver): Resolver =>
  (source, args, contextValue, info) => {
    if (!isOpenToCustomers(type, field) && isCustomer()) throw staffOnly(`${type}.${field}`);
    return resolve(source, args, contextValue, info);
  };

/** The schema as it is committed and published. */
export const printApiSchema = (schema: GraphQLSchema): string => `${printSchema(lexicographicSortSchema(schema))}\n`;
