import { db, type NotificationChannel } from '@atrium/sdk';
import { defaultTemplate } from '../message/render';
import type { TemplateSource } from '../message/worded-message';

interface Row {
  readonly type: string;
  readonly channel: NotificationChannel;
  readonly locale: string;
  readonly subject: string | null;
  readonly body: string;
  readonly version: number;
}

/** The templates of these types: the company's own where it has some, else those that the types came with. */
export async function templatesInUse(types: readonly string[]): Promise<TemplateSource> {
  const rows = await db().query<Row & Record<string, unknown>>(
    {
      name: 'notification_templates',
      text: `SELECT type, channel, locale, subject, body, version FROM atrium.notification_template WHERE type = ANY ($1::text[])`,
    },
    [[...new Set(types)]],
  );
  const own = new Map(rows.map((row) => [keyOf(row.type, row.channel, row.locale), row]));
  return (type, channel, locale) => own.get(keyOf(type.key, channel, locale)) ?? defaultTemplate(type, channel, locale);
}

const keyOf = (type: string, channel: string, locale: string): string => `${type} ${channel} ${locale}`;
