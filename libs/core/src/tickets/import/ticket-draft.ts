import { createHash } from 'node:crypto';
import { defineImportKind, type ImportValues, type ParsedRow, type RowOutcome, type RowProblem } from '@atrium/sdk';
import { normalPhone } from '../../customers';
import { instantOf } from '../../wall-clock/wall-clock';
import { TicketState } from '../state/ticket-state';
import { TicketChannel, TicketKind, TicketSeverity } from '../ticket/ticket.enums';
import { ticketPermissions } from '../tickets.permissions';
import { type ImportedState, type TicketFieldName, type TicketFields, ticketFields } from './import.fields';
import { importMessages } from './import.messages';

export type TicketValues = ImportValues<TicketFields>;
export type TicketProblem = RowProblem<TicketFieldName>;
export type TicketOutcome = RowOutcome<TicketFieldName>;

/** A ticket from before this was written down by somebody's mistake. */
const EARLIEST = 1980;
const TITLE = 80;

export const ticketImport = defineImportKind({
  name: 'TICKETS',
  permission: ticketPermissions['ticket:import'],
  title: importMessages.title,
  description: importMessages.description,
  fields: ticketFields,
  key: keyOf,
  duplicates: 'MERGE',
  batchSize: 1000,
});

/**
 * What a ticket is known by: its key in another system, or else what its row says, so that the same file brought again
 * changes nothing. Numbers alone will not do: there are files in which many tickets share one.
 */
export function keyOf(values: TicketValues): string {
  if (values.externalId != null) return values.externalId;
  const said = Object.entries(values).filter(([, value]) => value != null);
  const sorted = said.sort(([a], [b]) => (a < b ? -1 : 1));
  return `row:${createHash('sha256').update(JSON.stringify(sorted)).digest('base64url').slice(0, 32)}`;
}

/** Where a row says it is. */
export interface PlaceSaid {
  readonly community: string | null;
  readonly building: string | null;
  readonly address: string | null;
  readonly postcode: string | null;
  readonly section: string | null;
  readonly unit: string | null;
  readonly usage: string | null;
}

/** A row as it is understood. */
export interface TicketDraft {
  readonly number: number;
  readonly duplicateOf: number | null;
  readonly externalId: string;
  readonly formerNumber: string | null;
  readonly kind: TicketKind;
  readonly channel: TicketChannel;
  readonly severity: TicketSeverity;
  readonly state: ImportedState;
  readonly title: string;
  readonly description: string | null;
  readonly wants: string | null;
  readonly category: string | null;
  readonly openedAt: Date;
  readonly resolvedAt: Date | null;
  readonly place: PlaceSaid;
  readonly reporterName: string | null;
  readonly phone: { readonly value: string; readonly masked: string } | null;
  readonly problems: readonly TicketProblem[];
  readonly warnings: readonly TicketProblem[];
}

/** Understands one row and says what is wrong with it by itself. @param at now */
export function draftOf(
  { number, duplicateOf, values }: ParsedRow<TicketFields>,
  { at, timeZone }: { readonly at: Date; readonly timeZone: string },
): TicketDraft {
  const instant = (text: string | null | undefined): Date | null =>
    text == null
      ? null
      : new Date(text.endsWith('Z') ? text : instantOf(text.slice(0, 10), text.slice(11, 16), timeZone));
  const phone = values.phone == null ? null : normalPhone(values.phone);
  const openedAt = instant(values.openedAt) ?? at;
  const resolvedAt = instant(values.resolvedAt);
  const place = {
    community: values.community ?? null,
    building: values.building ?? null,
    address: values.address ?? null,
    postcode: values.postcode ?? null,
    section: values.section ?? null,
    unit: values.unit ?? null,
    usage: values.unitUsage ?? null,
  };
  const description = values.details ?? null;
  const [beginning = ''] = (description ?? '').split('\n');
  return {
    number,
    duplicateOf,
    externalId: keyOf(values),
    formerNumber: values.formerNumber ?? null,
    kind: values.kind ?? TicketKind.REPAIR,
    channel: values.channel ?? TicketChannel.PHONE,
    severity: values.severity ?? TicketSeverity.GENERAL,
    state: values.state ?? TicketState.CLOSED,
    title: values.title ?? ([...beginning].length > TITLE ? `${[...beginning].slice(0, TITLE).join('')}…` : beginning),
    description,
    wants: values.wants ?? null,
    category: values.category ?? null,
    openedAt,
    resolvedAt,
    place,
    reporterName: values.reporterName ?? null,
    phone: phone && { value: phone.value, masked: phone.masked },
    problems: problemsOf(values, place, { openedAt, resolvedAt, at }),
    warnings:
      values.phone != null && !phone
        ? [{ field: 'phone', code: 'NOT_A_PHONE', message: importMessages.notAPhone, params: { given: values.phone } }]
        : [],
  };
}

function problemsOf(
  values: TicketValues,
  place: PlaceSaid,
  { openedAt, resolvedAt, at }: { openedAt: Date; resolvedAt: Date | null; at: Date },
): TicketProblem[] {
  const problems: TicketProblem[] = [];
  const add = (field: TicketFieldName, code: string, message: TicketProblem['message'], params = {}): void => {
    problems.push({ field, code, message, params });
  };
  if (values.title == null && values.details == null) add('title', 'REQUIRED', importMessages.wordsNeeded);
  if (place.unit !== null && place.building === null && place.address === null) {
    add('building', 'REQUIRED', importMessages.buildingNeeded);
  }
  if (openedAt > at) add('openedAt', 'IN_THE_FUTURE', importMessages.future);
  if (openedAt.getUTCFullYear() < EARLIEST) add('openedAt', 'TOO_EARLY', importMessages.tooEarly, { year: EARLIEST });
  if (resolvedAt && resolvedAt > at) add('resolvedAt', 'IN_THE_FUTURE', importMessages.future);
  else if (resolvedAt && resolvedAt < openedAt) add('resolvedAt', 'TOO_EARLY', importMessages.beforeOpening);
  return problems;
}
