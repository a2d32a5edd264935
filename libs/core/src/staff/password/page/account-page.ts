import { createHash } from 'node:crypto';
import { escapeHtml, type Locale } from '@atrium/sdk';
import { type AccountPageKind, accountPageTexts } from './account-page.texts';

/** Mutation each page sends. An invitation signs in; the page has no use for the session and ends it. */
const MUTATIONS: Readonly<Record<AccountPageKind, string>> = {
  invitation:
    'mutation ($token: String!, $password: String!) { acceptInvitation(input: { token: $token, password: $password }) { tokens { accessToken } } }',
  reset:
    'mutation ($token: String!, $password: String!) { resetPassword(input: { token: $token, password: $password }) { reset } }',
};

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; background: #f4f5f6; color: #1c2126; }
main { max-width: 24rem; margin: 12vh auto 0; padding: 2rem; background: #fff; border-radius: .5rem; }
h1 { font-size: 1.25rem; margin: 0 0 1rem; }
label { display: block; margin: 1rem 0 .25rem; }
input, button { font: inherit; box-sizing: border-box; width: 100%; padding: .5rem .75rem; border-radius: .25rem; }
input { border: 1px solid #8a939b; }
button { margin-top: 1.5rem; border: 0; background: #0a6b50; color: #fff; cursor: pointer; }
button:disabled { opacity: .6; cursor: default; }
small { display: block; color: #545d66; }
#problem { color: #a8121d; margin: 1rem 0 0; }
#done { margin: 0; }
`;

// The code stands behind the #, which browsers keep to themselves; it leaves the address bar at once.
const SCRIPT = `
const at = (id) => document.getElementById(id);
const { mutation, different, offline } = document.body.dataset;
at('code').value = decodeURIComponent(location.hash.slice(1));
if (at('code').value) {
  history.replaceState(null, '', location.pathname);
  at('code-field').hidden = true;
}
const call = async (query, variables, token) => {
  const headers = { 'content-type': 'application/json', 'accept-language': document.documentElement.lang };
  if (token) headers.authorization = 'Bearer ' + token;
  return (await fetch('/graphql', { method: 'POST', headers, body: JSON.stringify({ query, variables }) })).json();
};
const say = (text) => {
  at('problem').textContent = text;
  at('problem').hidden = !text;
};
at('form').addEventListener('submit', async (event) => {
  event.preventDefault();
  say('');
  if (at('password').value !== at('repeat').value) return say(different);
  at('submit').disabled = true;
  try {
    const { data, errors } = await call(mutation, { token: at('code').value.trim(), password: at('password').value });
    if (errors) {
      const fields = errors[0].extensions.fields || [];
      return say(fields.map(({ message }) => message).join(' ') || errors[0].message);
    }
    const tokens = data.acceptInvitation && data.acceptInvitation.tokens;
    const session = tokens && tokens.accessToken;
    if (session) await call('mutation { signOut { signedOut } }', {}, session);
    at('form').hidden = true;
    at('done').hidden = false;
  } catch {
    say(offline);
  } finally {
    at('submit').disabled = false;
  }
});
`;

const hashOf = (inline: string): string => `'sha256-${createHash('sha256').update(inline).digest('base64')}'`;

/** Headers of the pages: nothing from elsewhere runs in them, nobody frames them, nothing keeps them. */
export const ACCOUNT_PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    `default-src 'none'`,
    `script-src ${hashOf(SCRIPT)}`,
    `style-src ${hashOf(STYLE)}`,
    `connect-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  vary: 'accept-language',
};

/** The page on which a code from a mail is redeemed, for companies whose own front-end does not bring one. */
export function accountPage(kind: AccountPageKind, locale: Locale): string {
  const texts = accountPageTexts(kind, locale);
  const { title, done, code, password, repeat, rule, submit, different, offline } = Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, escapeHtml(text)]),
  ) as typeof texts;
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body data-mutation="${escapeHtml(MUTATIONS[kind])}" data-different="${different}" data-offline="${offline}">
<main>
<h1>${title}</h1>
<form id="form">
<div id="code-field"><label for="code">${code}</label><input id="code" required autocomplete="one-time-code" spellcheck="false"></div>
<label for="password">${password}</label>
<input id="password" type="password" required minlength="10" maxlength="128" autocomplete="new-password" aria-describedby="rule">
<small id="rule">${rule}</small>
<label for="repeat">${repeat}</label>
<input id="repeat" type="password" required autocomplete="new-password">
<p id="problem" role="alert" hidden></p>
<button id="submit">${submit}</button>
</form>
<p id="done" role="status" hidden>${done}</p>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}
