export { isAllowedEntry, isPublicAddress } from './addresses';
export { GuardedHttp } from './guarded-http';
export { OutboundModule } from './outbound.module';
