import { CustomerPrincipals } from '@atrium/sdk';
import { Global, Module } from '@nestjs/common';
import { CustomersModule } from '../customers';
import { CodeLimits } from './code/code-limits';
import { CustomerCodes } from './code/customer-codes';
import { SendCode } from './code/send-code';
import { MeResolver, ViewerCustomerResolver } from './me/me.resolver';
import { OwnContacts } from './me/own-contacts';
import { SessionCustomers } from './session/customer-principals';
import { CustomerSessionResolver } from './session/customer-session.resolver';
import { CustomerSessions } from './session/customer-sessions';
import { SignInCustomer } from './session/sign-in-customer';

/** Global, because the platform asks it who stands behind a customer's token. */
@Global()
@Module({
  imports: [CustomersModule],
  providers: [
    { provide: CustomerPrincipals, useClass: SessionCustomers },
    CodeLimits,
    CustomerCodes,
    CustomerSessionResolver,
    CustomerSessions,
    MeResolver,
    OwnContacts,
    SendCode,
    SignInCustomer,
    ViewerCustomerResolver,
  ],
  exports: [CustomerPrincipals, CustomerCodes, CustomerSessions, SignInCustomer],
})
export class PortalModule {}
