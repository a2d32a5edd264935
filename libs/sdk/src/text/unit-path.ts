/** A building, a section or a unit as written in a register: 3, 12a, b1, a. */
const PART = '(?:[a-z]{0,3}[0-9]+[a-z]{0,2}|[a-z]{1,2})';
const BUILDING = '号楼|栋|幢|座|楼|#';
const MARK = `(?:${BUILDING}|单元|单|门|梯|号|室|户|房)`;
const JOIN = `(?:${MARK}[-/]?|[-/_.])`;
const PATH = `${PART}(?:${JOIN}${PART})`;
const WHOLE = new RegExp(`^${PATH}*${MARK}?$`, 'u');
const WITHIN = new RegExp(`(?<![a-z0-9])${PATH}{1,3}${MARK}?(?![a-z0-9])`, 'gu');
const PARTS = new RegExp(PART, 'gu');
const ONE_BUILDING = new RegExp(`^(${PART})(?:${BUILDING}|号)$`, 'u');
const AFTER_MARK = /([0-9a-z](?:号楼|栋|幢|座|单元|室))(?=\p{Script=Han})/gu;
const ONE_UNIT = new RegExp(`^(${PART})(?:号|室|户|房)$`, 'u');

/** The parts of a label that is a path through building, section and unit, in folded text; null for any other label. */
export function unitPath(label: string): string[] | null {
  const compact = label
    .trim()
    .replace(/\s*([-/_.#])\s*/g, '$1')
    .replace(/\s+/g, '-');
  return WHOLE.test(compact) ? parts(compact) : null;
}

/** Where a path of two parts or more stands in what somebody typed. */
export function findUnitPaths(folded: string): { text: string; index: number; parts: string[] }[] {
  return [...folded.matchAll(WITHIN)].map((match) => ({ text: match[0], index: match.index, parts: parts(match[0]) }));
}

/** `3栋`, `3号楼`: the building alone. `1101室`: the unit alone. `12号` may be either. */
export function singlePart(text: string): { building?: string; unit?: string } {
  const [building, unit] = [ONE_BUILDING, ONE_UNIT].map((form) => form.exec(text)?.[1]);
  return { building: building && withoutZeros(building), unit: unit && withoutZeros(unit) };
}

/** b1-023 and b1-23 are one space: leading zeros don't count. */
export function withoutZeros(part: string): string {
  return part.replace(/^([a-z]*)0+(?=[0-9])/, '$1');
}

function parts(path: string): string[] {
  return [...path.matchAll(PARTS)].map((match) => withoutZeros(match[0]));
}

/** Parts the words that follow a building, section or unit from it: 3栋商铺 → 3栋 商铺. */
export function breakAfterMarks(folded: string): string {
  return folded.replace(AFTER_MARK, '$1 ');
}
