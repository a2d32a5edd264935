import {
  context,
  currentTenant,
  db,
  invalidField,
  newId,
  notFound,
  notificationType,
  type NotificationType,
  staleVersion,
  validationFailed,
} from '@atrium/sdk';
import { Injectable } from '@nestjs/common';
import { requireWholeCompany } from '@atrium/sdk';
import { checkValues } from '../message/values';
import { type Rendered } from '../message/render';
import { wordMessage } from '../message/worded-message';
import type { NotificationChannel } from '../notification.enums';
import { notificationMessages as messages } from '../notifications.messages';
import type { PreviewTemplateInput, SaveTemplateInput } from './template.inputs';
import { problemsOfTemplate } from './template.policy';
import { templatesInUse } from './templates-in-use';

interface Stored {
  readonly id: string;
  readonly version: number;
}

@Injectable()
export class TemplatesService {
  /** Answers the template's UUID. `VALIDATION_FAILED` naming each variable that is unknown, `CONFLICT` for a stale version. */
  async save({ type: key, channel, locale, subject, body, version }: SaveTemplateInput): Promise<string> {
    requireWholeCompany();
    const type = typeOf(key, channel, 'input');
    const texts = { subject: subject || null, body };
    const problems = problemsOfTemplate(type, channel, texts, 'input');
    if (problems.length > 0) throw validationFailed(...problems);
    const [stored] = await db().query<Stored & Record<string, unknown>>(
      `SELECT id, version FROM atrium.notification_template WHERE type = $1 AND channel = $2 AND locale = $3 FOR UPDATE`,
      [key, channel, locale],
    );
    if ((stored?.version ?? 0) !== version) throw staleVersion(version, stored?.version ?? 0);
    const id = stored?.id ?? newId();
    if (stored) {
      await db().execute(
        `UPDATE atrium.notification_template SET subject = $2, body = $3, version = version + 1, updated_at = now() WHERE id = $1`,
        [id, texts.subject, texts.body],
      );
    } else {
      await db().execute(
        `INSERT INTO atrium.notification_template (id, type, channel, locale, subject, body) VALUES ($1, $2, $3, $4, $5, $6)`,
        [id, key, channel, locale, texts.subject, texts.body],
      );
    }
    await db().execute(
      `INSERT INTO atrium.notification_template_version (id, template_id, number, subject, body, author)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [newId(), id, version + 1, texts.subject, texts.body, context().actor.name],
    );
    return id;
  }

  /** From now on the words that the type came with. */
  async reset(id: string, version: number): Promise<void> {
    requireWholeCompany();
    const [stored] = await db().query<Stored & Record<string, unknown>>(
      'SELECT id, version FROM atrium.notification_template WHERE id = $1 FOR UPDATE',
      [id],
    );
    if (!stored) throw notFound('NotificationTemplate');
    if (stored.version !== version) throw staleVersion(version, stored.version);
    await db().execute('DELETE FROM atrium.notification_template WHERE id = $1', [id]);
  }

  /** The message with the samples of its variables, in the words given or else those in use. */
  async preview({ type: key, channel, locale, subject, body }: PreviewTemplateInput): Promise<Rendered> {
    const type = typeOf(key, channel, 'input');
    const inUse = (await templatesInUse([key]))(type, channel, locale);
    const texts = { subject: subject ?? inUse.subject, body: body ?? inUse.body, version: inUse.version };
    const problems = problemsOfTemplate(type, channel, texts, 'input');
    if (problems.length > 0) throw validationFailed(...problems);
    const samples = Object.fromEntries(Object.entries(type.variables).map(([name, { sample }]) => [name, sample]));
    const { open, secret } = checkValues(type, samples);
    const message = { type: key, values: { ...open, ...secret }, sealed: null };
    return wordMessage(message, channel, { locale, timeZone: currentTenant().timeZone }, () => texts).final;
  }
}

/** @throws AtriumError VALIDATION_FAILED where there is no such type, or it does not go by this channel */
export function typeOf(key: string, channel: NotificationChannel, path: string): NotificationType {
  const type = notificationType(key);
  if (!type) throw invalidField(`${path}.type`, 'UNKNOWN_TYPE', messages.unknownType, { type: key });
  if (!type.channels.includes(channel)) {
    const allowed = type.channels.join(', ');
    throw invalidField(`${path}.channel`, 'UNKNOWN_CHANNEL', messages.unknownChannel, { channel, allowed });
  }
  return type;
}
