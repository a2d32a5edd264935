import { isIP } from 'node:net';
import { z } from 'zod';

/** How much of a value may be shown. `password`: all but the password of a URL. */
export type Secrecy = 'open' | 'password' | 'secret';

/** One variable of the configuration: its name, its meaning and its rule. */
export interface Field<T> {
  /** Name of the environment variable. */
  env: string;
  description: string;
  /** What a value may be, in words that follow "allowed is". */
  allowed: string;
  unit?: string;
  default: T;
  /** The default in words, where the value does not say it. */
  defaultText?: string;
  secrecy: Secrecy;
  /** Made and kept in the data folder when not given, save in production mode. */
  generated: boolean;
  demandedInProduction: boolean;
  /** Turns the text of the variable into its value. */
  schema: z.ZodType<T, string>;
}

type Options<T> = Pick<Field<T>, 'env' | 'description'> &
  Partial<Pick<Field<T>, 'unit' | 'defaultText' | 'secrecy' | 'generated' | 'demandedInProduction'>>;

function field<T>(options: Options<T> & Pick<Field<T>, 'allowed' | 'default' | 'schema'>): Field<T> {
  return { secrecy: 'open', generated: false, demandedInProduction: false, ...options };
}

/** A whole number of `unit`. */
export function integer(options: Options<number> & { min: number; max: number; default: number }): Field<number> {
  const { min, max, ...rest } = options;
  return field({
    ...rest,
    allowed: `a whole number from ${groupDigits(min)} to ${groupDigits(max)}`,
    schema: z.string().regex(/^\d+$/).transform(Number).pipe(z.int().min(min).max(max)),
  });
}

/** A whole number of `unit`, or none. */
export function optionalInteger(
  options: Options<number | undefined> & { min: number; max: number; defaultText: string },
): Field<number | undefined> {
  const { env, description, unit, min, max } = options;
  const { allowed, schema } = integer({ env, description, unit, min, max, default: min });
  return field<number | undefined>({ ...options, allowed, schema, default: undefined });
}

/** One of a few words. */
export function choice<const V extends string>(
  options: Options<V> & { values: readonly V[]; default: NoInfer<V> },
): Field<V> {
  const { values, ...rest } = options;
  return field<V>({ ...rest, allowed: `one of ${values.join(', ')}`, schema: z.enum(values) as z.ZodType<V, string> });
}

/** Yes or no. */
export function flag(options: Options<boolean> & { default: boolean }): Field<boolean> {
  return field<boolean>({
    ...options,
    allowed: 'true or false',
    schema: z.enum(['true', 'false']).transform((value) => value === 'true') as unknown as z.ZodType<boolean, string>,
  });
}

/** A text for which `isValid` holds; `allowed` says when it does. */
export function text(
  options: Options<string> & { default: string; allowed: string; isValid: (value: string) => boolean },
): Field<string> {
  const { isValid, ...rest } = options;
  return field({ ...rest, schema: z.string().refine(isValid) });
}

/** Entries separated by commas, each of which `isValid`; none unless given. */
export function list(
  options: Options<readonly string[]> & { allowed: string; isValid: (entry: string) => boolean },
): Field<readonly string[]> {
  const { isValid, ...rest } = options;
  return field<readonly string[]>({
    ...rest,
    default: [],
    schema: z
      .string()
      .transform((value) => (value === '' ? [] : value.split(',').map((entry) => entry.trim())))
      .refine((entries) => entries.every(isValid) && new Set(entries).size === entries.length),
  });
}

/** An absolute URL with one of the schemes, like `example`. It may carry a password, which is never shown. */
export function url(
  options: Options<string | undefined> & { schemes: readonly string[]; example: string },
): Field<string | undefined> {
  const { schemes, example, ...rest } = options;
  const isValid = (value: string): boolean => {
    if (!URL.canParse(value)) return false;
    const { protocol, hostname } = new URL(value);
    return schemes.includes(protocol.slice(0, -1)) && hostname !== '';
  };
  return field<string | undefined>({
    ...rest,
    default: undefined,
    secrecy: 'password',
    allowed: `a URL like ${example}`,
    schema: z.string().refine(isValid),
  });
}

/** A secret, generated for local use and demanded in production mode. */
export function secret(
  options: Options<string> & { allowed: string; isValid: (value: string) => boolean },
): Field<string> {
  return text({
    ...options,
    default: '',
    defaultText: 'generated into `secrets.json` of the data folder; demanded in production',
    secrecy: 'secret',
    generated: true,
    demandedInProduction: true,
  });
}

/** Which proxies may say who the client is, as Fastify's `trustProxy` takes it. */
export function trustedProxies(options: Options<boolean | number | string>): Field<boolean | number | string> {
  return field<boolean | number | string>({
    ...options,
    default: false,
    allowed: 'false, a number of proxies from 1 to 9, or IP addresses and subnets separated by commas',
    schema: z.string().transform((value, context) => {
      if (value === 'false') return false;
      if (/^[1-9]$/.test(value)) return Number(value);
      const entries = value.split(',').map((entry) => entry.trim());
      if (entries.every(isAddressOrSubnet)) return entries.join(',');
      context.addIssue({ code: 'custom', message: 'not a proxy setting' });
      return z.NEVER;
    }),
  });
}

function isAddressOrSubnet(entry: string): boolean {
  const [address = '', prefix, ...more] = entry.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128));
}

/** 65535 → 65,535, for people. */
export function groupDigits(value: number): string {
  return value.toLocaleString('en');
}
