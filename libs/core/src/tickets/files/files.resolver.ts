import { Allow, batched, db, Files, ForCustomers, openToCustomers, RAW_ID, ref } from '@atrium/sdk';
import { Args, Info, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { CommentVisibility } from '../ticket/ticket.enums';
import { TicketPayload } from '../ticket/ticket.inputs';
import { ticketPermissions } from '../tickets.permissions';
import {
  AttachMyTicketFilesInput,
  AttachTicketFilesInput,
  RemoveTicketFileInput,
  TicketFile,
} from './ticket-file.type';
import { TicketFiles } from './ticket-files';
import './ticket-files.view';

const WORK = ticketPermissions['ticket:work'];
const ticket = (id: string): TicketPayload => ({ ticket: ref('ticket', id) });

@Resolver()
export class TicketFilesResolver {
  constructor(private readonly files: TicketFiles) {}

  @Allow(WORK)
  @Mutation(() => TicketPayload, {
    description: 'Attaches files to a ticket, for staff alone or for the customer, too.',
  })
  async attachTicketFiles(
    @Args('input') { ticketId, fileIds, visibility }: AttachTicketFilesInput,
  ): Promise<TicketPayload> {
    await this.files.attach(ticketId, fileIds, visibility);
    return ticket(ticketId);
  }

  @ForCustomers()
  @Mutation(() => TicketPayload, { description: 'Attaches files to a ticket of one’s own.' })
  async attachMyTicketFiles(@Args('input') { ticketId, fileIds }: AttachMyTicketFilesInput): Promise<TicketPayload> {
    await this.files.attach(ticketId, fileIds, CommentVisibility.CUSTOMER);
    return ticket(ticketId);
  }

  @Allow(ticketPermissions['ticket:assign'])
  @Mutation(() => TicketPayload, { description: 'Takes a file off its ticket; the history tells of it.' })
  async removeTicketFile(@Args('input') { id }: RemoveTicketFileInput): Promise<TicketPayload> {
    return ticket(await this.files.remove(id));
  }
}

openToCustomers('TicketFile', 'url');

@Resolver(() => TicketFile)
export class TicketFileResolver {
  constructor(private readonly files: Files) {}

  @ResolveField(() => String, { description: 'Address to download it from, for a short time.' })
  async url(@Parent() file: Record<string, string>, @Info() info: GraphQLResolveInfo): Promise<string> {
    const urls = await batched(info, file[RAW_ID]!, async (ids) => {
      const rows = await db().query<{ id: string; file: string }>(
        'SELECT id, file_id AS file FROM atrium.ticket_file WHERE id = ANY ($1::uuid[])',
        [ids],
      );
      return new Map(rows.map(({ id, file: stored }) => [id, this.files.shareUrl(stored).url]));
    });
    return urls!;
  }
}
