import {
  composeMail,
  fillTemplate,
  type Locale,
  type MailPart,
  type NotificationChannel,
  type NotificationType,
  paragraphsOf,
} from '@atrium/sdk';

/** A template as it is used: the company's own, or the one the type came with (version 0). */
export interface UsedTemplate {
  /** Null on channels without a subject. */
  readonly subject: string | null;
  readonly body: string;
  readonly version: number;
}

/** A message in words. */
export interface Rendered {
  readonly subject: string | null;
  readonly text: string;
  /** For e-mail alone. */
  readonly html: string | null;
}

const WITH_SUBJECT: readonly NotificationChannel[] = ['EMAIL', 'PUSH', 'IN_APP'];
export const hasSubject = (channel: NotificationChannel): boolean => WITH_SUBJECT.includes(channel);
/** Short texts on all others. */
export const isLong = (channel: NotificationChannel): boolean => channel === 'EMAIL' || channel === 'IN_APP';

/** What a type says on a channel where the company has no template of its own. */
export function defaultTemplate(
  { templates }: NotificationType,
  channel: NotificationChannel,
  locale: Locale,
): UsedTemplate {
  const { subject, body, short = body } = templates[locale];
  return { subject: hasSubject(channel) ? subject : null, body: isLong(channel) ? body : short, version: 0 };
}

/**
 * Fills a template. What stands in values is shown as it is: in HTML it is escaped, so that nothing in it is ever
 * executed.
 *
 * @param footer a link below an e-mail, e.g. to stop such messages
 */
export function render(
  channel: NotificationChannel,
  { subject, body }: UsedTemplate,
  values: Readonly<Record<string, string>>,
  locale: Locale,
  footer: { readonly label: string; readonly link: string } | null = null,
): Rendered {
  const title = subject === null ? null : oneLine(fillTemplate(subject, values));
  const parts = paragraphsOf(body)
    .map(({ text, link }): MailPart => {
      const label = fillTemplate(text, values);
      return link === null ? label : { label, link: values[link] ?? '' };
    })
    // A paragraph that had nothing but an optional variable is not there without it.
    .filter((part) => (typeof part === 'string' ? part.trim() !== '' : !('link' in part) || part.link !== ''));
  if (channel === 'EMAIL') {
    const mail = composeMail({ to: '', locale, subject: title ?? '', parts: footer ? [...parts, footer] : parts });
    return { subject: title, text: mail.text, html: mail.html ?? null };
  }
  const text = parts
    .map((part) => (typeof part === 'string' ? part : 'link' in part ? `${part.label} ${part.link}` : part.code))
    .join(isLong(channel) ? '\n\n' : '\n');
  return { subject: title, text: isLong(channel) ? text : text.trim(), html: null };
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
