import type { Work } from '../work';
import { buildingList } from './building-list';
import { customerSearch } from './customer-search';
import { exportUnits } from './export-units';
import { idleSubscribers } from './idle-subscribers';
import { importRegister } from './import-register';

/** Everything that is measured, in the order in which it is done. */
export const WORKS: readonly Work[] = [
  customerSearch,
  buildingList,
  importRegister('importCsv', 'csv', 10_000),
  importRegister('importXlsx', 'xlsx', 5_000),
  exportUnits,
  idleSubscribers,
];
