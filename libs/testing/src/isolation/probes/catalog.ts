import { findCatalogProblems } from '@atrium/platform';
import type { Probe } from '../setting';

/** Every table of tenants has all its guards. */
export const catalogIsSound: Probe = async ({ platform, tables, report }) => {
  report.count('catalog', tables.length);
  for (const problem of await findCatalogProblems(platform.database.adminUrl)) {
    report.leak('catalog', 'the database', problem);
  }
};
