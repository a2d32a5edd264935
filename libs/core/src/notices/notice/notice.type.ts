import { DateTimeScalar, Node } from '@atrium/sdk';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Segment } from '../../audiences';
import { Customer } from '../../customers';
import { Building, Community } from '../../properties';
import { NoticeState } from './notice.enums';

@ObjectType({ description: 'A notice in one language.' })
export class NoticeText {
  @Field({ description: 'The language: `zh-CN` or `en`.' })
  locale: string;
  @Field({ description: 'Title.' })
  title: string;
  @Field({ description: 'Plain text: it is shown, never interpreted.' })
  body: string;
}

@ObjectType({ description: 'A file that a notice comes with.' })
export class NoticeAttachment {
  @Field(() => ID, { description: 'Opaque and stable.' })
  id: string;
  @Field({ description: 'What a download is saved as.' })
  name: string;
  @Field({ description: 'Media type, e.g. `application/pdf`.' })
  contentType: string;
  @Field(() => Int, { description: 'Size in bytes.' })
  bytes: number;
}

@ObjectType({ description: 'A notice as it was.' })
export class NoticeVersion {
  @Field(() => ID, { description: 'Opaque and stable.' })
  id: string;
  @Field(() => Int, { description: 'Its number, from 1.' })
  number: number;
  @Field(() => [NoticeText], { description: 'What it said, in each language.' })
  texts: NoticeText[];
  @Field({ description: 'Who wrote it.' })
  author: string;
  @Field(() => DateTimeScalar, { description: 'When it was written.' })
  createdAt: Date;
}

@ObjectType({ description: 'How far a notice has come, of the addressees the caller sees.' })
export class NoticeFigures {
  @Field(() => Int, { description: 'Customers it is addressed to.' })
  addressed: number;
  @Field(() => Int, { description: 'Of them, who has read it since it last asked to be read.' })
  read: number;
  @Field(() => Int, { description: 'Of them, who has confirmed it since it last asked to be read.' })
  confirmed: number;
}

@ObjectType({ description: 'Somebody a notice is addressed to.' })
export class NoticeAddressee {
  @Field(() => ID, { description: 'Opaque and stable.' })
  id: string;
  @Field(() => Customer, { nullable: true, description: 'The customer.' })
  customer: Customer | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was read; null while it was not, since it last asked.',
  })
  readAt: Date | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was confirmed; null while it was not, since it last asked.',
  })
  confirmedAt: Date | null;
}

@ObjectType({ implements: () => Node, description: 'An announcement (公告) to a community, a building or a segment.' })
export class Notice extends Node {
  @Field({ description: 'Title, in the caller’s language where it is written in it.' })
  title: string;
  @Field({ description: 'Plain text, in the caller’s language where it is written in it.' })
  body: string;
  @Field({ description: 'The language of title and text.' })
  locale: string;
  @Field(() => [NoticeText], { description: 'It in every language it is written in.' })
  texts: NoticeText[];
  @Field(() => NoticeState, { description: 'Where it stands.' })
  state: NoticeState;
  @Field({ description: 'Does it stand above the others?' })
  isPinned: boolean;
  @Field({ description: 'Is every addressee asked to confirm it?' })
  needsConfirmation: boolean;
  @Field({ description: 'Does its message go out in quiet hours too?' })
  isUrgent: boolean;
  @Field({ description: 'Is a message sent when it is published?' })
  notifies: boolean;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it is to be published.' })
  publishAt: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was published.' })
  publishedAt: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When customers see it no longer.' })
  expiresAt: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was withdrawn.' })
  withdrawnAt: Date | null;
  @Field(() => String, { nullable: true, description: 'Why it was withdrawn.' })
  withdrawnReason: string | null;
  @Field(() => Community, { nullable: true, description: 'The community it is to, or whose building.' })
  community: Community | null;
  @Field(() => Building, { nullable: true, description: 'The building it is to.' })
  building: Building | null;
  @Field(() => Segment, { nullable: true, description: 'The segment it is to.' })
  segment: Segment | null;
  @Field(() => [NoticeAttachment], { description: 'Files it comes with.' })
  attachments: NoticeAttachment[];
  @Field(() => [NoticeVersion], { description: 'Its versions, newest first.' })
  versions: NoticeVersion[];
  @Field(() => NoticeFigures, { description: 'To how many it is, and how many have read and confirmed it.' })
  figures: NoticeFigures;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the calling customer has read it; null for staff.',
  })
  myReadAt: Date | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the calling customer has confirmed it; null for staff.',
  })
  myConfirmedAt: Date | null;
  @Field(() => Int, { description: 'Rises with each change; updates name it.' })
  version: number;
  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt: Date;
}
