import { findHandlers, type Handler, idTypeOfHandlerArgument } from '@atrium/platform';
import { type Access, allViews, idTypeOfInputField, type Watched } from '@atrium/sdk';
import type { INestApplicationContext } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { GraphQLSchemaHost, TypeMetadataStorage } from '@nestjs/graphql';
import {
  type GraphQLField,
  GraphQLID,
  getNamedType,
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
} from 'graphql';

export type OperationKind = 'query' | 'mutation' | 'subscription';

/** A field that is called from outside: one of a root type, or one below that takes ids as arguments. */
export interface Operation {
  /** `Query.units`, `Mutation.createUnit`, `Building.units`. */
  readonly name: string;
  readonly kind: OperationKind;
  readonly parent: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
  readonly isRoot: boolean;
  /** Who may call it; null for a field below a root, which is reached by whoever reaches its parent. */
  readonly access: Access | null;
  /** What a subscription watches. */
  readonly watched: Watched | null;
  /** Prefix of the ids an argument takes. */
  readonly idTypeOf: (argument: string) => string | undefined;
}

/** A type of objects that ids are of. */
export interface NodeType {
  readonly idType: string;
  readonly typeName: string;
  /** Has it a field `version`, which updates must name? */
  readonly versioned: boolean;
}

/** Everything the API takes and answers, read from the running application. */
export interface Surface {
  readonly schema: GraphQLSchema;
  readonly operations: readonly Operation[];
  /** Types that `node(id)` finds, by the prefix of their ids. */
  readonly nodes: ReadonlyMap<string, NodeType>;
  /** Prefix of ids by the name of the type they are of, nodes or not. */
  readonly viewTypes: ReadonlyMap<string, string>;
  /** Table behind a type of ids. */
  readonly tables: ReadonlyMap<string, string>;
  readonly idTypeOfInput: (type: GraphQLInputObjectType, field: string) => string | undefined;
}

/** Reads the surface of an application that serves GraphQL. */
export function readSurface(app: INestApplicationContext): Surface {
  const { schema } = app.get(GraphQLSchemaHost, { strict: false });
  const handlers = findHandlers(app.get(DiscoveryService, { strict: false }), new MetadataScanner());
  return {
    schema,
    operations: [...rootOperations(schema, handlers), ...nestedOperations(schema, handlers)],
    nodes: nodeTypes(schema),
    viewTypes: new Map(allViews().map(({ type, idType }) => [type, idType])),
    tables: new Map(allViews().map(({ idType, table }) => [idType, table])),
    idTypeOfInput,
  };
}

function rootOperations(schema: GraphQLSchema, handlers: readonly Handler[]): Operation[] {
  const roots: [OperationKind, GraphQLObjectType | null | undefined][] = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
    ['subscription', schema.getSubscriptionType()],
  ];
  return roots.flatMap(([kind, parent]) =>
    Object.values(parent?.getFields() ?? {}).map((field) => operationOf(kind, parent!, field, handlers, true)),
  );
}

/** Fields of other types that take ids, e.g. a filtered list below an object. */
function nestedOperations(schema: GraphQLSchema, handlers: readonly Handler[]): Operation[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter((type) => !isIntrospectionType(type) && !roots.includes(type))
    .flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => field.args.some(({ type: argument }) => takesIds(getNamedType(argument), new Set())))
        .map((field) => operationOf('query', type, field, handlers, false)),
    );
}

function takesIds(type: ReturnType<typeof getNamedType>, seen: Set<unknown>): boolean {
  if (type === GraphQLID) return true;
  if (!isInputObjectType(type) || seen.has(type)) return false;
  seen.add(type);
  return Object.values(type.getFields()).some((field) => takesIds(getNamedType(field.type), seen));
}

function operationOf(
  kind: OperationKind,
  parent: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  handlers: readonly Handler[],
  isRoot: boolean,
): Operation {
  const answering = handlers.filter((one) => one.type === parent.name && one.field === field.name);
  return {
    name: `${parent.name}.${field.name}`,
    kind,
    parent,
    field,
    isRoot,
    access: isRoot ? (answering[0]?.access ?? null) : null,
    watched: answering[0]?.watched ?? null,
    idTypeOf: (argument) =>
      answering.map((one) => idTypeOfHandlerArgument(one, argument)).find((type) => type !== undefined),
  };
}

function nodeTypes(schema: GraphQLSchema): Map<string, NodeType> {
  const found = new Map<string, NodeType>();
  for (const { idType, type: typeName } of allViews()) {
    const type = schema.getType(typeName);
    if (!isObjectType(type) || !type.getInterfaces().some(({ name }) => name === 'Node')) continue;
    found.set(idType, { idType, typeName, versioned: 'version' in type.getFields() });
  }
  return found;
}

function idTypeOfInput(type: GraphQLInputObjectType, field: string): string | undefined {
  const classes = TypeMetadataStorage.getInputTypesMetadata().filter(({ name }) => name === type.name);
  return classes.map(({ target }) => idTypeOfInputField(target, field)).find((found) => found !== undefined);
}
