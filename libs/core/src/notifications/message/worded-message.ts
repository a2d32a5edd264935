import { type Locale, type NotificationChannel, type NotificationType, notificationType } from '@atrium/sdk';
import type { Sealed } from './sealed';
import { render, type Rendered, type UsedTemplate } from './render';
import { type StoredValues, wordedValues } from './values';

/** Stands in texts that are kept where something was that opens something. */
const HIDDEN = '‹…›';

/** A message in words for one channel. */
export interface WordedMessage {
  /** As its recipient gets it. */
  readonly final: Rendered;
  /** As it is kept: the same, without what opens something by itself. */
  readonly shown: Rendered;
  readonly params: Readonly<Record<string, string>>;
  readonly templateVersion: number;
}

export interface Wordable {
  readonly type: string;
  readonly values: StoredValues;
  readonly sealed: Sealed | null;
}

/** Finds the template of a type on a channel in a language. */
export type TemplateSource = (type: NotificationType, channel: NotificationChannel, locale: Locale) => UsedTemplate;

export interface Footer {
  readonly label: string;
  readonly link: string;
}

export function wordMessage(
  { type: key, values, sealed }: Wordable,
  channel: NotificationChannel,
  { locale, timeZone }: { readonly locale: Locale; readonly timeZone: string },
  templateOf: TemplateSource,
  footer: Footer | null = null,
): WordedMessage {
  const type = notificationType(key)!;
  const template = templateOf(type, channel, locale);
  const secret = sealed?.values ?? null;
  const params = wordedValues(type, { ...values, ...secret }, locale, timeZone);
  const final = render(channel, template, params, locale, footer);
  const hidden = secret && { ...params, ...Object.fromEntries(Object.keys(secret).map((name) => [name, HIDDEN])) };
  const shown = hidden || footer ? render('IN_APP', template, hidden ?? params, locale) : final;
  return { final, shown, params, templateVersion: template.version };
}
