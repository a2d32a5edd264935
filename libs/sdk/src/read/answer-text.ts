import type { GraphQLResolveInfo } from 'graphql';
import { encodeId } from '../ids/typed-id';

/** This field cannot be answered with text (any more): the operation is executed field by field. */
export class NoTextError extends Error {
  override readonly name = 'NoTextError';
}

const asked = new WeakMap<object, { readonly alone: boolean }>();

/**
 * Platform only: the `info` of a root field whose whole answer may be JSON made by the database.
 * @param alone is one statement likely all that the operation asks the database?
 */
export function asksForText<I extends GraphQLResolveInfo>(info: I, alone: boolean): I {
  asked.set(info, { alone });
  return info;
}

export const wantsText = (info: object): boolean => asked.has(info);
export const isAlone = (info: object): boolean => asked.get(info)?.alone ?? false;

/** The answer of a root field as JSON, with everything selected below it: ready to be sent. */
export interface AnswerText {
  readonly json: string;
}

const texts = new WeakMap<object, string>();

/** What the machinery around a resolver asks of any result: is it a promise, is it an observable? */
const HARMLESS = new Set<string | symbol>(['then', 'lift', 'subscribe']);

/**
 * Wraps text for its way through the resolver. Only who passes it on unseen may have it: a resolver that looks into
 * what it read gets a {@link NoTextError}, and its operation is executed field by field.
 */
export function answerText(json: string): object {
  const made = new Proxy(Object.freeze({}), {
    get: (_, key) => {
      if (HARMLESS.has(key) || typeof key === 'symbol') return undefined;
      throw new NoTextError(`A resolver looks at ${key}`);
    },
    ownKeys: () => {
      throw new NoTextError('A resolver lists what it read');
    },
    has: (_, key) => {
      throw new NoTextError(`A resolver looks for ${String(key)}`);
    },
  });
  texts.set(made, json);
  return made;
}

/** The text that a resolver passed on; undefined for any other result. */
export const textOf = (result: unknown): string | undefined =>
  typeof result === 'object' && result !== null ? texts.get(result) : undefined;

// The database marks what is left to do by a tab before a value. JSON has no tab inside of a string (it is written \t)
// and the database puts none between values, so no stored text can pass for a mark.
const MARK = '\t';
/** JSON of an id that is yet to be encoded: a tab, then `"<prefix>_<uuid>"`. */
export const markedIdSql = (idType: string, uuidSql: string): string => `E'\\t"${idType}_' || ${uuidSql} || '"'`;
/** What the database puts in place of a null where there must be a value. */
export const MISSING_SQL = `E'\\t0'`;
const UUID_LENGTH = 36;

/**
 * Replaces the marked ids by what clients see.
 * @throws NoTextError when a value is missing that must be there: graphql-js then words the error
 */
export function finishText(json: string): string {
  let at = json.indexOf(MARK);
  if (at < 0) return json;
  let finished = '';
  let done = 0;
  while (at >= 0) {
    if (json.charCodeAt(at + 1) !== 34) throw new NoTextError('A value is missing');
    const end = json.indexOf('"', at + 2);
    const type = json.slice(at + 2, end - UUID_LENGTH - 1);
    finished += `${json.slice(done, at)}"${encodeId(type, json.slice(end - UUID_LENGTH, end))}"`;
    done = end + 1;
    at = json.indexOf(MARK, done);
  }
  return finished + json.slice(done);
}
