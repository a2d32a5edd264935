const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const TYPED_ID = '[a-z][a-z_]{0,40}_[0-9a-z]{26}(?![\\w-])';

/** Ids come first, so that what follows does not take them for numbers or secrets. */
const TELLING = new RegExp(
  [
    `(?<id>${UUID}|${TYPED_ID})`,
    `(?<address>[^\\s<>"'(),;:=]+@[^\\s<>"'(),;]+)`,
    `(?<secret>[A-Za-z0-9_+/=-]{32,})`,
    `(?<number>\\+?\\d[\\d -]{5,}\\d)`,
  ].join('|'),
  'g',
);

/** A text that should tell of nobody, in case it does: addresses, long numbers and what looks like a secret are taken out. */
export function masked(text: string): string {
  return text.replace(TELLING, (found: string, ...rest: unknown[]) => {
    const { id, address, secret } = rest.at(-1) as Record<string, string | undefined>;
    if (id !== undefined) return found;
    return address !== undefined ? '<address>' : secret !== undefined ? '<secret>' : '<number>';
  });
}

/** A text that was put together at run time: quoted parts and other scripts than Latin, such as names, are out as well. */
export const maskedStrictly = (text: string): string =>
  masked(text.replace(/"[^"]*"|“[^”]*”|'[^']*'/g, '"…"')).replace(/[^\x20-\x7e…\n]+/g, '…');
