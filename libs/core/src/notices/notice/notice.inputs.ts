import {
  DateTimeScalar,
  IdempotencyKeyField,
  IdField,
  type Locale,
  NestedField,
  TextField,
  ValueField,
  VersionField,
} from '@atrium/sdk';
import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { Notice } from './notice.type';

@InputType({ description: 'A notice in one language.' })
export class NoticeTextInput {
  @TextField({ description: 'The language: `zh-CN` or `en`.', max: 5, matches: /^(zh-CN|en)$/, example: 'zh-CN' })
  locale: Locale;
  @TextField({ description: 'Title.', max: 200 })
  title: string;
  @TextField({ description: 'Plain text; an empty line parts paragraphs.', max: 20_000, multiline: true })
  body: string;
}

const TEXTS = 'It in each language, the company’s own among them.';
const FILES = 'Files to attach, uploaded by the caller before; at most 20.';

@InputType({
  description:
    'A notice to a community, a building or a segment; with a segment and a place, to its members who live there.',
})
export class CreateNoticeInput {
  @IdField('community', { description: 'To all who live or work in this community.', nullable: true })
  communityId?: string | null;
  @IdField('building', { description: 'To all who live or work in this building.', nullable: true })
  buildingId?: string | null;
  @IdField('segment', { description: 'To the members this segment has when the notice is published.', nullable: true })
  segmentId?: string | null;
  @NestedField(() => NoticeTextInput, { description: TEXTS, list: true })
  texts: NoticeTextInput[];
  @ValueField(() => Boolean, { description: 'Does it stand above the others?', defaultValue: false })
  isPinned: boolean;
  @ValueField(() => Boolean, { description: 'Is every addressee asked to confirm it?', defaultValue: false })
  needsConfirmation: boolean;
  @ValueField(() => Boolean, { description: 'Does its message go out in quiet hours too?', defaultValue: false })
  isUrgent: boolean;
  @ValueField(() => Boolean, { description: 'Is a message sent when it is published?', defaultValue: true })
  notifies: boolean;
  @ValueField(() => DateTimeScalar, { description: 'When customers see it no longer; null: never.', nullable: true })
  expiresAt?: Date | null;
  @IdField('file', { description: FILES, list: true, nullable: true })
  fileIds?: string[] | null;
  @IdempotencyKeyField()
  idempotencyKey?: string | null;
}

@InputType({ description: 'A change of a notice: what is left out stays.' })
export class UpdateNoticeInput {
  @IdField('notice', { description: 'The notice.' })
  id: string;
  @VersionField()
  version: number;
  @NestedField(() => NoticeTextInput, {
    description: `${TEXTS} They take the place of those there are.`,
    list: true,
    nullable: true,
  })
  texts?: NoticeTextInput[] | null;
  @ValueField(() => Boolean, { description: 'Does it stand above the others?', nullable: true })
  isPinned?: boolean | null;
  @ValueField(() => Boolean, { description: 'Is every addressee asked to confirm it?', nullable: true })
  needsConfirmation?: boolean | null;
  @ValueField(() => DateTimeScalar, { description: 'When customers see it no longer.', nullable: true })
  expiresAt?: Date | null;
  @IdField('file', { description: `${FILES} Beside those there are.`, list: true, nullable: true })
  addFileIds?: string[] | null;
  @ValueField(() => Boolean, {
    description: 'Is it so different that everybody is to read and confirm it anew?',
    defaultValue: false,
  })
  asksAgain: boolean;
}

@InputType({ description: 'An attachment to remove from its notice.' })
export class RemoveNoticeAttachmentInput {
  @IdField('notice_file', { description: 'The attachment.' })
  id: string;
}

@InputType({ description: 'A notice to publish.' })
export class PublishNoticeInput {
  @IdField('notice', { description: 'The notice.' })
  id: string;
  @VersionField()
  version: number;
  @ValueField(() => DateTimeScalar, { description: 'When; at once where it is left out.', nullable: true })
  at?: Date | null;
}

@InputType({ description: 'A notice to withdraw.' })
export class WithdrawNoticeInput {
  @IdField('notice', { description: 'The notice.' })
  id: string;
  @VersionField()
  version: number;
  @TextField({ description: 'Why.', max: 500 })
  reason: string;
}

@InputType({ description: 'A notice.' })
export class NoticeIdInput {
  @IdField('notice', { description: 'The notice.' })
  id: string;
}

@ObjectType({ description: 'A notice as it is now.' })
export class NoticePayload {
  @Field(() => Notice, { description: 'The notice.' })
  notice: unknown;
}

@ObjectType({ description: 'Answer of deleteNotice.' })
export class DeleteNoticePayload {
  @Field(() => ID, { description: 'Id of the notice that is gone.' })
  deletedId: string;
}
