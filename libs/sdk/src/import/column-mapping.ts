import { foldText } from '../text';
import type { ImportField, ImportFields } from './import-kind';

/** How a header was recognised, from surest to least sure. */
export type ColumnMatchKind =
  | 'SAVED' // this tenant mapped it so before
  | 'EXACT' // the field's name or title, letter for letter
  | 'NORMALISED' // the same but for case, width, spaces, punctuation, units and remarks in brackets
  | 'ALIAS' // a synonym of the field
  | 'FUZZY'; // similar; to be confirmed by a person

export interface ColumnMatch {
  readonly field: string;
  readonly header: string;
  readonly match: ColumnMatchKind;
  /** 0 to 1; below {@link CERTAIN_MATCH} a person should look at it. */
  readonly confidence: number;
}

export interface MappingProposal {
  /** In the order of the fields. */
  readonly matches: readonly ColumnMatch[];
  /** Header by field name: what is saved, shown and overridden. */
  readonly mapping: Readonly<Record<string, string>>;
  /** Headers that go nowhere, in their order. */
  readonly unmappedHeaders: readonly string[];
  /** Required fields without a column. */
  readonly missingFields: readonly string[];
}

/** Every match but fuzzy ones is at least as sure. */
export const CERTAIN_MATCH = 0.9;

const CONFIDENCE = { saved: 1, exact: 1, fuzzy: 0.85 };
/** By how much of the header had to be left out: nothing but its spelling, or remarks and units too. */
const BY_NAME = { tight: 0.97, loose: 0.92 };
const BY_SYNONYM = { tight: 0.95, loose: CERTAIN_MATCH };
/** Likeness (Dice's coefficient of letter pairs) from which a header is proposed. */
const LIKE = 0.75;
/** A header that contains a field's word, or the other way round, must share this much of its length. */
const CONTAINED = 0.6;

/**
 * Proposes which column feeds which field, by the headers alone. Each header is used once and goes to the field it fits
 * best. A mapping saved earlier wins where its header is there, also with '' for a field that is to stay empty; any
 * file in any language can so be read once a person has mapped it.
 */
export function proposeMapping(
  headers: readonly string[],
  fields: ImportFields,
  saved: Readonly<Record<string, string>> = {},
): MappingProposal {
  const words = Object.entries(fields).map(([name, field]) => new FieldWords(name, field));
  const columns = headers.filter((header) => header.trim() !== '').map((header) => new HeaderForms(header));
  const found = new Map<string, ColumnMatch>();
  const used = new Set<string>();
  const settled = new Set<string>();
  const take = (match: ColumnMatch): void => {
    if (settled.has(match.field) || used.has(match.header)) return;
    found.set(match.field, match);
    settled.add(match.field);
    used.add(match.header);
  };

  for (const { name } of words) {
    if (saved[name] === '') settled.add(name);
    const column = saved[name] ? columns.find((one) => one.sameAs(saved[name] as string)) : undefined;
    if (column) take({ field: name, header: column.header, match: 'SAVED', confidence: CONFIDENCE.saved });
  }
  const propose = (score: (word: FieldWords, column: HeaderForms) => Omit<ColumnMatch, 'field' | 'header'> | null) => {
    const candidates: ColumnMatch[] = [];
    for (const word of words) {
      if (settled.has(word.name)) continue;
      for (const column of columns) {
        const match = used.has(column.header) ? null : score(word, column);
        if (match) candidates.push({ field: word.name, header: column.header, ...match });
      }
    }
    // The sort is stable: equals stay in the order of fields, then of headers.
    for (const match of candidates.sort((a, b) => b.confidence - a.confidence)) take(match);
  };
  propose((word, column) => word.recognise(column));
  propose((word, column) => word.resemble(column));

  const matches = words.flatMap(({ name }) => found.get(name) ?? []);
  return {
    matches,
    mapping: Object.fromEntries(matches.map(({ field, header }) => [field, header])),
    unmappedHeaders: columns.map(({ header }) => header).filter((header) => !used.has(header)),
    missingFields: Object.keys(fields).filter((name) => fields[name]?.required && !found.has(name)),
  };
}

/** What is wrong with a mapping somebody gave. */
export type MappingProblem =
  | { readonly code: 'UNKNOWN_FIELD'; readonly field: string; readonly allowed: readonly string[] }
  | {
      readonly code: 'UNKNOWN_HEADER';
      readonly field: string;
      readonly header: string;
      readonly allowed: readonly string[];
    }
  | { readonly code: 'HEADER_USED_TWICE'; readonly header: string; readonly fields: readonly string[] }
  | { readonly code: 'FIELD_NOT_MAPPED'; readonly field: string };

/** Checks a mapping (header by field name; '' leaves a field out) against the headers of a file. Empty: it can be used. */
export function checkMapping(
  headers: readonly string[],
  fields: ImportFields,
  mapping: Readonly<Record<string, string>>,
): MappingProblem[] {
  const problems: MappingProblem[] = [];
  const takers = new Map<string, string[]>();
  for (const [field, header] of Object.entries(mapping)) {
    if (!Object.hasOwn(fields, field)) problems.push({ code: 'UNKNOWN_FIELD', field, allowed: Object.keys(fields) });
    else if (header === '') continue;
    else if (!headers.includes(header)) problems.push({ code: 'UNKNOWN_HEADER', field, header, allowed: headers });
    else takers.set(header, [...(takers.get(header) ?? []), field]);
  }
  for (const [header, named] of takers) {
    if (named.length > 1) problems.push({ code: 'HEADER_USED_TWICE', header, fields: named });
  }
  for (const [field, { required }] of Object.entries(fields)) {
    if (required && !mapping[field]) problems.push({ code: 'FIELD_NOT_MAPPED', field });
  }
  return problems;
}

/** One header in the forms it is compared in. */
class HeaderForms {
  readonly plain: string;
  readonly tight: string;
  readonly loose: string;
  private pairsOfLoose: Map<string, number> | null = null;

  constructor(readonly header: string) {
    this.plain = header.trim();
    this.tight = lettersOf(header);
    this.loose = withoutRemarks(header);
  }

  get pairs(): Map<string, number> {
    return (this.pairsOfLoose ??= pairsOf(this.loose));
  }

  sameAs(other: string): boolean {
    return this.plain === other.trim() || this.tight === lettersOf(other);
  }
}

/** The words a field is known by. */
class FieldWords {
  private readonly names: readonly string[];
  private readonly nameForms: ReadonlySet<string>;
  private readonly synonymForms: ReadonlySet<string>;
  private readonly all: readonly { form: string; pairs: Map<string, number> }[];

  constructor(
    readonly name: string,
    field: ImportField,
  ) {
    this.names = [name, ...Object.values(field.title.text)];
    this.nameForms = formsOf(this.names);
    this.synonymForms = formsOf(field.synonyms ?? []);
    this.all = [...new Set([...this.nameForms, ...this.synonymForms])].map((form) => ({ form, pairs: pairsOf(form) }));
  }

  recognise(column: HeaderForms): Omit<ColumnMatch, 'field' | 'header'> | null {
    if (this.names.includes(column.plain)) return { match: 'EXACT', confidence: CONFIDENCE.exact };
    for (const form of ['tight', 'loose'] as const) {
      if (this.nameForms.has(column[form])) return { match: 'NORMALISED', confidence: BY_NAME[form] };
      if (this.synonymForms.has(column[form])) return { match: 'ALIAS', confidence: BY_SYNONYM[form] };
    }
    return null;
  }

  resemble(column: HeaderForms): Omit<ColumnMatch, 'field' | 'header'> | null {
    let best = 0;
    for (const { form, pairs } of this.all) best = Math.max(best, likeness(form, pairs, column.loose, column.pairs));
    return best === 0 ? null : { match: 'FUZZY', confidence: Math.round(best * CONFIDENCE.fuzzy * 100) / 100 };
  }
}

const formsOf = (words: readonly string[]): Set<string> =>
  new Set(words.flatMap((word) => [lettersOf(word), withoutRemarks(word)]).filter((form) => form !== ''));

/** Letters and digits only, in one case and width. */
const lettersOf = (text: string): string => foldText(text).replace(/[^\p{L}\p{N}]+/gu, '');

const REMARKS = /\([^)]*\)|\[[^\]]*\]|\{[^}]*\}|【[^】]*】|〔[^〕]*〕|<[^>]*>/gu;
/** Units that stand behind a name without brackets. */
const UNIT = /(?:(?<![a-z])(?:m2|sqm|sq\.? ?m|sq\.? ?ft)|平方米|平米|平方英尺)\s*$/u;

/** Without remarks and units: `建筑面积（㎡）*` and `建筑面积 m²` give `建筑面积`. What is nothing else stays whole. */
function withoutRemarks(text: string): string {
  const folded = foldText(text);
  const bare = lettersOf(folded.replace(REMARKS, ' ').trim().replace(UNIT, ''));
  return bare === '' ? lettersOf(folded) : bare;
}

/** 0 when two words have too little in common, otherwise up to 1. */
function likeness(a: string, pairsOfA: Map<string, number>, b: string, pairsOfB: Map<string, number>): number {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  // One Chinese character or a few letters occur in anything.
  if (short.length < (/\p{Script=Han}/u.test(short) ? 2 : 4)) return 0;
  let common = 0;
  for (const [pair, count] of pairsOfA) common += Math.min(count, pairsOfB.get(pair) ?? 0);
  const dice = (2 * common) / (a.length + b.length - 2);
  const contained = long.includes(short) ? short.length / long.length : 0;
  if (dice < LIKE && contained < CONTAINED) return 0;
  return Math.max(dice, contained);
}

function pairsOf(text: string): Map<string, number> {
  const pairs = new Map<string, number>();
  for (let i = 0; i + 1 < text.length; i++) {
    const pair = text.slice(i, i + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}
