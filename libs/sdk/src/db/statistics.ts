import { db } from '../context/context';

/**
 * Has the database take stock of tables that have grown to three times what it knows of them. Call it before each batch
 * of a large import: otherwise look-ups go on by plans made for empty tables until autovacuum comes round. Costs a
 * millisecond when nothing has grown.
 */
export async function keepStatistics(): Promise<void> {
  await db().query({ name: 'keep_statistics', text: 'SELECT app.keep_statistics()' });
}
