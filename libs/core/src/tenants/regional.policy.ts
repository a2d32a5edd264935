const ZONE_NAME = /^[A-Za-z_]+(?:\/[A-Za-z0-9_+-]+){0,2}$/;

/** The IANA name of a time zone in its usual spelling (`asia/shanghai` → `Asia/Shanghai`); null when there is none. */
export function timeZoneName(given: string): string | null {
  // Offsets such as +08:00 are understood by Intl, but know no daylight-saving time.
  if (!ZONE_NAME.test(given)) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: given }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** Is this the code of a currency in ISO 4217, as the runtime's ICU lists them? */
export const isCurrency = (code: string): boolean => CURRENCIES.has(code);
