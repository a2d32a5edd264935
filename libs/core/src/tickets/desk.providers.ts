import { ExchangeReports, registerTelephonyExchange } from '@atrium/sdk';
import type { Provider } from '@nestjs/common';
import { Articles } from './knowledge/articles';
import { KnowledgeResolver } from './knowledge/knowledge.resolver';
import { articlesOfTickets } from './knowledge/knowledge.views';
import { BulkResolver } from './bulk/bulk.resolver';
import { ChangeTickets } from './bulk/change-tickets';
import { CallResolver } from './calls/call.resolver';
import { callListFields } from './calls/call.views';
import './calls/call.timeline';
import { Calls } from './calls/calls';
import { ExchangeReportsService } from './calls/exchange-reports.service';
import { ExchangeResolver } from './calls/exchange.resolver';
import { Exchanges } from './calls/exchanges';
import { sandboxExchange } from './calls/sandbox-exchange';
import { DisputeResolver } from './disputes/dispute.resolver';
import { Disputes } from './disputes/disputes';
import { TicketFileResolver, TicketFilesResolver } from './files/files.resolver';
import { TicketFiles } from './files/ticket-files';
import { TicketImport } from './import/ticket-import';
import { IncidentResolver } from './incident/incident.resolver';
import { Incidents } from './incident/incidents';
import { TicketSearchResolver } from './search/search.resolver';
import { SuggestResolver } from './suggest/suggest.resolver';
import { TellAbove } from './tell/tell-above';
import { ticketsOfPlaces } from './tickets-of-places';

registerTelephonyExchange(sandboxExchange);

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
  Calls,
  CallResolver,
  Exchanges,
  ExchangeResolver,
  ExchangeReportsService,
  { provide: ExchangeReports, useExisting: ExchangeReportsService },
  Disputes,
  DisputeResolver,
  Articles,
  KnowledgeResolver,
  ...callListFields,
  articlesOfTickets,
  ...ticketsOfPlaces,
];
