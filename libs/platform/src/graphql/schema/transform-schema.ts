import { isCustomer, isOpenToCustomers, preloaded, readField, staffOnly } from '@atrium/sdk';
import {
  getNamedType,
  getNullableType,
  type GraphQLFieldResolver,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isInputObjectType,
  isObjectType,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';

type ResolverMap = Readonly<Record<string, unknown>>;

const ROOT_DESCRIPTIONS = {
  Query: 'Everything that can be read.',
  Mutation: 'Everything that can be changed. A field that failed is null, has undone itself and leaves the others be.',
  Subscription: 'Everything that can be watched.',
} as const;

/**
 * Makes Nest's schema cheap to execute. Nest gives every property a resolver of its own; without one graphql-js takes
 * `readField`, for all fields alike.
 */
export class SchemaTransform {
  /** `Type.field` of every field that somebody wrote a resolver for. */
  private readonly written = new Set<string>();

  /** Notes the resolvers that were written. Nest passes an array of maps, one a provider, whatever its types say. */
  note = <R>(resolvers: R): R => {
    for (const map of [resolvers].flat() as ResolverMap[]) {
      for (const [type, fields] of Object.entries(map)) {
        if (typeof fields !== 'object' || fields === null) continue;
        for (const field of Object.keys(fields)) this.written.add(`${type}.${field}`);
      }
    }
    return resolvers;
  };

  /** Does a resolver answer this field (its own, or one of an interface it implements)? */
  hasResolver(type: GraphQLObjectType, field: string): boolean {
    return [type, ...type.getInterfaces()].some(({ name }) => this.written.has(`${name}.${field}`));
  }

  apply = (schema: GraphQLSchema): GraphQLSchema => {
    const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isObjectType(type) || type.name.startsWith('__')) continue;
      if (roots.includes(type)) {
        type.description ??= ROOT_DESCRIPTIONS[type.name as keyof typeof ROOT_DESCRIPTIONS];
        continue;
      }
      for (const field of Object.values(type.getFields())) {
        const { resolve } = field;
        const written = resolve && this.hasResolver(type, field.name);
        field.resolve = written ? unlessClosed(type.name, field.name, unlessPreloaded(resolve)) : undefined;
      }
    }
    // The method of a subscription is its reader: it runs for each message, as a query's would.
    for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
      field.resolve = field.subscribe as typeof field.resolve;
      field.subscribe = undefined;
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

type Resolver = GraphQLFieldResolver<unknown, unknown>;

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
