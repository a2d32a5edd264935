import { defineMessages, type Locale } from '../errors/messages';
import type { Choice, ImportFieldType, ImportValue } from './field-types';
import type { ImportField } from './import-kind';

type Texts = Readonly<Record<Locale, string>>;

/**
 * Makes fields of one kind of file; their texts are kept under `namespace`.
 *
 * @example const field = importFieldsOf('staffImport'); field('name', { en: 'Name', … }, …)
 */
export const importFieldsOf =
  (namespace: string) =>
  <V extends ImportValue>(
    name: string,
    title: Texts,
    description: Texts,
    type: ImportFieldType<V>,
    synonyms: readonly string[] = [],
    required = false,
  ): ImportField<V> => ({
    ...defineMessages(`${namespace}.${name}`, { title, description }),
    type,
    synonyms,
    required,
  });

/** Each value with its title in English and Chinese, then synonyms. */
export function importChoices<K extends string>(
  texts: Readonly<Record<K, readonly [en: string, zh: string, ...synonyms: string[]]>>,
): Record<K, Choice> {
  const made: Partial<Record<K, Choice>> = {};
  for (const value of Object.keys(texts) as K[]) {
    const [en, zh, ...synonyms] = texts[value];
    made[value] = { title: { en, 'zh-CN': zh }, synonyms };
  }
  return made as Record<K, Choice>;
}
