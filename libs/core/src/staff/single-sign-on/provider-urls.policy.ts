const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

const parsed = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null);

/** An issuer is an https address without query and fragment (OpenID Connect Discovery 1.0, 2); http only where allowed. */
export function isIssuer(text: string, allowHttp: boolean): boolean {
  const url = parsed(text);
  if (!url || url.search || url.hash || url.username || url.password || text.includes('#') || text.includes('?')) {
    return false;
  }
  return url.protocol === 'https:' || (allowHttp && url.protocol === 'http:');
}

/** An address to return to: https, or http on the developer's own machine, without a fragment of its own. */
export function isReturnUrl(text: string): boolean {
  const url = parsed(text);
  if (!url || text.includes('#') || url.username || url.password) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname));
}
