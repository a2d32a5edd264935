import type { Locale } from '@atrium/sdk';
import { own } from '../content/conditions';
import { textLimit } from '../content/check-content';
import {
  type Choice,
  DEFAULT_TEXT_LENGTH,
  type Question,
  QuestionKind,
  SCALES,
  wordsIn,
} from '../content/content.types';
import { fieldName } from './form';
import { sayIn, shown } from './html';
import { pageTexts as texts } from './page.texts';

/** Id of a question on the page. */
export const anchorOf = (code: string): string => `question-${code}`;

/** A question with what was entered; `wrong` is what is wrong with that, safe in HTML. */
export function questionHtml(question: Question, entered: unknown, wrong: string | null, locale: Locale): string {
  const { code, kind, title, help, required } = question;
  const say = sayIn(locale);
  const id = anchorOf(code);
  const hints = [hintOf(question, locale), help ? shown(wordsIn(help, locale)) : ''].filter((hint) => hint !== '');
  const hint = hints.length > 0 ? `<p class="hint" id="${id}-hint">${hints.join('<br>')}</p>` : '';
  const problem = wrong === null ? '' : `<p class="wrong" id="${id}-wrong">${wrong}</p>`;
  const described = [hint && `${id}-hint`, problem && `${id}-wrong`].filter((one) => one !== '').join(' ');
  const describedBy = described === '' ? '' : ` aria-describedby="${described}"`;
  const tag = `<span class="tag">(${say(required ? texts.required : texts.optional)})</span>`;
  const label = `${shown(wordsIn(title, locale))} ${tag}`;
  const invalid = wrong === null ? '' : ' aria-invalid="true"';
  if (kind === QuestionKind.TEXT) {
    const value = typeof entered === 'string' ? entered : '';
    // The first line break behind the tag is not the text's own.
    return `<div class="field"><label class="label" for="${id}">${label}</label>${hint}${problem}
<textarea id="${id}" name="${fieldName(code)}" rows="4"${required ? ' aria-required="true"' : ''}${invalid}${describedBy}>\n${shown(value)}</textarea></div>`;
  }
  const single = kind !== QuestionKind.MULTIPLE_CHOICE && kind !== QuestionKind.MATRIX;
  const role = single ? ` role="radiogroup" aria-required="${String(required)}"${invalid}` : '';
  return `<fieldset id="${id}" tabindex="-1"${role}${describedBy}><legend>${label}</legend>${hint}${problem}
${controls(question, entered, locale)}
</fieldset>`;
}

function controls(question: Question, entered: unknown, locale: Locale): string {
  const { code, kind, options, rows } = question;
  if (kind === QuestionKind.MATRIX) {
    const given = typeof entered === 'object' && entered !== null ? (entered as Record<string, unknown>) : {};
    return rows
      .map(
        (row) =>
          `<fieldset role="radiogroup"><legend>${shown(wordsIn(row.label, locale))}</legend>${scale(question, fieldName(code, row.code), own(given, row.code))}</fieldset>`,
      )
      .join('\n');
  }
  if (SCALES[kind]) return scale(question, fieldName(code), entered);
  const chosen = [entered].flat();
  const type = kind === QuestionKind.SINGLE_CHOICE ? 'radio' : 'checkbox';
  const line = ({ code: option, label }: Choice): string =>
    `<label><input type="${type}" name="${fieldName(code)}" value="${option}"${chosen.includes(option) ? ' checked' : ''}><span>${shown(wordsIn(label, locale))}</span></label>`;
  return `<div class="options">${options.map(line).join('\n')}</div>`;
}

function scale({ kind }: Question, name: string, entered: unknown): string {
  const { min, max } = SCALES[kind]!;
  const scores = Array.from({ length: max - min + 1 }, (_, index) => min + index);
  return `<div class="scale${min === 0 ? ' from0' : ''}">${scores
    .map(
      (score) =>
        `<label><input type="radio" name="${name}" value="${score}"${entered === score ? ' checked' : ''}><span>${score}</span></label>`,
    )
    .join('')}</div>`;
}

function hintOf(question: Question, locale: Locale): string {
  const say = sayIn(locale);
  switch (question.kind) {
    case QuestionKind.RATING_5:
    case QuestionKind.MATRIX:
      return say(texts.scale5);
    case QuestionKind.RATING_10:
      return say(texts.scale10);
    case QuestionKind.NPS:
      return say(texts.scaleNps);
    case QuestionKind.MULTIPLE_CHOICE:
      return question.maxChoices === null ? say(texts.many) : say(texts.manyMost, { max: question.maxChoices });
    case QuestionKind.TEXT:
      return textLimit(question) < DEFAULT_TEXT_LENGTH ? say(texts.length, { max: textLimit(question) }) : '';
    case QuestionKind.SINGLE_CHOICE:
      return '';
  }
}
