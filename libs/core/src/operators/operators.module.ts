import { OperatorPrincipals } from '@atrium/sdk';
import { Global, Module } from '@nestjs/common';
import { KnownOperators } from './operator/known-operators';
import { OperatorResolver } from './operator/operator.resolver';
import { OperatorSignIn } from './operator/operator-sign-in';
import { OperatorTotp } from './operator/operator-totp';
import { PlatformResolver } from './platform/platform.resolver';
import { SupportResolver } from './support/support.resolver';
import { SupportGrants } from './support/support-grants';

/** Global, because the platform asks it who stands behind an operator's credential. */
@Global()
@Module({
  providers: [
    { provide: OperatorPrincipals, useClass: KnownOperators },
    OperatorResolver,
    OperatorSignIn,
    OperatorTotp,
    PlatformResolver,
    SupportGrants,
    SupportResolver,
  ],
  exports: [OperatorPrincipals],
})
export class OperatorsModule {}
