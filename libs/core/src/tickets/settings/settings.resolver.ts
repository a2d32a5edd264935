import { Allow, encodeId, readList, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { ticketPermissions } from '../tickets.permissions';
import {
  CreateTicketCategoryInput,
  CreateTicketSubStateInput,
  DeleteTicketCategoryInput,
  DeleteTicketSubStateInput,
  TicketCategoryPayload,
  TicketSettingDeletedPayload,
  TicketSubStatePayload,
  UpdateTicketCategoryInput,
  UpdateTicketSubStateInput,
} from './category.inputs';
import { TicketCategoryList, TicketSubStateList } from './settings.views';
import { TicketSettingsService } from './ticket-settings.service';

const CONFIGURE = ticketPermissions['ticket:configure'];
const READ = [ticketPermissions['ticket:read'], CONFIGURE] as const;
const WHOLE = 'FORBIDDEN for whoever sees only some communities.';

@Resolver()
export class TicketSettingsResolver {
  constructor(private readonly settings: TicketSettingsService) {}

  @Allow(...READ)
  @Query(() => TicketCategoryList.Connection, { description: 'Categories of tickets.' })
  ticketCategories(
    @Args({ type: () => TicketCategoryList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(TicketCategoryList.definition, info);
  }

  @Allow(...READ)
  @Query(() => TicketSubStateList.Connection, { description: 'The company’s own names for stages of states.' })
  ticketSubStates(
    @Args({ type: () => TicketSubStateList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(TicketSubStateList.definition, info);
  }

  @Allow(CONFIGURE)
  @Mutation(() => TicketCategoryPayload, {
    description: `Makes a category. CONFLICT for a combination that is there. ${WHOLE}`,
  })
  async createTicketCategory(@Args('input') input: CreateTicketCategoryInput): Promise<TicketCategoryPayload> {
    return { ticketCategory: ref('ticket_category', await this.settings.createCategory(input)) };
  }

  @Allow(CONFIGURE)
  @Mutation(() => TicketCategoryPayload, { description: `Changes a category. ${WHOLE}` })
  async updateTicketCategory(@Args('input') input: UpdateTicketCategoryInput): Promise<TicketCategoryPayload> {
    await this.settings.updateCategory(input);
    return { ticketCategory: ref('ticket_category', input.id) };
  }

  @Allow(CONFIGURE)
  @Mutation(() => TicketSettingDeletedPayload, {
    description: `Deletes a category; CONFLICT while tickets or others hang on it. ${WHOLE}`,
  })
  async deleteTicketCategory(@Args('input') { id }: DeleteTicketCategoryInput): Promise<TicketSettingDeletedPayload> {
    await this.settings.deleteCategory(id);
    return { deletedId: encodeId('ticket_category', id) };
  }

  @Allow(CONFIGURE)
  @Mutation(() => TicketSubStatePayload, { description: `Makes a sub-state. CONFLICT for a name taken. ${WHOLE}` })
  async createTicketSubState(@Args('input') input: CreateTicketSubStateInput): Promise<TicketSubStatePayload> {
    return { ticketSubState: ref('ticket_sub_state', await this.settings.createSubState(input)) };
  }

  @Allow(CONFIGURE)
  @Mutation(() => TicketSubStatePayload, { description: `Changes a sub-state. ${WHOLE}` })
  async updateTicketSubState(@Args('input') input: UpdateTicketSubStateInput): Promise<TicketSubStatePayload> {
    await this.settings.updateSubState(input);
    return { ticketSubState: ref('ticket_sub_state', input.id) };
  }

  @Allow(CONFIGURE)
  @Mutation(() => TicketSettingDeletedPayload, {
    description: `Deletes a sub-state; CONFLICT while tickets are there. ${WHOLE}`,
  })
  async deleteTicketSubState(@Args('input') { id }: DeleteTicketSubStateInput): Promise<TicketSettingDeletedPayload> {
    await this.settings.deleteSubState(id);
    return { deletedId: encodeId('ticket_sub_state', id) };
  }
}
