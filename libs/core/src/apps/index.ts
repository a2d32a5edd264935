export { appsContext } from './apps.context';
