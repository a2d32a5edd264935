/** Languages the platform speaks. Every message exists in each of them: the type demands it. */
export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** One sentence in every language, with `{name}` places for parameters. */
export interface Message {
  readonly key: string;
  readonly text: Readonly<Record<Locale, string>>;
}

export type MessageParams = Readonly<Record<string, string | number | boolean | null | undefined>>;

/**
 * Declares the messages of one context.
 *
 * @param namespace first part of every key, e.g. `property` gives `property.codeTaken`
 */
export function defineMessages<K extends string>(
  namespace: string,
  texts: Record<K, Readonly<Record<Locale, string>>>,
): Readonly<Record<K, Message>> {
  const entries = Object.entries<Readonly<Record<Locale, string>>>(texts).map(([name, text]) => [
    name,
    Object.freeze({ key: `${namespace}.${name}`, text }),
  ]);
  return Object.freeze(Object.fromEntries(entries)) as Readonly<Record<K, Message>>;
}

/** Renders a message; an unknown place is left visible, so that a test sees it. */
export function renderMessage(message: Message, locale: Locale, params: MessageParams = {}): string {
  return message.text[locale].replace(/\{(\w+)\}/g, (place, name: string) =>
    params[name] === undefined ? place : String(params[name]),
  );
}

/** The best supported language for an `Accept-Language` header or a stored tag; `en` when none fits. */
export function pickLocale(tag: string | null | undefined, fallback: Locale = 'en'): Locale {
  for (const part of (tag ?? '').split(',')) {
    const language = part.split(';')[0]?.trim().toLowerCase() ?? '';
    if (language.startsWith('zh')) return 'zh-CN';
    if (language.startsWith('en')) return 'en';
  }
  return fallback;
}
