import { type Locale, TextField, ValueField, VersionField, IdField } from '@atrium/sdk';
import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { NotificationChannel } from '../notification.enums';
import { NotificationTemplate } from './template.type';
import { MAX_BODY, MAX_SUBJECT } from './template.policy';

const TYPE = { description: 'Key of the kind of message, as `notificationTypes` lists them.', max: 80 };
const CHANNEL = { description: 'The channel it is for.' };
export const LOCALE = {
  description: 'The language it is in: `zh-CN` or `en`.',
  max: 5,
  matches: /^(zh-CN|en)$/,
  example: 'zh-CN',
};
const SUBJECT = 'Subject or title, with variables as `{name}`; none on channels without one.';
const BODY =
  'The text, with variables as `{name}` and braces as `{{` and `}}`. An empty line parts paragraphs; one that is `[words]({link})` becomes a link.';

@InputType({ description: 'A company’s own words for a message.' })
export class SaveTemplateInput {
  @TextField(TYPE)
  type: string;
  @ValueField(() => NotificationChannel, CHANNEL)
  channel: NotificationChannel;
  @TextField(LOCALE)
  locale: Locale;
  @TextField({ description: SUBJECT, nullable: true, max: MAX_SUBJECT })
  subject?: string | null;
  @TextField({ description: BODY, max: MAX_BODY, multiline: true })
  body: string;
  @VersionField(0)
  version: number;
}

@InputType({ description: 'A template to give up for the words that the message came with.' })
export class ResetTemplateInput {
  @IdField('notification_template', { description: 'The template.' })
  id: string;
  @VersionField()
  version: number;
}

@InputType({
  description: 'Words to look at before they are saved; what is left out is taken from the template in use.',
})
export class PreviewTemplateInput {
  @TextField(TYPE)
  type: string;
  @ValueField(() => NotificationChannel, CHANNEL)
  channel: NotificationChannel;
  @TextField(LOCALE)
  locale: Locale;
  @TextField({ description: SUBJECT, nullable: true, max: MAX_SUBJECT })
  subject?: string | null;
  @TextField({ description: BODY, nullable: true, min: 1, max: MAX_BODY, multiline: true })
  body?: string | null;
}

@ObjectType({ description: 'Answer of saveNotificationTemplate.' })
export class SaveTemplatePayload {
  @Field(() => NotificationTemplate, { description: 'As it is now.' })
  template: unknown;
}

@ObjectType({ description: 'Answer of resetNotificationTemplate.' })
export class ResetTemplatePayload {
  @Field(() => ID, { description: 'Id of the template that is gone.' })
  deletedId: string;
}
