import { Allow, IdArg, readList, readOne, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { TicketPayload } from '../ticket/ticket.inputs';
import { ticketPermissions } from '../tickets.permissions';
import {
  AddToIncidentInput,
  AnswerIncidentInput,
  CloseIncidentInput,
  Incident,
  IncidentPayload,
  OpenIncidentInput,
  TakeFromIncidentInput,
  UpdateIncidentInput,
} from './incident.type';
import { IncidentList, incidentView } from './incident.views';
import { Incidents } from './incidents';

const READ = ticketPermissions['ticket:read'];
const DISPATCH = ticketPermissions['ticket:assign'];
const payload = (id: string): IncidentPayload => ({ incident: ref('incident', id) });

@Resolver()
export class IncidentResolver {
  constructor(private readonly group: Incidents) {}

  @Allow(READ)
  @Query(() => IncidentList.Connection, {
    description: 'Incidents that many tickets are about, the newest first.',
  })
  incidents(
    @Args({ type: () => IncidentList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(IncidentList.definition, info);
  }

  @Allow(READ)
  @Query(() => Incident, { description: 'One incident.' })
  incident(
    @IdArg('id', 'incident', { description: 'The incident.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(incidentView, id, info);
  }

  @Allow(DISPATCH)
  @Mutation(() => IncidentPayload, { description: 'Opens an incident, with the tickets that are about it.' })
  async openIncident(@Args('input') input: OpenIncidentInput): Promise<IncidentPayload> {
    return payload(await this.group.open(input));
  }

  @Allow(DISPATCH)
  @Mutation(() => IncidentPayload, { description: 'Changes an incident; a lower threshold can make it a crisis.' })
  async updateIncident(@Args('input') input: UpdateIncidentInput): Promise<IncidentPayload> {
    await this.group.update(input);
    return payload(input.id);
  }

  @Allow(DISPATCH)
  @Mutation(() => IncidentPayload, {
    description:
      'Brings tickets under an incident; their customers read what was answered so far. At the threshold it becomes a crisis, once.',
  })
  async addToIncident(@Args('input') { id, ticketIds }: AddToIncidentInput): Promise<IncidentPayload> {
    await this.group.add(id, ticketIds);
    return payload(id);
  }

  @Allow(DISPATCH)
  @Mutation(() => TicketPayload, { description: 'Takes a ticket out of its incident. CONFLICT where it is in none.' })
  async takeFromIncident(@Args('input') { ticketId }: TakeFromIncidentInput): Promise<TicketPayload> {
    await this.group.take(ticketId);
    return { ticket: ref('ticket', ticketId) };
  }

  @Allow(DISPATCH)
  @Mutation(() => IncidentPayload, { description: 'One answer to the customers of all tickets of an incident.' })
  async answerIncident(@Args('input') { id, body }: AnswerIncidentInput): Promise<IncidentPayload> {
    await this.group.answer(id, body);
    return payload(id);
  }

  @Allow(DISPATCH)
  @Mutation(() => IncidentPayload, { description: 'Closes an incident; its tickets go their own ways.' })
  async closeIncident(@Args('input') { id, version, outcome }: CloseIncidentInput): Promise<IncidentPayload> {
    await this.group.close(id, version, outcome);
    return payload(id);
  }
}
