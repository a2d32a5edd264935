export { type ResealedColumn, resealAll } from './reseal';
