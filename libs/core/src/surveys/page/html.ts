import { createHash } from 'node:crypto';
import { escapeHtml, type Locale, type Message, type MessageParams, renderMessage } from '@atrium/sdk';

const STYLE = `
*, ::before, ::after { box-sizing: border-box; }
body { font: 17px/1.5 system-ui, -apple-system, "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", sans-serif; margin: 0; background: #f4f5f6; color: #1c2126; }
main { max-width: 40rem; margin: 0 auto; padding: 1.25rem; background: #fff; min-height: 100vh; overflow-wrap: anywhere; }
h1 { font-size: 1.35rem; line-height: 1.3; margin: .25rem 0 .75rem; }
p { margin: 0 0 .75rem; white-space: pre-line; }
.company, .hint, .note { color: #4a535b; }
.company { font-size: .9rem; margin: 0; }
.hint, .note { font-size: .9rem; margin: .25rem 0 0; }
.note { border-left: 4px solid #0a6b50; padding: .25rem 0 .25rem .75rem; margin: 0 0 1rem; }
fieldset, .field { border: 0; border-top: 1px solid #d5dade; margin: 0; padding: 1.1rem 0; min-width: 0; }
fieldset fieldset { border-top: 0; padding: .6rem 0 0; }
legend, .label { padding: 0; font-weight: 600; float: left; width: 100%; display: block; }
fieldset fieldset legend { font-weight: 400; }
legend + * { clear: both; }
.tag { font-weight: 400; color: #4a535b; font-size: .9rem; }
.scale { display: grid; grid-template-columns: repeat(5, 1fr); gap: .4rem; padding-top: .6rem; clear: both; }
.scale.from0 { grid-template-columns: repeat(6, 1fr); }
.scale label { position: relative; text-align: center; }
.scale input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
.scale span { display: block; padding: .55rem 0; border: 1px solid #6d767e; border-radius: .4rem; background: #fff; }
.scale input:checked + span { background: #0a6b50; border-color: #0a6b50; color: #fff; font-weight: 700; }
.scale input:focus-visible + span, .options input:focus-visible, textarea:focus-visible, button:focus-visible, a:focus-visible, [tabindex]:focus-visible { outline: 3px solid #1b6ac9; outline-offset: 2px; }
.options { padding-top: .4rem; clear: both; }
.options label { display: flex; gap: .6rem; align-items: baseline; padding: .45rem 0; }
.options input { width: 1.2rem; height: 1.2rem; flex: none; accent-color: #0a6b50; position: relative; top: .2rem; }
textarea { font: inherit; width: 100%; min-height: 7rem; padding: .6rem; margin-top: .6rem; border: 1px solid #6d767e; border-radius: .4rem; }
.wrong { color: #a8121d; margin: .35rem 0 0; font-weight: 600; clear: both; }
#problems { border: 2px solid #a8121d; border-radius: .4rem; padding: .75rem 1rem; margin: 0 0 1rem; }
#problems p { margin: 0; font-weight: 600; }
#problems ul { margin: .25rem 0 0; padding-left: 1.2rem; }
#problems a { color: #a8121d; }
.actions { display: flex; flex-direction: row-reverse; gap: .75rem; padding-top: .5rem; }
button { font: inherit; padding: .7rem 1.25rem; border-radius: .4rem; border: 1px solid #0a6b50; cursor: pointer; flex: 1; }
.go { background: #0a6b50; color: #fff; font-weight: 700; }
.back { background: #fff; color: #0a6b50; }
footer { border-top: 1px solid #d5dade; margin-top: 1.5rem; padding-top: .75rem; font-size: .9rem; color: #4a535b; }
footer button { border: 0; background: none; color: #0a5f47; text-decoration: underline; padding: .4rem .6rem; flex: none; }
footer a { color: #0a5f47; padding: .4rem .6rem; }
`;

/** Nothing from elsewhere, no script at all; nobody frames it, nothing keeps it, and where it leads is told to nobody. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    `default-src 'none'`,
    `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
  'cache-control': 'no-store',
  vary: 'accept-language',
};

export type Say = (message: Message, params?: MessageParams) => string;
/** Words of a language, safe in HTML. */
export const sayIn =
  (locale: Locale): Say =>
  (message, params) =>
    shown(renderMessage(message, locale, params));

// Characters that HTML cannot hold are shown as what they are: not to be read. They are refused when they are sent again.
const UNSHOWABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
/** Text as it can stand in HTML. */
export const shown = (text: string): string => escapeHtml(text.toWellFormed().replace(UNSHOWABLE, '\ufffd'));

/** A whole page; `title` is safe in HTML already. */
export const htmlPage = (
  locale: Locale,
  title: string,
  company: string | null,
  body: string,
): string => `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}${company === null ? '' : ` · ${shown(company)}`}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${company === null ? '' : `<p class="company">${shown(company)}</p>`}
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;
