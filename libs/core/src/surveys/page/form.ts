import { own } from '../content/conditions';
import { type Question, QuestionKind, SCALES } from '../content/content.types';

/** A form as the server hands it over: a name that stands in it several times has a list. */
export type FormValues = Readonly<Record<string, unknown>>;

export const text = (form: FormValues, name: string): string => {
  const value = own(form, name);
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first : '';
};

const list = (form: FormValues, name: string): string[] =>
  [own(form, name) ?? []].flat().filter((one): one is string => typeof one === 'string');

/** Name of a question's fields. */
export const fieldName = (code: string, row?: string): string => (row === undefined ? `q.${code}` : `q.${code}.${row}`);

/** Numbers where the question wants them; anything else is left as it came, to be shown again and refused. */
const scored = (given: string): number | string => (/^\d{1,2}$/.test(given) ? Number(given) : given);

/** What was entered for a question, unchecked; undefined where nothing was. */
export function enteredFor(question: Question, form: FormValues): unknown {
  const { code, kind } = question;
  if (kind === QuestionKind.MULTIPLE_CHOICE) {
    const chosen = list(form, fieldName(code));
    return chosen.length > 0 ? chosen : undefined;
  }
  if (kind === QuestionKind.MATRIX) {
    const rows = question.rows.flatMap((row) => {
      const given = text(form, fieldName(code, row.code));
      return given === '' ? [] : [[row.code, scored(given)] as const];
    });
    return rows.length > 0 ? Object.fromEntries(rows) : undefined;
  }
  const given = text(form, fieldName(code));
  if (given === '') return undefined;
  return SCALES[kind] ? scored(given) : given;
}

/** Answers of the pages before, as the form carries them along. Nothing is believed: all is checked in the end. */
export function carried(form: FormValues): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text(form, 'kept') || '{}');
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}
