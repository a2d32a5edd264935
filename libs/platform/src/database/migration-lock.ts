/** Key of the advisory lock of whoever changes tables, in SQL. */
export const MIGRATION_LOCK = `hashtext('atrium migrate')`;
