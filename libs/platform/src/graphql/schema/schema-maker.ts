import { Injectable, type Type } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { GraphQLSchemaFactory } from '@nestjs/graphql';
import { assertValidSchema, type GraphQLSchema, lexicographicSortSchema } from 'graphql';
import { buildSchemaOptions } from './build-options';
import { SchemaTransform } from './transform-schema';

/** The schema that classes describe, which must be valid. Its fields have Nest's resolvers of properties. */
export async function schemaOf(factory: GraphQLSchemaFactory, classes: readonly Type[]): Promise<GraphQLSchema> {
  // Nest checks by having the whole schema introspected, which takes as long as all the rest.
  const schema = await factory.create([...classes], { ...buildSchemaOptions, skipCheck: true });
  assertValidSchema(schema);
  return schema;
}

/**
 * Makes the schema that is served: from the classes, then with the resolvers. Nest would print it, make a second one of
 * the text, give that one the resolvers and copy them back into the first: most of the time that a start takes.
 */
@Injectable()
export class SchemaMaker {
  constructor(
    private readonly factory: GraphQLSchemaFactory,
    private readonly discovery: DiscoveryService,
    private readonly transform: SchemaTransform,
  ) {}

  /** Once {@link SchemaTransform.note} knows the resolvers. */
  make = async (): Promise<GraphQLSchema> => {
    const classes = new Set<Type>();
    for (const { instance } of this.discovery.getProviders() as { instance?: object | null }[]) {
      if (instance) classes.add(instance.constructor as Type);
    }
    return lexicographicSortSchema(this.transform.apply(await schemaOf(this.factory, [...classes])));
  };
}
