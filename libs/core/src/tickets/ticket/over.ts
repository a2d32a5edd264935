import { AtriumError } from '@atrium/sdk';
import { ticketMessages } from '../tickets.messages';
import type { LockedTicket } from './ticket-rows';

/** What is done, closed, cancelled or merged takes no more of this. */
export const overError = ({ state }: Pick<LockedTicket, 'state'>): AtriumError =>
  new AtriumError('CONFLICT', ticketMessages.over, { params: { state } });
