import type { VariableSpecs } from './variables';

/** A part of a template: words as they are, or the place of a variable. */
export type TemplatePart = string | { readonly variable: string };

export interface TemplateProblem {
  readonly code: 'UNKNOWN_VARIABLE' | 'STRAY_BRACE' | 'MISSING_VARIABLE' | 'NOT_A_LINK';
  /** The variable it is about. */
  readonly variable: string;
}

const TOKEN = /\{\{|\}\}|\{([A-Za-z][A-Za-z0-9]*)\}|[{}]/g;
/** A paragraph of its own that becomes a link: `[Answer now]({link})`. */
const LINK = /^\[([^\]\n]+)\]\(\{([A-Za-z][A-Za-z0-9]*)\}\)$/;

/**
 * Takes a template apart: `{name}` is the place of a variable, `{{` and `}}` are braces. Answers null for a brace that is
 * neither.
 */
export function parseTemplate(text: string): readonly TemplatePart[] | null {
  const parts: TemplatePart[] = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [token, variable] = match;
    if (token.length === 1) return null;
    if (match.index > from) parts.push(text.slice(from, match.index));
    parts.push(variable === undefined ? token[0]! : { variable });
    from = match.index + token.length;
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

export interface Paragraph {
  readonly text: string;
  /** Variable with the address, where the paragraph is a link; `text` is its label then. */
  readonly link: string | null;
}

/** Paragraphs are parted by an empty line. */
export const paragraphsOf = (body: string): readonly Paragraph[] =>
  body
    .split(/\n[ \t]*\n+/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => {
      const match = LINK.exec(paragraph);
      return match ? { text: match[1]!, link: match[2]! } : { text: paragraph, link: null };
    });

/** What is wrong with a template for these variables; one that `mustAppear` has to stand in the body. */
export function templateProblems(
  { subject, body }: { readonly subject: string | null; readonly body: string },
  variables: VariableSpecs,
): { readonly subject: readonly TemplateProblem[]; readonly body: readonly TemplateProblem[] } {
  const inBody = problemsOf(body, variables);
  for (const { link } of paragraphsOf(body)) {
    if (link !== null && variables[link] && variables[link].type !== 'LINK') {
      inBody.push({ code: 'NOT_A_LINK', variable: link });
    }
  }
  for (const [name, { mustAppear }] of Object.entries(variables)) {
    if (mustAppear && !body.includes(`{${name}}`)) inBody.push({ code: 'MISSING_VARIABLE', variable: name });
  }
  return { subject: subject === null ? [] : problemsOf(subject, variables), body: inBody };
}

function problemsOf(text: string, variables: VariableSpecs): TemplateProblem[] {
  const parts = parseTemplate(text);
  if (!parts) return [{ code: 'STRAY_BRACE', variable: '' }];
  const named = parts.flatMap((part) => (typeof part === 'string' ? [] : [part.variable]));
  return [...new Set(named)]
    .filter((name) => !Object.hasOwn(variables, name))
    .map((variable) => ({ code: 'UNKNOWN_VARIABLE', variable }));
}

/** The text with the values filled in. What has no value is left out. */
export const fillTemplate = (text: string, values: Readonly<Record<string, string>>): string =>
  (parseTemplate(text) ?? [text])
    .map((part) => (typeof part === 'string' ? part : (values[part.variable] ?? '')))
    .join('');
