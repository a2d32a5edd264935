import type { Work } from '../work';
import { archiveTenant } from './archive-tenant';
import { billingRun } from './billing-run';
import { buildingList } from './building-list';
import { createCustomer } from './create-customer';
import { createTicket } from './create-ticket';
import { customerSearch } from './customer-search';
import { exportUnits } from './export-units';
import { idleSubscribers } from './idle-subscribers';
import { importRegister } from './import-register';
import { noisyNeighbour } from './noisy-neighbour';
import { notify } from './notify';
import { segmentCount } from './segment-count';
import { slaSweep } from './sla-sweep';
import { surveyResults } from './survey-results';
import { ticketStatistics } from './ticket-statistics';
import { ticketList } from './ticket-list';

/** Everything that is measured, in the order in which it is done. */
export const WORKS: readonly Work[] = [
  customerSearch,
  buildingList,
  ticketList,
  createCustomer,
  createTicket,
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
