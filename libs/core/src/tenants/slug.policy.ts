/** Slugs that stand, or may stand, in addresses and names of the platform itself. */
export const RESERVED_SLUGS: ReadonlySet<string> = new Set(
  (
    'abuse account accounts admin administrator api app apps assets atrium auth billing blog cdn console dashboard demo ' +
    'dev docs download email files ftp graphql health help imap info internal invite legal login logout mail metrics ' +
    'news noreply no-reply null official operator ops owner platform plugin plugins pop postmaster privacy public root ' +
    'sandbox security server sign-in sign-up signin signup smtp ssl staff staging static status support sys system ' +
    'tenant tenants test undefined upload webhook webhooks webmaster www'
  ).split(' '),
);

const FORM = /^[a-z0-9](?:[a-z0-9]|-(?!-)){1,38}[a-z0-9]$/;

/** Why a text cannot be a company's slug; null when it can. Whether it is free, the database knows. */
export function slugProblem(slug: string): 'FORM' | 'RESERVED' | null {
  if (!FORM.test(slug)) return 'FORM';
  return RESERVED_SLUGS.has(slug) ? 'RESERVED' : null;
}
