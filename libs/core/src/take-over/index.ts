export { takeOverContext } from './take-over.context';
export { takeOverPermissions } from './take-over.permissions';
export { STAYING_TABLES, TAKEN_TABLES, type TakenTable, TakeOverPart } from './taken-tables';
