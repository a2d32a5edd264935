export { appsContext } from './apps.context';
export { pageHeaders, plainPage } from './page/sign-in-page';
export { PublicClient, publicClientPermissions, publicClientView } from './client/public-client.type';
