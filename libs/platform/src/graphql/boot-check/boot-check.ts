import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { GraphQLSchemaHost, TypeMetadataStorage } from '@nestjs/graphql';
import { SchemaTransform } from '../schema/transform-schema';
import { CHECKS, type Checked } from './checks';
import { findHandlers, findRoutes } from './handlers';

export class UnguardedSchemaError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The GraphQL schema is not fit to be served:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'UnguardedSchemaError';
  }
}

/** Throws {@link UnguardedSchemaError} naming every offender. */
export function assertEveryOperationIsGuarded(checked: Checked): void {
  const problems = CHECKS.flatMap((check) => check(checked));
  if (problems.length > 0) throw new UnguardedSchemaError(problems);
}

/** Stops the start of an application whose schema has an operation nobody guards, or anything else half done. */
@Injectable()
export class BootCheck implements OnApplicationBootstrap {
  private readonly scanner = new MetadataScanner();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly schemaHost: GraphQLSchemaHost,
    private readonly transform: SchemaTransform,
  ) {}

  onApplicationBootstrap(): void {
    assertEveryOperationIsGuarded({
      schema: this.schemaHost.schema,
      handlers: findHandlers(this.discovery, this.scanner),
      routes: findRoutes(this.discovery, this.scanner),
      hasResolver: (type, field) => this.transform.hasResolver(type, field),
      inputClasses: (name) =>
        TypeMetadataStorage.getInputTypesMetadata()
          .filter((one) => one.name === name)
          .map(({ target }) => target),
    });
  }
}
