import {
  Allow,
  allNotificationTypes,
  context,
  currentTenant,
  db,
  encodeId,
  LOCALES,
  type NotificationType,
  ref,
} from '@atrium/sdk';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { checkValues, wordedValues } from '../message/values';
import { NOTIFICATION_READ, notificationPermissions } from '../notifications.permissions';
import { notificationRules } from '../settings/stored-settings';
import {
  PreviewTemplateInput,
  ResetTemplateInput,
  ResetTemplatePayload,
  SaveTemplateInput,
  SaveTemplatePayload,
} from './template.inputs';
import { NotificationKind, NotificationPreview } from './template.type';
import { TemplatesService } from './templates.service';
import { templatesInUse } from './templates-in-use';

const MANAGE = notificationPermissions['notification:manage'];
const WRONG =
  'VALIDATION_FAILED names each variable that is unknown, missing or no link (`UNKNOWN_VARIABLE`, `MISSING_VARIABLE`, `NOT_A_LINK`) and a brace that stands alone (`STRAY_BRACE`).';

@Resolver()
export class TemplateResolver {
  constructor(private readonly templates: TemplatesService) {}

  @Allow(...NOTIFICATION_READ)
  @Query(() => [NotificationKind], { description: 'Every kind of message, with its variables and its words.' })
  async notificationTypes(): Promise<NotificationKind[]> {
    const types = allNotificationTypes();
    const { typesOff } = await notificationRules();
    const templateOf = await templatesInUse(types.map(({ key }) => key));
    const own = await db().query<{ id: string; type: string; channel: string; locale: string }>(
      'SELECT id, type, channel, locale FROM atrium.notification_template',
    );
    const ids = new Map(own.map(({ id, type, channel, locale }) => [`${type} ${channel} ${locale}`, id]));
    return types.map((type) => ({
      ...kindOf(type),
      isOn: !typesOff.has(type.key),
      texts: type.channels.flatMap((channel) =>
        LOCALES.map((locale) => {
          const { subject, body } = templateOf(type, channel, locale);
          const id = ids.get(`${type.key} ${channel} ${locale}`);
          return { channel, locale, subject, body, template: id ? ref('notification_template', id) : null };
        }),
      ),
    }));
  }

  @Allow(...NOTIFICATION_READ)
  @Query(() => NotificationPreview, {
    description: `A message with the samples of its variables, as it would be sent. ${WRONG}`,
  })
  previewNotification(
    @Args('input', { description: 'The message, and the words to try.' }) input: PreviewTemplateInput,
  ): Promise<NotificationPreview> {
    return this.templates.preview(input);
  }

  @Allow(MANAGE)
  @Mutation(() => SaveTemplatePayload, {
    description: `Writes the company’s own words for a message; version 0 where it has none yet. ${WRONG}`,
  })
  async saveNotificationTemplate(@Args('input') input: SaveTemplateInput): Promise<SaveTemplatePayload> {
    return { template: ref('notification_template', await this.templates.save(input)) };
  }

  @Allow(MANAGE)
  @Mutation(() => ResetTemplatePayload, { description: 'Goes back to the words that the message came with.' })
  async resetNotificationTemplate(@Args('input') { id, version }: ResetTemplateInput): Promise<ResetTemplatePayload> {
    await this.templates.reset(id, version);
    return { deletedId: encodeId('notification_template', id) };
  }
}

function kindOf(type: NotificationType): Omit<NotificationKind, 'isOn' | 'texts'> {
  const { locale } = context();
  const { key, title, purpose, channels, isUrgent = false, variables } = type;
  const samples = Object.fromEntries(Object.entries(variables).map(([name, { sample }]) => [name, sample]));
  const { open, secret } = checkValues(type, samples);
  const words = wordedValues(type, { ...open, ...secret }, locale, currentTenant().timeZone);
  return {
    key,
    title: title[locale],
    purpose,
    channels: [...channels],
    isUrgent,
    variables: Object.entries(variables).map(([name, spec]) => ({
      name,
      type: spec.type,
      description: spec.description[locale],
      sample: words[name] ?? '',
      isOptional: spec.optional ?? false,
      mustAppear: spec.mustAppear ?? false,
      isSecret: spec.secret ?? false,
    })),
  };
}
