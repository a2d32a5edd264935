import type { Locale } from '@atrium/sdk';
import type { SurveyContent, Texts, ValueComponent } from './content.types';
import type { RawContent, RawText } from './raw-content';

/** Content in the form in which it is handed in, languages by the names of the API. */
export function toRaw(content: SurveyContent): unknown {
  const texts = (given: Texts | null): { locale: string; text: string }[] | null =>
    given && rawTexts(given).map(({ locale, text }) => ({ locale: API_LOCALES[locale], text }));
  const choices = (given: readonly { code: string; label: Texts }[]) =>
    given.length > 0 ? given.map(({ code, label }) => ({ code, label: texts(label) })) : null;
  return {
    title: texts(content.title),
    introduction: texts(content.introduction),
    thanks: texts(content.thanks),
    questions: content.questions.map((question) => ({
      ...question,
      title: texts(question.title),
      help: texts(question.help),
      options: choices(question.options),
      rows: choices(question.rows),
    })),
    lowScores: content.lowScores,
    valueWeights: Object.entries(content.valueWeights).map(([component, weight]) => ({
      component: component as ValueComponent,
      weight,
    })),
  } satisfies Record<keyof RawContent, unknown>;
}

const API_LOCALES: Readonly<Record<Locale, string>> = { 'zh-CN': 'ZH_CN', en: 'EN' };

const rawTexts = (texts: Texts): RawText[] =>
  Object.entries(texts).map(([locale, text]) => ({ locale: locale as Locale, text }));
