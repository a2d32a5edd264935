export { CustomerCodes } from './code/customer-codes';
export { portalContext } from './portal.context';
export { PortalModule } from './portal.module';
export { CustomerSessions } from './session/customer-sessions';
export { SignInCustomer } from './session/sign-in-customer';
export { ownId } from './me/own-contacts';
