/** A statement that a plugin may not send. */
export class ForbiddenStatementError extends Error {
  override readonly name = 'ForbiddenStatementError';
  constructor(reason: string, text: string) {
    super(`ctx.db refuses this statement: ${reason}. ${text.trim().slice(0, 200)}`);
  }
}

/** What a statement may begin with: all that reads or changes rows. */
const VERBS: ReadonlySet<string> = new Set([
  'select',
  'insert',
  'update',
  'delete',
  'merge',
  'with',
  'values',
  'table',
]);
/** Functions that change the transaction's settings, reach other sessions, or run a text as a statement. */
const FORBIDDEN =
  /^(set_config|pg_notify|pg_terminate_backend|pg_cancel_backend|dblink\w*|lo_\w+|\w*_to_xml\w*|pg_read_\w+)$/;

const MAX_CHECKED = 1_000;
const checked = new Set<string>();

/**
 * Refuses what is not one statement that reads or changes rows: no SET, no transaction control, no DDL. It stops
 * mistakes, not malice; the role and row-level security hold in any case.
 * @throws ForbiddenStatementError
 */
export function guardStatement(text: string): void {
  if (checked.has(text)) return;
  const words = wordsOf(text);
  const verb = words.find((word) => word !== '(');
  if (verb === undefined || !VERBS.has(verb)) {
    throw new ForbiddenStatementError(`it begins with ${verb?.toUpperCase() ?? 'nothing'}`, text);
  }
  if (words.includes(';')) throw new ForbiddenStatementError('it is more than one', text);
  const forbidden = words.find((word) => FORBIDDEN.test(word));
  if (forbidden) throw new ForbiddenStatementError(`it calls ${forbidden}`, text);
  // SELECT … INTO makes a table.
  if (
    verb !== 'insert' &&
    verb !== 'merge' &&
    words.some((word, index) => word === 'into' && !['insert', 'merge'].includes(words[index - 1] ?? ''))
  ) {
    throw new ForbiddenStatementError('SELECT INTO makes a table', text);
  }
  if (checked.size < MAX_CHECKED) checked.add(text);
}

/**
 * Words and signs of a statement in small letters, without comments and the contents of texts. Names in quotation marks
 * are words: `"set_config"` is a call like any other.
 */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  const token =
    /--[^\n]*|\/\*|'|[eE]'|[uU]&["']|"((?:[^"]|"")*)"|\$(\w*)\$|([A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)|([();])/g;
  let match: RegExpExecArray | null;
  while ((match = token.exec(text))) {
    const [found, quoted, tag, word, sign] = match;
    const from = token.lastIndex;
    if (found === '/*') token.lastIndex = endOfComment(text, from);
    else if (found === "'") token.lastIndex = endOf(text, /(?:[^']|'')*'/y, from);
    else if (found === "e'" || found === "E'") token.lastIndex = endOf(text, /(?:[^'\\]|\\[^]|'')*'/y, from);
    else if (/^[uU]&/.test(found)) throw new ForbiddenStatementError('it has names or texts in Unicode escapes', text);
    else if (tag !== undefined) {
      const close = text.indexOf(found, from);
      if (close < 0) throw new ForbiddenStatementError('a text has no end', text);
      token.lastIndex = close + found.length;
    } else if (quoted !== undefined) words.push(quoted.toLowerCase());
    else if (word !== undefined) words.push(word.toLowerCase());
    else if (sign !== undefined && !(sign === ';' && text.slice(from).trim() === '')) words.push(sign);
  }
  return words;
}

function endOf(text: string, pattern: RegExp, from: number): number {
  pattern.lastIndex = from;
  if (!pattern.test(text)) throw new ForbiddenStatementError('a text has no end', text);
  return pattern.lastIndex;
}

/** Comments nest. */
function endOfComment(text: string, from: number): number {
  let depth = 1;
  const edge = /\/\*|\*\//g;
  edge.lastIndex = from;
  while (depth > 0) {
    const found = edge.exec(text);
    if (!found) throw new ForbiddenStatementError('a comment has no end', text);
    depth += found[0] === '/*' ? 1 : -1;
  }
  return edge.lastIndex;
}
