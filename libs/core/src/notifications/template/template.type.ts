import { DateTimeScalar, defineView, f, Node, type View } from '@atrium/sdk';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { NotificationChannel, NotificationPurpose } from '../notification.enums';
import { NOTIFICATION_READ } from '../notifications.permissions';

@ObjectType({ description: 'A variable of a message.' })
export class NotificationVariable {
  @Field({ description: 'Its name, written `{name}` in templates.' })
  name: string;
  @Field({ description: '`TEXT`, `NUMBER`, `MONEY`, `DATE`, `DATE_TIME` or `LINK`.' })
  type: string;
  @Field({ description: 'What it holds, in the caller’s language.' })
  description: string;
  @Field({ description: 'An example, in words.' })
  sample: string;
  @Field({ description: 'May it be empty?' })
  isOptional: boolean;
  @Field({ description: 'Does a template make no sense without it?' })
  mustAppear: boolean;
  @Field({ description: 'Does it open something by itself? Then it is shown to nobody but the recipient.' })
  isSecret: boolean;
}

@ObjectType({ implements: () => Node, description: 'A company’s own words for a message on a channel in a language.' })
export class NotificationTemplate extends Node {
  @Field({ description: 'Key of the kind of message.' })
  type: string;
  @Field(() => NotificationChannel, { description: 'The channel it is for.' })
  channel: NotificationChannel;
  @Field({ description: 'The language it is in.' })
  locale: string;
  @Field(() => String, { nullable: true, description: 'Subject or title; null on channels without one.' })
  subject: string | null;
  @Field({ description: 'The text.' })
  body: string;
  @Field(() => [NotificationTemplateVersion], { description: 'Its versions, newest first.' })
  versions: NotificationTemplateVersion[];
  @Field(() => Int, {
    description: 'Rises with each change; updates name it, and messages the one they were made from.',
  })
  version: number;
  @Field(() => DateTimeScalar, { description: 'When it was last changed.' })
  updatedAt: Date;
}

@ObjectType({ description: 'A template as it was.' })
export class NotificationTemplateVersion {
  @Field(() => ID, { description: 'Opaque and stable.' })
  id: string;
  @Field(() => Int, { description: 'Its number, from 1.' })
  number: number;
  @Field(() => String, { nullable: true, description: 'Subject or title.' })
  subject: string | null;
  @Field({ description: 'The text.' })
  body: string;
  @Field({ description: 'Who wrote it.' })
  author: string;
  @Field(() => DateTimeScalar, { description: 'When it was written.' })
  createdAt: Date;
}

@ObjectType({ description: 'The words of a message on a channel in a language.' })
export class NotificationTexts {
  @Field(() => NotificationChannel, { description: 'The channel.' })
  channel: NotificationChannel;
  @Field({ description: 'The language.' })
  locale: string;
  @Field(() => String, { nullable: true, description: 'Subject or title; null on channels without one.' })
  subject: string | null;
  @Field({ description: 'The text.' })
  body: string;
  @Field(() => NotificationTemplate, {
    nullable: true,
    description: 'The company’s own template; null where the words are those the message came with.',
  })
  template: unknown;
}

@ObjectType({ description: 'A kind of message that a context or plugin sends.' })
export class NotificationKind {
  @Field({ description: 'Its key.' })
  key: string;
  @Field({ description: 'Its name, in the caller’s language.' })
  title: string;
  @Field(() => NotificationPurpose, { description: 'What it is for.' })
  purpose: NotificationPurpose;
  @Field(() => [NotificationChannel], {
    description: 'Ways it can take, in the order in which they are tried by default.',
  })
  channels: NotificationChannel[];
  @Field({ description: 'Does it go out in quiet hours too, beyond all limits?' })
  isUrgent: boolean;
  @Field({ description: 'Does the company send it? See `typesOff` of `notificationSettings`.' })
  isOn: boolean;
  @Field(() => [NotificationVariable], { description: 'What its templates can contain.' })
  variables: NotificationVariable[];
  @Field(() => [NotificationTexts], { description: 'Its words, for each channel and language.' })
  texts: NotificationTexts[];
}

@ObjectType({ description: 'A message as it would be sent.' })
export class NotificationPreview {
  @Field(() => String, { nullable: true, description: 'Subject or title.' })
  subject: string | null;
  @Field({ description: 'As plain text.' })
  text: string;
  @Field(() => String, { nullable: true, description: 'As HTML, of an e-mail.' })
  html: string | null;
}

export const templateView: View = defineView({
  type: 'NotificationTemplate',
  idType: 'notification_template',
  table: 'atrium.notification_template',
  nodeAccess: NOTIFICATION_READ,
  fields: {
    id: f.id('notification_template'),
    type: f.column('type'),
    channel: f.column('channel'),
    locale: f.column('locale'),
    subject: f.column('subject'),
    body: f.column('body'),
    versions: f.array(
      () => templateVersionView,
      'template_id',
      (t) => `${t}.number DESC`,
    ),
    version: f.column('version'),
    updatedAt: f.instant('updated_at'),
  },
});

const templateVersionView: View = defineView({
  type: 'NotificationTemplateVersion',
  idType: 'notification_template_version',
  table: 'atrium.notification_template_version',
  fields: {
    id: f.id('notification_template_version'),
    number: f.column('number'),
    subject: f.column('subject'),
    body: f.column('body'),
    author: f.column('author'),
    createdAt: f.instant('created_at'),
  },
});
