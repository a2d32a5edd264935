import {
  context,
  currentTenant,
  db,
  Events,
  invalidField,
  newId,
  now,
  requirePermission,
  searchScope,
  together,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { ContactKind, CustomerKind, customerPermissions, CustomersService, normalPhone } from '../../customers';
import { Promises } from '../clock/members';
import { TicketClocks } from '../clock/ticket-clocks';
import { ticketWords, writeTicketSearch } from '../search/ticket-words';
import { TicketState } from '../state/ticket-state';
import { ticketEvents } from '../tickets.events';
import { ticketMessages } from '../tickets.messages';
import { findSubject, type Subject } from './subject';
import { payloadOf, takeTicketNumbers, tell } from './ticket-rows';
import { TicketChannel, TicketEventKind, TicketKind, TicketSeverity } from './ticket.enums';
import type { CreateTicketInput } from './ticket.inputs';

interface NewTicket extends Pick<
  CreateTicketInput,
  | 'kind'
  | 'channel'
  | 'title'
  | 'description'
  | 'wants'
  | 'managerAsked'
  | 'authorityDueAt'
  | 'promisedAt'
  | 'externalId'
> {
  readonly severity: TicketSeverity;
  readonly isAnonymous: boolean;
  readonly reporter: { readonly name: string | null; readonly phone: string | null; readonly masked: string | null };
}

const INSERT = {
  name: 'insert_ticket',
  text: `INSERT INTO atrium.ticket (id, number, kind, channel, severity, state, title, description, wants, manager_asked,
      category_id, community_id, building_id, unit_id, equipment_id, place, customer_id, is_anonymous, reporter_name,
      reporter_phone, reporter_phone_masked, opened_at, due_at, authority_due_at, promised_at, external_id)
    VALUES ($1, $2, $3, $4, $5, 'NEW', $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
      coalesce($22::timestamptz, 'infinity'), $23, $24, $25)`,
};

/** Takes down tickets, whoever reports them and by whatever channel. */
@Injectable()
export class CreateTicket {
  constructor(
    private readonly clocks: TicketClocks,
    private readonly promises: Promises,
    private readonly customers: CustomersService,
    private readonly events: Events,
  ) {}

  /** Answers the new ticket's UUID. */
  async byStaff(input: CreateTicketInput): Promise<string> {
    const isAnonymous = input.isAnonymous ?? false;
    if (isAnonymous && (input.customerId || input.callerName || input.callerPhone)) {
      throw invalidField('input.isAnonymous', 'NOT_ANONYMOUS', ticketMessages.anonymous);
    }
    if (input.promisedAt && input.promisedAt <= now()) {
      throw invalidField('input.promisedAt', 'IN_THE_PAST', ticketMessages.past);
    }
    const known = await findSubject(input);
    const customerId = known.customerId ?? (input.enterCaller ? await this.enterCaller(input, known) : null);
    const phone = input.callerPhone ? normalPhone(input.callerPhone) : null;
    if (input.callerPhone && !phone) {
      throw invalidField('input.callerPhone', 'WRONG_FORM', ticketMessages.notAPhone);
    }
    return this.take(
      {
        ...input,
        isAnonymous,
        severity: input.severity ?? known.defaultSeverity ?? usualOf(input.kind),
        reporter: {
          name: input.callerName || known.customerName,
          phone: phone?.value ?? known.phone,
          masked: phone?.masked ?? known.phoneMasked,
        },
      },
      { ...known, customerId },
    );
  }

  /** Of the customer who calls. */
  async byCustomer(
    input: Pick<
      CreateTicketInput,
      'kind' | 'title' | 'description' | 'wants' | 'managerAsked' | 'categoryId' | 'unitId'
    > & {
      communityId?: string | null;
    },
  ): Promise<string> {
    const known = await findSubject({ ...input, customerId: context().actor.id });
    return this.take(
      {
        ...input,
        channel: TicketChannel.APP,
        isAnonymous: false,
        severity: known.defaultSeverity ?? usualOf(input.kind),
        reporter: { name: known.customerName, phone: known.phone, masked: known.phoneMasked },
      },
      known,
    );
  }

  /** That the platform itself makes of something else, e.g. of an answer to a survey. */
  async fromElsewhere(
    input: Pick<CreateTicketInput, 'kind' | 'channel' | 'title' | 'description' | 'customerId' | 'unitId'> & {
      readonly isAnonymous: boolean;
      readonly communityId: string | null;
    },
  ): Promise<string> {
    const known = await findSubject(input);
    return this.take(
      {
        ...input,
        severity: usualOf(input.kind),
        reporter: { name: known.customerName, phone: known.phone, masked: known.phoneMasked },
      },
      known,
    );
  }

  private async take(ticket: NewTicket, subject: Subject): Promise<string> {
    const id = newId();
    const at = now();
    const { kind, severity, channel } = ticket;
    const promised = await this.promises.of({
      ...{ kind, severity, serviceProfile: subject.serviceProfile },
      customerId: ticket.isAnonymous ? null : subject.customerId,
    });
    const clocks = this.clocks.plan(id, promised, at);
    const [number] = await takeTicketNumbers(at, 1);
    await together([
      this.insert(id, number!, ticket, subject, at, clocks.dueAt),
      tell([
        { ticketId: id, at, kind: TicketEventKind.CREATED, to: TicketState.NEW, facts: { channel }, forCustomer: true },
      ]),
      this.clocks.write(clocks),
      writeTicketSearch(new Map([[id, wordsOf(number!, ticket, subject)]])),
    ]);
    const { communityId, customerId } = subject;
    await this.events.emit(
      ticketEvents.created,
      { ...payloadOf({ id, number: number!, kind, severity, communityId, customerId }), channel },
      { aggregateId: id },
    );
    return id;
  }

  private async insert(
    id: string,
    number: string,
    ticket: NewTicket,
    subject: Subject,
    at: Date,
    dueAt: Date | null,
  ): Promise<void> {
    await db().execute(INSERT, [
      id,
      number,
      ticket.kind,
      ticket.channel,
      ticket.severity,
      ticket.title,
      ticket.description || null,
      ticket.wants || null,
      ticket.managerAsked ?? false,
      subject.categoryId,
      subject.communityId,
      subject.buildingId,
      subject.unitId,
      subject.equipmentId,
      subject.place,
      ticket.isAnonymous ? null : subject.customerId,
      ticket.isAnonymous,
      ticket.isAnonymous ? null : ticket.reporter.name,
      ticket.isAnonymous ? null : ticket.reporter.phone,
      ticket.isAnonymous ? null : ticket.reporter.masked,
      at,
      dueAt,
      ticket.authorityDueAt ?? null,
      ticket.promisedAt ?? null,
      ticket.externalId || null,
    ]);
  }

  /** Makes a customer of a caller whom nobody knows, entered by the community it is about. */
  private async enterCaller(input: CreateTicketInput, { communityId }: Subject): Promise<string | null> {
    if (!input.callerName || !input.callerPhone) return null;
    requirePermission(customerPermissions['customer:manage']);
    return this.customers.create({
      kind: CustomerKind.PERSON,
      name: input.callerName,
      communityId,
      contacts: [{ kind: ContactKind.PHONE, value: input.callerPhone, isPreferred: true, verified: false }],
    });
  }
}

const wordsOf = (number: string, ticket: NewTicket, subject: Subject): string => {
  const { name: reporterName, phone: reporterPhone } = ticket.isAnonymous ? UNKNOWN : ticket.reporter;
  const { place, buildingCode, unitCode } = subject;
  return ticketWords(
    { ...ticket, number, place, buildingCode, unitCode, reporterName, reporterPhone },
    searchScope(currentTenant().id),
  );
};
const UNKNOWN = { name: null, phone: null };

const usualOf = (kind: TicketKind): TicketSeverity =>
  kind === TicketKind.EMERGENCY ? TicketSeverity.CRITICAL : TicketSeverity.GENERAL;
