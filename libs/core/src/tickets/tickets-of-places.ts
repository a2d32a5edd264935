import { extendView, f, listField } from '@atrium/sdk';
import { Building, buildingView, Unit, unitView } from '../properties';
import { ticketPermissions } from './tickets.permissions';
import { TicketList } from './tickets.views';

const permission = ticketPermissions['ticket:read'];
const description = 'Tickets about it.';

for (const [view, foreignKey] of [
  [buildingView, 'building_id'],
  [unitView, 'unit_id'],
] as const) {
  extendView(view, {
    tickets: f.guarded(
      permission,
      f.many(() => TicketList.definition, foreignKey),
    ),
  });
}

/** Resolvers of the lists of tickets that hang below places. */
export const ticketsOfPlaces = [
  listField(Building, 'tickets', TicketList, { description, foreignKey: 'building_id', permission }),
  listField(Unit, 'tickets', TicketList, { description, foreignKey: 'unit_id', permission }),
];
