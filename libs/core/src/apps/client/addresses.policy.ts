const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
/** Reverse domain name of the app (RFC 8252, 7.1): other schemes mean something to browsers. */
const OWN_SCHEME = /^[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:$/;

const isWeb = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname));

/**
 * May codes be sent here? To https, to this very machine (development, desktop apps), to an app's own scheme. Compared
 * letter by letter later, so nothing in it may be ambiguous: no fragment, no user, no wildcard.
 */
export function isRedirectUri(text: string): boolean {
  if (text.length > 500 || /[\s*\\]/.test(text) || text.includes('#') || !URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return false;
  return isWeb(url) || OWN_SCHEME.test(url.protocol);
}

/** An origin exactly as browsers write it. */
export function isOrigin(text: string): boolean {
  if (text.length > 300 || !URL.canParse(text)) return false;
  const url = new URL(text);
  return isWeb(url) && url.origin === text && !text.includes('*');
}
