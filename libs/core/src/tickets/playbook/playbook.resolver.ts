import { Allow, IdArg, readList, readOne, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { ticketPermissions } from '../tickets.permissions';
import { PlaybookRuns } from './playbook-runs';
import {
  AbandonPlaybookInput,
  CreatePlaybookInput,
  Playbook,
  PlaybookPayload,
  PlaybookVersionPayload,
  PromotePlaybookVersionInput,
  PublishPlaybookVersionInput,
  RecordPlaybookStepInput,
  StartPlaybookInput,
  TicketPlaybookPayload,
  UpdatePlaybookInput,
} from './playbook.types';
import { PlaybookList, playbookView } from './playbook.views';
import { createPlaybook, promoteVersion, publishVersion, updatePlaybook } from './playbooks';

const READ = ticketPermissions['ticket:read'];
const WORK = ticketPermissions['ticket:work'];
const CONFIGURE = ticketPermissions['ticket:configure'];
const WHOLE = 'FORBIDDEN for whoever sees only some communities.';

/** Playbooks and their use. */
@Resolver()
export class PlaybookResolver {
  constructor(private readonly runs: PlaybookRuns) {}

  @Allow(READ, CONFIGURE)
  @Query(() => PlaybookList.Connection, { description: 'Playbooks: how kinds of problems are dealt with.' })
  playbooks(
    @Args({ type: () => PlaybookList.Args }) _args: object,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readList(PlaybookList.definition, info);
  }

  @Allow(READ, CONFIGURE)
  @Query(() => Playbook, { description: 'One playbook.' })
  playbook(
    @IdArg('id', 'playbook', { description: 'The playbook.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(playbookView, id, info);
  }

  @Allow(CONFIGURE)
  @Mutation(() => PlaybookPayload, {
    description: `Writes a playbook, with a draft of its steps. CONFLICT for a name taken. ${WHOLE}`,
  })
  async createPlaybook(@Args('input') input: CreatePlaybookInput): Promise<PlaybookPayload> {
    return { playbook: ref('playbook', await createPlaybook(input)) };
  }

  @Allow(CONFIGURE)
  @Mutation(() => PlaybookPayload, { description: `Changes a playbook, or the steps of its draft. ${WHOLE}` })
  async updatePlaybook(@Args('input') input: UpdatePlaybookInput): Promise<PlaybookPayload> {
    await updatePlaybook(input);
    return { playbook: ref('playbook', input.id) };
  }

  @Allow(CONFIGURE)
  @Mutation(() => PlaybookVersionPayload, { description: `Publishes a draft, which is SIMULATED then. ${WHOLE}` })
  async publishPlaybookVersion(@Args('input') input: PublishPlaybookVersionInput): Promise<PlaybookVersionPayload> {
    await publishVersion(input);
    return { playbookVersion: ref('playbook_version', input.id) };
  }

  @Allow(CONFIGURE)
  @Mutation(() => PlaybookVersionPayload, {
    description: `SIMULATED becomes PILOT; PILOT becomes STANDARD, by the figures of its use. CONFLICT where too few tickets were resolved by it. ${WHOLE}`,
  })
  async promotePlaybookVersion(@Args('input') input: PromotePlaybookVersionInput): Promise<PlaybookVersionPayload> {
    await promoteVersion(input);
    return { playbookVersion: ref('playbook_version', input.id) };
  }

  @Allow(WORK)
  @Mutation(() => TicketPlaybookPayload, {
    description: 'Begins a playbook for a ticket by hand. CONFLICT for one that is not published or has begun.',
  })
  async startPlaybook(@Args('input') input: StartPlaybookInput): Promise<TicketPlaybookPayload> {
    return { ticketPlaybook: ref('ticket_playbook', await this.runs.byHand(input)) };
  }

  @Allow(WORK)
  @Mutation(() => TicketPlaybookPayload, { description: 'Ticks off what is done of a step.' })
  async recordPlaybookStep(@Args('input') input: RecordPlaybookStepInput): Promise<TicketPlaybookPayload> {
    return { ticketPlaybook: ref('ticket_playbook', await this.runs.record(input)) };
  }

  @Allow(WORK)
  @Mutation(() => TicketPlaybookPayload, { description: 'Gives up a playbook that does not fit.' })
  async abandonPlaybook(@Args('input') input: AbandonPlaybookInput): Promise<TicketPlaybookPayload> {
    await this.runs.abandon(input);
    return { ticketPlaybook: ref('ticket_playbook', input.id) };
  }
}
