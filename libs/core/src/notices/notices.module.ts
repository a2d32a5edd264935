import { Module } from '@nestjs/common';
import { NoticeAttachmentResolver, noticeAddresseesField, NoticeResolver } from './notice/notice.resolver';
import { NoticesService } from './notice/notices.service';
import './notices.permissions';
import './notices.segment-use';
import { NoticePublisher } from './publish/publisher';
import { NoticeReceipts } from './receipt/receipts';

@Module({
  providers: [
    NoticeAttachmentResolver,
    noticeAddresseesField,
    NoticePublisher,
    NoticeReceipts,
    NoticeResolver,
    NoticesService,
  ],
})
export class NoticesModule {}
