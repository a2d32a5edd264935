import { propertyMessages } from '../properties.messages';
import type { RuleProblem } from './area.policy';

const ENTRANCE = /^第?\s*([0-9A-Za-z零〇一二三四五六七八九十]{1,5})\s*(?:单元|门|梯|座|区)$/u;

/** The short form of a section's code that stands before its units' codes: `2` for `2单元`; others stay as they are. */
export const sectionPrefix = (section: string): string => ENTRANCE.exec(section)?.[1] ?? section;

const SEPARATOR = /^[-—_/.#\s]/;

/**
 * Code of a unit, unique in its building. Registers number the doors of each section alike (1单元 101, 2单元 101), so in
 * a section the code begins with it: `2-101`. A code that begins so already stays.
 */
export function unitCodeIn(section: string | null, unit: string): string {
  if (section === null) return unit;
  return withoutSection(section, unit) === null ? `${sectionPrefix(section)}-${unit}` : unit;
}

/** The code of a unit that has `code` in one section, once it lies in another; without a section it stays. */
export function movedUnitCode(code: string, from: string | null, to: string | null): string {
  if (to === null) return code;
  return unitCodeIn(to, from === null ? code : (withoutSection(from, code) ?? code));
}

/** Characters of a code, its section among them. */
const MAX_UNIT_CODE = 50;

/** A code that has grown too long with its section before it. */
export function unitCodeProblem<N extends string>(field: N, code: string): RuleProblem<N> | null {
  const { length } = [...code];
  const params = { length, max: MAX_UNIT_CODE };
  return length > MAX_UNIT_CODE ? { field, code: 'TOO_LONG', message: propertyMessages.codeTooLong, params } : null;
}

/** The door alone of a code that begins with its section; null where it does not. */
export function withoutSection(section: string, code: string): string | null {
  for (const prefix of [section, sectionPrefix(section)]) {
    const rest = code.startsWith(prefix) ? code.slice(prefix.length) : '';
    if (SEPARATOR.test(rest) && rest.length > 1) return rest.slice(1);
  }
  return null;
}
