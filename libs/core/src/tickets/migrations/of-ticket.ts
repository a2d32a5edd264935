/** Rows that hang on a ticket are there for whoever sees the ticket. */
export const withTicket = (table: string, column = 'ticket_id'): string =>
  `EXISTS (SELECT FROM atrium.ticket k WHERE k.tenant_id = ${table}.tenant_id AND k.id = ${table}.${column})`;

export const OF_TICKET = `ticket_id uuid NOT NULL,
  FOREIGN KEY (tenant_id, ticket_id) REFERENCES atrium.ticket (tenant_id, id) ON DELETE CASCADE`;
export const GOES_WITH_TICKET = { kept: 'it goes with its ticket' };

/** What staff see who see the ticket, and nobody writes who does not. */
export const scopeOfTicket = (table: string): { readonly using: string; readonly checked: true } => ({
  using: withTicket(table),
  checked: true,
});
