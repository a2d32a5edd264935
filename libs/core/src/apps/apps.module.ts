import { AllowedOrigins, PersistedOperations } from '@atrium/sdk';
import { Global, Module } from '@nestjs/common';
import { AuthorizationCodes } from './authorize/authorization-codes';
import { AuthorizationRequests } from './authorize/authorization-request';
import { GraphqlCalls } from './authorize/graphql-calls';
import { TokenController } from './authorize/token.controller';
import { PublicClientResolver } from './client/public-client.resolver';
import { PublicClients } from './client/public-clients';
import { RegisteredOrigins } from './client/registered-origins';
import { AuthorizeController } from './page/authorize.controller';
import { PersistedOperationResolver } from './operations/persisted-operation.resolver';
import { RegisteredOperations } from './operations/registered-operations';
import { SignInForms } from './page/sign-in-steps';

/** Global, because the platform asks it which origins may call, and which documents an app may run. */
@Global()
@Module({
  controllers: [AuthorizeController, TokenController],
  providers: [
    RegisteredOrigins,
    { provide: AllowedOrigins, useExisting: RegisteredOrigins },
    RegisteredOperations,
    { provide: PersistedOperations, useExisting: RegisteredOperations },
    PersistedOperationResolver,
    AuthorizationCodes,
    AuthorizationRequests,
    GraphqlCalls,
    PublicClientResolver,
    PublicClients,
    SignInForms,
  ],
  exports: [AllowedOrigins, PersistedOperations],
})
export class AppsModule {}
