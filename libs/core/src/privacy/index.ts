export { eraseCustomers } from './erase-customer';
export { privacyContext } from './privacy.context';
export { privacyPermissions } from './privacy.permissions';
export { PrivacyRequest, PrivacyRequestList, privacyRequestView } from './privacy-request.view';
