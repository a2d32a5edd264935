import { OperationDocuments } from '@atrium/sdk';
import { type DynamicModule, Global, type InjectionToken, Module, type ModuleMetadata } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { GraphQLModule, GraphQLSchemaBuilderModule } from '@nestjs/graphql';
import { AccessGuard } from './access/access.guard';
import { apolloConfig } from './apollo/apollo-config';
import { AtriumDriver, type AtriumDriverConfig } from './apollo/driver';
import { Authenticator } from './authenticator';
import { BootCheck } from './boot-check/boot-check';
import { AtriumExceptionFilter } from './errors/exception.filter';
import { IdempotencyInterceptor } from './idempotency/idempotency.interceptor';
import { NodeResolver } from './node.resolver';
import { OperationRunner } from './operation/operation-runner';
import { SchemaMaker } from './schema/schema-maker';
import { SchemaTransform } from './schema/transform-schema';
import { PersistedDocuments } from './persisted/persisted-documents';
import { SchemaDocuments } from './persisted/schema-documents';
import { CONFIG } from '../platform.tokens';
import { GRAPHQL_SETTINGS, graphqlSettings, type GraphqlSettings } from './settings';
import { CostThrottle } from '../throttle/cost-throttle';
import { InputPipe } from './validation/input.pipe';

export interface AtriumGraphqlOptions {
  /**
   * Modules that export `Authenticator` (and `SessionFactory`, `CLOCK`, what `inject` names), where no global module
   * does.
   */
  readonly imports?: ModuleMetadata['imports'];
  readonly inject?: readonly InjectionToken[];
  /** Default: from the process's configuration. */
  readonly useFactory?: (...injected: never[]) => GraphqlSettings | Promise<GraphqlSettings>;
}

/** Global, because contexts judge documents by the schema that is served here. */
@Global()
@Module({})
class GraphqlRuntimeModule {}

/** The GraphQL endpoint with everything that stands before and behind a resolver. */
@Module({})
export class AtriumGraphqlModule {
  static forRoot(options: AtriumGraphqlOptions = {}): DynamicModule {
    const { imports = [], useFactory = graphqlSettings, inject = options.useFactory ? [] : [CONFIG] } = options;
    const runtime: DynamicModule = {
      module: GraphqlRuntimeModule,
      imports: [DiscoveryModule, GraphQLSchemaBuilderModule, ...imports],
      providers: [
        { provide: GRAPHQL_SETTINGS, useFactory: useFactory as () => GraphqlSettings, inject: [...inject] },
        OperationRunner,
        SchemaTransform,
        SchemaMaker,
        PersistedDocuments,
        { provide: OperationDocuments, useClass: SchemaDocuments },
      ],
      exports: [
        GRAPHQL_SETTINGS,
        OperationRunner,
        SchemaTransform,
        SchemaMaker,
        PersistedDocuments,
        OperationDocuments,
      ],
    };
    return {
      module: AtriumGraphqlModule,
      imports: [
        runtime,
        DiscoveryModule,
        GraphQLModule.forRootAsync<AtriumDriverConfig>({
          driver: AtriumDriver,
          imports: [runtime, ...imports],
          inject: [
            GRAPHQL_SETTINGS,
            Authenticator,
            OperationRunner,
            SchemaTransform,
            SchemaMaker,
            PersistedDocuments,
            { token: CostThrottle, optional: true },
          ],
          useFactory: apolloConfig,
        }),
      ],
      providers: [
        NodeResolver,
        BootCheck,
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
        { provide: APP_PIPE, useClass: InputPipe },
        { provide: APP_FILTER, useClass: AtriumExceptionFilter },
      ],
      exports: [runtime, GraphQLModule],
    };
  }
}
