import type { Work } from '../work';
import { archiveTenant } from './archive-tenant';
import { billingRun } from './billing-run';
import { buildingList } from './building-list';
import { createCustomer } from './create-customer';
import { customerSearch } from './customer-search';
import { exportUnits } from './export-units';
import { idleSubscribers } from './idle-subscribers';
import { importRegister } from './import-register';
import { manyPluginsList, manyPluginsStart } from './many-plugins';
import { noisyNeighbour } from './noisy-neighbour';
import { notify } from './notify';
import { segmentCount } from './segment-count';
import { slaSweep } from './sla-sweep';
import { surveyResults } from './survey-results';
import { ticketStatistics } from './ticket-statistics';

/** Everything that is measured, in the order in which it is done. */
export const WORKS: readonly Work[] = [
  customerSearch,
  buildingList,
  manyPluginsList,
  manyPluginsStart,
  createCustomer,
  importRegister('importCsv', 'csv', 10_000),
  importRegister('importXlsx', 'xlsx', 5_000),
  exportUnits,
  archiveTenant,
  idleSubscribers,
  noisyNeighbour,
  segmentCount,
  surveyResults,
  ticketStatistics,
  slaSweep,
  billingRun,
  notify,
];
