import type { Locale } from '../errors/messages';
import type { MailMessage } from '../platform/services';

/** A part of a mail: a paragraph, a link that stands alone, or a code to copy. */
export type MailPart = string | { readonly link: string; readonly label: string } | { readonly code: string };

export interface MailDraft {
  readonly to: string;
  readonly locale: Locale;
  readonly subject: string;
  readonly parts: readonly MailPart[];
}

/** A mail as plain text and as simple HTML of the same words. Whatever stands in the parts is shown, never interpreted. */
export function composeMail({ to, locale, subject, parts }: MailDraft): MailMessage {
  const body = parts.map(htmlOf).join('\n');
  return {
    to,
    locale,
    subject: subject.replace(/\s+/g, ' ').trim(),
    text: `${parts.map(textOf).join('\n\n')}\n`,
    html: `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>
<body style="font-family: sans-serif; font-size: 16px; line-height: 1.5; max-width: 36em">
${body}
</body></html>
`,
  };
}

const textOf = (part: MailPart): string => {
  if (typeof part === 'string') return part;
  return 'link' in part ? `${part.label}\n${part.link}` : part.code;
};

const htmlOf = (part: MailPart): string => {
  if (typeof part === 'string') return `<p>${escapeHtml(part).replace(/\n/g, '<br>')}</p>`;
  if ('code' in part) return `<p style="overflow-wrap: anywhere"><code>${escapeHtml(part.code)}</code></p>`;
  if (!/^https?:\/\//.test(part.link)) throw new Error(`Not a web address: ${part.link}`);
  return `<p><a href="${escapeHtml(part.link)}">${escapeHtml(part.label)}</a></p>`;
};

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it can stand in HTML, between tags or in a quoted attribute. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
