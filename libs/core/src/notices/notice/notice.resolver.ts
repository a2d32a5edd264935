import {
  Allow,
  batched,
  db,
  encodeId,
  Files,
  ForCustomers,
  IdArg,
  listField,
  openToCustomers,
  RAW_ID,
  readList,
  readOne,
  ref,
} from '@atrium/sdk';
import { Args, Info, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { NOTICE_READ, noticePermissions } from '../notices.permissions';
import { NoticeReceipts } from '../receipt/receipts';
import {
  CreateNoticeInput,
  DeleteNoticePayload,
  NoticeIdInput,
  NoticePayload,
  PublishNoticeInput,
  RemoveNoticeAttachmentInput,
  UpdateNoticeInput,
  WithdrawNoticeInput,
} from './notice.inputs';
import { Notice, NoticeAttachment } from './notice.type';
import { AddresseeList, NoticeList, noticeView } from './notice.views';
import { NoticesService } from './notices.service';

const MANAGE = noticePermissions['notice:manage'];
const payload = (id: string): NoticePayload => ({ notice: ref('notice', id) });

export const noticeAddresseesField = listField(Notice, 'addressees', AddresseeList, {
  description: 'Whom it is addressed to, of those the caller sees, with who has read and confirmed it.',
  foreignKey: 'notice_id',
});

@Resolver(() => Notice)
export class NoticeResolver {
  constructor(
    private readonly notices: NoticesService,
    private readonly receipts: NoticeReceipts,
  ) {}

  @ForCustomers({ staffWith: NOTICE_READ })
  @Query(() => NoticeList.Connection, {
    name: 'notices',
    description:
      'Notices, pinned ones first: to a customer those that are addressed to them and out; to staff all they may see.',
  })
  list(@Args({ type: () => NoticeList.Args }) _args: object, @Info() info: GraphQLResolveInfo): Promise<unknown> {
    return readList(NoticeList.definition, info);
  }

  @ForCustomers({ staffWith: NOTICE_READ })
  @Query(() => Notice, { description: 'One notice.' })
  notice(
    @IdArg('id', 'notice', { description: 'The notice.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return readOne(noticeView, id, info);
  }

  @Allow(MANAGE)
  @Mutation(() => NoticePayload, { description: 'Writes a notice, as a draft.' })
  async createNotice(@Args('input') input: CreateNoticeInput): Promise<NoticePayload> {
    return payload(await this.notices.create(input));
  }

  @Allow(MANAGE)
  @Mutation(() => NoticePayload, { description: 'Changes a notice, also one that is out; its versions are kept.' })
  async updateNotice(@Args('input') input: UpdateNoticeInput): Promise<NoticePayload> {
    await this.notices.update(input);
    return payload(input.id);
  }

  @Allow(MANAGE)
  @Mutation(() => NoticePayload, {
    description: 'Publishes a notice at once or at a time, to whoever lives there or is in the segment then.',
  })
  async publishNotice(@Args('input') input: PublishNoticeInput): Promise<NoticePayload> {
    await this.notices.publish(input);
    return payload(input.id);
  }

  @Allow(MANAGE)
  @Mutation(() => NoticePayload, {
    description: 'Withdraws a notice; one that waits for its time becomes a draft again.',
  })
  async withdrawNotice(@Args('input') input: WithdrawNoticeInput): Promise<NoticePayload> {
    await this.notices.withdraw(input);
    return payload(input.id);
  }

  @Allow(MANAGE)
  @Mutation(() => NoticePayload, { description: 'Removes a file that a notice comes with.' })
  async removeNoticeAttachment(@Args('input') { id }: RemoveNoticeAttachmentInput): Promise<NoticePayload> {
    return payload(await this.notices.removeAttachment(id));
  }

  @Allow(MANAGE)
  @Mutation(() => DeleteNoticePayload, { description: 'Deletes a draft.' })
  async deleteNotice(@Args('input') { id }: NoticeIdInput): Promise<DeleteNoticePayload> {
    await this.notices.delete(id);
    return { deletedId: encodeId('notice', id) };
  }

  @ForCustomers()
  @Mutation(() => NoticePayload, { description: 'Notes that the calling customer has read a notice.' })
  async readNotice(@Args('input') { id }: NoticeIdInput): Promise<NoticePayload> {
    await this.receipts.read(id);
    return payload(id);
  }

  @ForCustomers()
  @Mutation(() => NoticePayload, { description: 'Confirms a notice that asks for it.' })
  async confirmNotice(@Args('input') { id }: NoticeIdInput): Promise<NoticePayload> {
    await this.receipts.confirm(id);
    return payload(id);
  }
}

openToCustomers('NoticeAttachment', 'url');

@Resolver(() => NoticeAttachment)
export class NoticeAttachmentResolver {
  constructor(private readonly files: Files) {}

  @ResolveField(() => String, { description: 'Address to download it from, for a short time.' })
  async url(@Parent() attachment: Record<string, string>, @Info() info: GraphQLResolveInfo): Promise<string> {
    const urls = await batched(info, attachment[RAW_ID]!, async (ids) => {
      const rows = await db().query<{ id: string; file: string }>(
        'SELECT id, file_id AS file FROM atrium.notice_file WHERE id = ANY ($1::uuid[])',
        [ids],
      );
      return new Map(rows.map(({ id, file }) => [id, this.files.shareUrl(file).url]));
    });
    return urls!;
  }
}
