import type { Work } from '../work';
import { archiveTenant } from './archive-tenant';
import { arrearsReport } from './arrears-report';
import { billingRun } from './billing-run';
import { buildingList } from './building-list';
import { createCustomer } from './create-customer';
import { customerSearch } from './customer-search';
import { exportUnits } from './export-units';
import { idleSubscribers } from './idle-subscribers';
import { importRegister } from './import-register';
import { noisyNeighbour } from './noisy-neighbour';
import { notify } from './notify';
import { segmentCount } from './segment-count';
import { surveyResults } from './survey-results';

/** Everything that is measured, in the order in which it is done. */
export const WORKS: readonly Work[] = [
  customerSearch,
  buildingList,
  createCustomer,
  importRegister('importCsv', 'csv', 10_000),
  importRegister('importXlsx', 'xlsx', 5_000),
  exportUnits,
  archiveTenant,
  idleSubscribers,
  noisyNeighbour,
  segmentCount,
  surveyResults,
  billingRun,
  arrearsReport,
  notify,
];
