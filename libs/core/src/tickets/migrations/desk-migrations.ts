import { TicketFiles1700000561500 } from './1700000561500-ticket-files';
import { TicketSearch1700000561510 } from './1700000561510-ticket-search';
import { TicketIncidents1700000561600 } from './1700000561600-incidents';

/** What the service desk keeps besides tickets and the work on them. */
export const deskMigrations = [TicketFiles1700000561500, TicketSearch1700000561510, TicketIncidents1700000561600];
