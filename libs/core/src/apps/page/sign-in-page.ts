import { createHash } from 'node:crypto';
import { escapeHtml, type Locale, type Message, renderMessage } from '@atrium/sdk';
import type { AuthorizationRequest } from '../authorize/authorization-request';
import { signInTexts as texts } from './sign-in-page.texts';

/** Where somebody stands, and what goes with the next form. */
export type Step =
  | { readonly step: 'password' }
  | { readonly step: 'secondFactor'; readonly challenge: string }
  | { readonly step: 'enrol' }
  | { readonly step: 'contact' }
  | { readonly step: 'code'; readonly challenge: string; readonly contact: string }
  | {
      readonly step: 'choice';
      readonly challenge: string;
      readonly code: string;
      readonly choices: readonly { readonly customerId: string; readonly name: string; readonly code: string }[];
    };

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; background: #f4f5f6; color: #1c2126; }
main { max-width: 24rem; margin: 10vh auto 0; padding: 2rem; background: #fff; border-radius: .5rem; }
h1 { font-size: 1.25rem; margin: 0; overflow-wrap: anywhere; }
p { margin: .25rem 0 0; color: #545d66; overflow-wrap: anywhere; }
label { display: block; margin: 1rem 0 .25rem; }
input, button { font: inherit; box-sizing: border-box; width: 100%; padding: .5rem .75rem; border-radius: .25rem; }
input { border: 1px solid #6d767e; }
input:focus-visible, button:focus-visible, a:focus-visible { outline: 3px solid #1b6ac9; outline-offset: 1px; }
input[type=radio] { width: auto; margin-right: .5rem; }
fieldset { border: 0; margin: 1rem 0 0; padding: 0; }
legend { padding: 0; }
button { margin-top: 1.5rem; border: 0; background: #0a6b50; color: #fff; cursor: pointer; }
a { display: block; margin-top: 1rem; color: #0a6b50; }
[role=alert] { color: #a8121d; margin: 1rem 0 0; }
`;

const STYLE_HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

/** Nothing from elsewhere, no script at all; nobody frames it. Browsers hold the way back against `form-action` too. */
export function pageHeaders(redirectUri: string | null): Record<string, string> {
  const target = redirectUri === null ? [] : [formTarget(redirectUri)];
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': [
      `default-src 'none'`,
      `style-src ${STYLE_HASH}`,
      `base-uri 'none'`,
      `form-action ${["'self'", ...target].join(' ')}`,
      `frame-ancestors 'none'`,
    ].join('; '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    vary: 'accept-language',
  };
}

/** An origin, or the scheme of an app. */
const formTarget = (redirectUri: string): string => {
  const { origin, protocol } = new URL(redirectUri);
  return origin === 'null' ? protocol : origin;
};

/** A page without any script. @param title escaped already, as `body` is */
export const plainPage = (locale: Locale, title: string, body: string): string => `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;

type Say = (message: Message, params?: Readonly<Record<string, string>>) => string;
const sayIn =
  (locale: Locale): Say =>
  (message, params = {}) =>
    escapeHtml(renderMessage(message, locale, params));

/** A request that nobody can be sent back from. */
export function problemPage(
  locale: Locale,
  problem: 'UNKNOWN_COMPANY' | 'UNKNOWN_CLIENT' | 'UNKNOWN_REDIRECT',
): string {
  const say = sayIn(locale);
  return plainPage(locale, say(texts.problemTitle), `<p role="alert">${say(texts[problem])}</p>`);
}

/** The form of a step; `problem` is what was wrong with the one before. */
export function signInPage(
  locale: Locale,
  request: AuthorizationRequest,
  step: Step,
  problem: string | null = null,
): string {
  const say = sayIn(locale);
  const { tenant, client, redirectUri, codeChallenge, state } = request;
  const hidden = (name: string, value: string): string =>
    `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`;
  const asked: Record<string, string> = {
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: redirectUri,
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
    ...(state === null ? {} : { state }),
  };
  const kept = Object.entries(asked).map(([name, value]) => hidden(name, value));
  const { fields, submit } = formOf(step, say, hidden, problem !== null);
  const alert = problem === null ? '' : `<p role="alert" id="problem">${escapeHtml(problem)}</p>`;
  const again =
    step.step === 'password' || step.step === 'contact'
      ? ''
      : `<a href="?${escapeHtml(new URLSearchParams(asked).toString())}">${say(texts.again)}</a>`;
  return plainPage(
    locale,
    say(texts.title, { app: client.name }),
    `<p>${say(texts.company, { company: tenant.name })}</p>
${alert}
${submit === null ? fields : `<form method="post">\n${[...kept, hidden('step', step.step), fields].join('\n')}\n<button>${submit}</button>\n</form>`}
${again}`,
  );
}

function formOf(
  step: Step,
  say: Say,
  hidden: (name: string, value: string) => string,
  failed: boolean,
): { fields: string; submit: string | null } {
  const described = failed ? ' aria-describedby="problem" aria-invalid="true"' : '';
  const input = (name: string, label: string, attributes: string): string =>
    `<label for="${name}">${label}</label>\n<input id="${name}" name="${name}" required ${attributes}${described}>`;
  const digits = 'inputmode="numeric" autocomplete="one-time-code" maxlength="20" autofocus';
  switch (step.step) {
    case 'password':
      return {
        fields: `${input('email', say(texts.email), 'type="email" autocomplete="username" maxlength="254" autofocus')}
${input('password', say(texts.password), 'type="password" autocomplete="current-password" maxlength="128"')}`,
        submit: say(texts.submit),
      };
    case 'secondFactor':
      return {
        fields: `${hidden('challenge', step.challenge)}\n${input('code', say(texts.appCode), digits)}`,
        submit: say(texts.submit),
      };
    case 'enrol':
      return { fields: `<p role="alert">${say(texts.enrol)}</p>`, submit: null };
    case 'contact':
      return {
        fields: input('contact', say(texts.contact), 'autocomplete="username" maxlength="254" autofocus'),
        submit: say(texts.sendCode),
      };
    case 'code':
      return {
        fields: `<p role="status">${say(texts.codeSent, { contact: step.contact })}</p>
${hidden('challenge', step.challenge)}\n${hidden('contact', step.contact)}\n${input('code', say(texts.code), digits)}`,
        submit: say(texts.submit),
      };
    case 'choice':
      return {
        fields: `${hidden('challenge', step.challenge)}\n${hidden('code', step.code)}
<fieldset${described}><legend>${say(texts.choose)}</legend>
${step.choices.map(({ customerId, name, code }) => `<label><input type="radio" name="customerId" value="${escapeHtml(customerId)}" required>${escapeHtml(`${name} (${code})`)}</label>`).join('\n')}
</fieldset>`,
        submit: say(texts.submit),
      };
  }
}
