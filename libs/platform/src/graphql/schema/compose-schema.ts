import { type DynamicModule, type ForwardReference, type Provider, type Type } from '@nestjs/common';
import { MODULE_METADATA } from '@nestjs/common/constants';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import type { GraphQLSchema } from 'graphql';
import { schemaOf } from './schema-maker';
import { SchemaTransform } from './transform-schema';

type Importable = Type | DynamicModule | ForwardReference | Promise<DynamicModule>;

/**
 * The schema an application would serve, made from its modules alone: nothing is started, no database is asked. Its
 * fields have no resolvers.
 */
export async function composeSchema(root: Importable): Promise<GraphQLSchema> {
  const classes = new Set<Type>();
  await collectClasses(root, classes, new Set());
  const builder = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, { logger: false });
  try {
    return new SchemaTransform().apply(await schemaOf(builder.get(GraphQLSchemaFactory), [...classes]));
  } finally {
    await builder.close();
  }
}

/** Every class that is provided by a module or by those it imports. */
async function collectClasses(importable: Importable, classes: Set<Type>, seen: Set<unknown>): Promise<void> {
  const given = await importable;
  const one = 'forwardRef' in given ? (given.forwardRef() as Type | DynamicModule) : given;
  if (seen.has(one)) return;
  seen.add(one);
  const dynamic: Partial<DynamicModule> = 'module' in one ? one : {};
  const target = 'module' in one ? one.module : one;
  const all = <T>(key: string, added: readonly T[] = []): T[] => [
    ...((Reflect.getMetadata(key, target) as T[] | undefined) ?? []),
    ...added,
  ];
  for (const provider of all<Provider>(MODULE_METADATA.PROVIDERS, dynamic.providers)) {
    if (typeof provider === 'function') classes.add(provider as Type);
    else if ('useClass' in provider) classes.add(provider.useClass as Type);
  }
  for (const inner of all<Importable>(MODULE_METADATA.IMPORTS, dynamic.imports)) {
    await collectClasses(inner, classes, seen);
  }
}
