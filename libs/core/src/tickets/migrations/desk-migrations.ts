import { TicketFiles1700000561500 } from './1700000561500-ticket-files';
import { TicketSearch1700000561510 } from './1700000561510-ticket-search';
import { Calls1700000561700 } from './1700000561700-calls';
import { Knowledge1700000561800 } from './1700000561800-knowledge';
import { ViolationsAndMediation1700000561900 } from './1700000561900-violations-and-mediation';
import { TicketIncidents1700000561600 } from './1700000561600-incidents';

/** What the service desk keeps besides tickets and the work on them. */
export const deskMigrations = [
  TicketFiles1700000561500,
  TicketSearch1700000561510,
  TicketIncidents1700000561600,
  Calls1700000561700,
  Knowledge1700000561800,
  ViolationsAndMediation1700000561900,
];
