export { appsContext } from './apps.context';
export { pageHeaders, plainPage } from './page/sign-in-page';
