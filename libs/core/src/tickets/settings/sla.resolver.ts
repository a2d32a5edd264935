import { Allow, encodeId, readList, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { ticketPermissions } from '../tickets.permissions';
import { TicketSettingDeletedPayload } from './category.inputs';
import { SlaCalendarList, SlaPolicyList } from './settings.views';
import { SlaSettingsService } from './sla-settings.service';
import {
  CreateSlaCalendarInput,
  CreateSlaPolicyInput,
  DeleteSlaCalendarInput,
  DeleteSlaPolicyInput,
  SlaCalendarPayload,
  SlaPolicyPayload,
  UpdateSlaCalendarInput,
  UpdateSlaPolicyInput,
} from './sla.inputs';

const CONFIGURE = ticketPermissions['ticket:configure'];
const READ = [ticketPermissions['ticket:read'], CONFIGURE] as const;
const WHOLE = 'FORBIDDEN for whoever sees only some communities.';

@Resolver()
export class SlaResolver {
  constructor(private readonly settings: SlaSettingsService) {}

  @Allow(...READ)
  @Query(() => SlaCalendarList.Connection, { description: 'Working calendars.' })
  slaCalendars(
    @Args({ type: () => SlaCalendarList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(SlaCalendarList.definition, info);
  }

  @Allow(...READ)
  @Query(() => SlaPolicyList.Connection, { description: 'What is promised of which tickets.' })
  slaPolicies(
    @Args({ type: () => SlaPolicyList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(SlaPolicyList.definition, info);
  }

  @Allow(CONFIGURE)
  @Mutation(() => SlaCalendarPayload, { description: `Makes a working calendar. CONFLICT for a name taken. ${WHOLE}` })
  async createSlaCalendar(@Args('input') input: CreateSlaCalendarInput): Promise<SlaCalendarPayload> {
    return { slaCalendar: ref('sla_calendar', await this.settings.createCalendar(input)) };
  }

  @Allow(CONFIGURE)
  @Mutation(() => SlaCalendarPayload, {
    description: `Changes a working calendar; what open tickets have left runs by it from now on. ${WHOLE}`,
  })
  async updateSlaCalendar(@Args('input') input: UpdateSlaCalendarInput): Promise<SlaCalendarPayload> {
    await this.settings.updateCalendar(input);
    return { slaCalendar: ref('sla_calendar', input.id) };
  }

  @Allow(CONFIGURE)
  @Mutation(() => TicketSettingDeletedPayload, {
    description: `Deletes a working calendar; CONFLICT while a policy or an open ticket uses it. ${WHOLE}`,
  })
  async deleteSlaCalendar(@Args('input') { id }: DeleteSlaCalendarInput): Promise<TicketSettingDeletedPayload> {
    await this.settings.deleteCalendar(id);
    return { deletedId: encodeId('sla_calendar', id) };
  }

  @Allow(CONFIGURE)
  @Mutation(() => SlaPolicyPayload, {
    description: `Makes a policy. CONFLICT where there is one for the same kind, severity and profile. ${WHOLE}`,
  })
  async createSlaPolicy(@Args('input') input: CreateSlaPolicyInput): Promise<SlaPolicyPayload> {
    return { slaPolicy: ref('sla_policy', await this.settings.createPolicy(input)) };
  }

  @Allow(CONFIGURE)
  @Mutation(() => SlaPolicyPayload, { description: `Changes a policy, for open tickets, too. ${WHOLE}` })
  async updateSlaPolicy(@Args('input') input: UpdateSlaPolicyInput): Promise<SlaPolicyPayload> {
    await this.settings.updatePolicy(input);
    return { slaPolicy: ref('sla_policy', input.id) };
  }

  @Allow(CONFIGURE)
  @Mutation(() => TicketSettingDeletedPayload, {
    description: `Deletes a policy; open tickets keep the promises made by it. ${WHOLE}`,
  })
  async deleteSlaPolicy(@Args('input') { id }: DeleteSlaPolicyInput): Promise<TicketSettingDeletedPayload> {
    await this.settings.deletePolicy(id);
    return { deletedId: encodeId('sla_policy', id) };
  }
}
