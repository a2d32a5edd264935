import { AtriumError } from '@atrium/sdk';
import { isDatabaseError } from '../graphql/errors/database-error';
import { maskedStrictly } from './masked';

/** What the log says of an error. */
export interface DescribedError {
  readonly type: string;
  /** SQLSTATE, code of the operating system, status of a server. */
  readonly code?: string;
  readonly message?: string;
  readonly table?: string;
  readonly column?: string;
  readonly constraint?: string;
  /** Where it was thrown; without the message, which V8 puts before it. */
  readonly stack?: string;
  readonly cause?: DescribedError;
}

/** Errors whose message is a constant text with names and ids of ours in it. */
export interface Loggable {
  readonly loggable: true;
}

const MOST_CAUSES = 3;
/** What the engine says of a mistake in code. Not SyntaxError: JSON.parse quotes what it could not read. */
const OF_THE_ENGINE: ReadonlySet<string> = new Set(['TypeError', 'RangeError', 'ReferenceError']);

/**
 * An error without what it may know of people: neither values of a statement nor what a server answered. Its message is
 * there where its kind makes it harmless; that of any other kind only when `revealing`, which is for development.
 */
export function describedError(error: unknown, revealing: boolean, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { type: `thrown ${typeof error}` };
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  const known = codeOf(responseCode) ?? codeOf(code);
  const cause = error.cause ?? (error as { originalError?: unknown }).originalError;
  return {
    type: nameOf(error),
    ...(known === undefined ? {} : { code: known }),
    ...messageOf(error, revealing),
    ...(isDatabaseError(error) ? { table: error.table, column: error.column, constraint: error.constraint } : {}),
    stack: framesOf(error.stack),
    ...(cause !== undefined && depth < MOST_CAUSES ? { cause: describedError(cause, revealing, depth + 1) } : {}),
  };
}

function messageOf(error: Error, revealing: boolean): { message?: string } {
  if (error instanceof AtriumError) return { message: `${error.code} ${error.template.key}` };
  const { syscall, code } = error as { syscall?: unknown; code?: unknown };
  if (typeof syscall === 'string' && typeof code === 'string') return { message: `${code} ${syscall}` };
  const harmless =
    isDatabaseError(error) ||
    OF_THE_ENGINE.has(error.constructor.name) ||
    (error as Partial<Loggable>).loggable === true;
  return harmless || revealing ? { message: maskedStrictly(error.message).slice(0, 500) } : {};
}

const nameOf = ({ name, constructor }: Error): string => (/^\w{1,60}$/.test(name) ? name : constructor.name);

const codeOf = (code: unknown): string | undefined =>
  (typeof code === 'string' && /^[\w.-]{1,60}$/.test(code)) || typeof code === 'number' ? String(code) : undefined;

/** The lines of a stack that say where. */
export const framesOf = (stack: string | undefined): string | undefined =>
  stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
