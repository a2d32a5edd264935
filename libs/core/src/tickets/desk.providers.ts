import type { Provider } from '@nestjs/common';
import { BulkResolver } from './bulk/bulk.resolver';
import { ChangeTickets } from './bulk/change-tickets';
import { TicketFileResolver, TicketFilesResolver } from './files/files.resolver';
import { TicketFiles } from './files/ticket-files';
import { TicketImport } from './import/ticket-import';
import { IncidentResolver } from './incident/incident.resolver';
import { Incidents } from './incident/incidents';
import { TicketSearchResolver } from './search/search.resolver';
import { SuggestResolver } from './suggest/suggest.resolver';
import { TellAbove } from './tell/tell-above';
import { ticketsOfPlaces } from './tickets-of-places';

/** What the service desk does around tickets: files, search, many at once, imports, group complaints. */
export const deskProviders: Provider[] = [
  TicketFiles,
  TicketFilesResolver,
  TicketFileResolver,
  TicketSearchResolver,
  SuggestResolver,
  ChangeTickets,
  BulkResolver,
  TicketImport,
  Incidents,
  IncidentResolver,
  TellAbove,
  ...ticketsOfPlaces,
];
