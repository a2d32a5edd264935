import { foldText } from './fold';
import { readHan } from './han';
import { phoneDigits } from './phone';
import { foldForSearch, grams, MAX_WORD, searchPieces } from './search-words';
import { stemOf } from './words';
import { unitPath } from './unit-path';

/**
 * What a token was made from: `n` name (characters, words, pinyin, initials) · `p` phone · `r` phone read backwards, so
 * that its last digits are a prefix · `u` building-section-unit · `a` address, place names, words of a text.
 */
export type TokenClass = 'n' | 'p' | 'r' | 'u' | 'a';

/** A unit and where it stands; labels as in the register (`3栋`, `2单元`, `1101`), or all in one (`3-2-1101`). */
export interface UnitLabel {
  building?: string | null;
  section?: string | null;
  unit: string;
}

/** The texts by which a record can be found. */
export interface SearchFields {
  /** Names of people, most important first; pinyin with surname readings. */
  personNames?: readonly string[];
  /** Names of organisations, communities, buildings. */
  names?: readonly string[];
  phones?: readonly string[];
  units?: readonly UnitLabel[];
  /** Addresses and the names of the places the record belongs to. */
  addresses?: readonly string[];
  /** What people wrote, most important first; found by its words, English ones in any form (`searchQuery` with `stems`). */
  texts?: readonly string[];
}

/** No record has more tokens than this, whatever its fields but `texts` hold; first come, first kept within each class. */
export const MAX_SEARCH_TOKENS = 140;
/** What texts add at most: a page of words. */
export const MAX_TEXT_TOKENS = 400;
const MAX_NAME_TOKENS = 60;
const MAX_PHONE_TOKENS = 16;
const MAX_UNIT_TOKENS = 40;
/** Pinyin may be typed from any of the first syllables of a name, not from every syllable of a company's name. */
const PINYIN_STARTS = 8;

/**
 * Tokens to be stored beside a record (`search_tokens text[]`) so that {@link searchQuery} finds it.
 *
 * A person with one phone and one unit has about 20; at most {@link MAX_SEARCH_TOKENS}. Sorted, without doubles,
 * letters, digits, `-`, `:` and `.` only.
 *
 * In SQL, in a search function owned by the search role (array and text-search operators are not leakproof):
 * ```sql
 * CREATE INDEX customer_search ON customer USING gin (array_to_tsvector(search_tokens));
 * SELECT … FROM customer
 *  WHERE array_to_tsvector(search_tokens) @@ $query::tsquery AND tenant_id = $tenant
 * ```
 * where `$query` is `toTsQuery(searchQuery(typed), { scope })`. A tsvector of whole tokens, rather than `text[] @>`,
 * because it matches prefixes (`'n:zha':*`) and alternatives: without them every beginning of every word and phone
 * would be a token of its own, three times as many to write at import. No text-search configuration takes part.
 * A text that fits half the tenant (a community's name) is for the caller to cut: rank the first thousand hits, not all.
 *
 * @param options.scope put before each token so that one tenant's part of a shared index lies together: {@link searchScope}
 */
export function searchTokens(fields: SearchFields, options: { scope?: string } = {}): string[] {
  const names = new Set<string>();
  for (const name of fields.personNames ?? []) nameTokens(name, true, names);
  for (const name of fields.names ?? []) nameTokens(name, false, names);
  const phones = new Set((fields.phones ?? []).flatMap(phoneTokens));
  const places = new Set<string>();
  const units = new Set((fields.units ?? []).flatMap((unit) => unitTokens(unit, places)));
  for (const address of fields.addresses ?? []) addressTokens(address, places);

  const kept = [...first(names, MAX_NAME_TOKENS), ...first(phones, MAX_PHONE_TOKENS), ...first(units, MAX_UNIT_TOKENS)];
  kept.push(...first(places, MAX_SEARCH_TOKENS - kept.length));
  if (fields.texts?.length) {
    const texts = new Set<string>();
    for (const text of fields.texts) textTokens(text, texts);
    for (const token of first(texts, MAX_TEXT_TOKENS)) if (!places.has(token)) kept.push(token);
  }
  return kept.map((token) => (options.scope ?? '') + token).sort();
}

/**
 * The scope of a tenant's tokens: its id's last 24 bits (random in a UUIDv7) and a dot. Two tenants may share one; the
 * query's own tenant predicate decides, the scope only keeps the index range small.
 */
export function searchScope(tenantId: string): string {
  if (tenantId !== lastScope.tenantId) lastScope = { tenantId, scope: scopeOf(tenantId) };
  return lastScope.scope;
}

// An import asks for the same one with each of its rows.
let lastScope = { tenantId: '', scope: '' };

function scopeOf(tenantId: string): string {
  const hex = tenantId.replaceAll('-', '').toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(hex)) throw new RangeError(`tenant id must be a UUID, was ${JSON.stringify(tenantId)}`);
  return `${hex.slice(-6)}.`;
}

function nameTokens(name: string, person: boolean, into: Set<string>): void {
  const pieces = searchPieces(foldForSearch(name));
  const { words, pairs, last } = grams(pieces);
  for (const token of [...pairs, ...last, ...words]) into.add(`n:${token}`);
  // readings come from the text before its numerals became digits: 丁一栋 is read ding yi dong
  searchPieces(foldText(name)).forEach((piece, index) => {
    if (piece.kind === 'cjk')
      for (const token of pinyinTokens(piece.text, person && index === 0)) into.add(`n:${token}`);
  });
}

/** zhangwei, wei, zw for 张伟: the reading from each syllable on, and its initials. */
function pinyinTokens(run: string, surname: boolean): string[] {
  const syllables = readHan([...run].slice(0, MAX_WORD).join(''), surname)
    .map((reading) => reading.syllable)
    .filter((syllable) => syllable !== '');
  const tokens: string[] = [];
  for (let start = 0; start < Math.min(syllables.length, PINYIN_STARTS); start++) {
    const rest = syllables.slice(start);
    const full = rest.join('');
    // 吕 is typed lv on keyboards and lu by everybody else
    for (const u of full.includes('ü') ? ['v', 'u'] : ['']) tokens.push(full.replaceAll('ü', u).slice(0, MAX_WORD));
    if (rest.length > 1) tokens.push(rest.map((syllable) => syllable.charAt(0)).join(''));
  }
  return tokens;
}

function phoneTokens(phone: string): string[] {
  const digits = phoneDigits(phone);
  return digits === '' ? [] : [`p:${digits}`, `r:${reverse(digits)}`];
}

/** 3-2-1101, 3-1101, 2-1101, 1101 and `3-` for the building; labels that are no path count as place names. */
function unitTokens(label: UnitLabel, places: Set<string>): string[] {
  const [building, section, unit] = [label.building, label.section, label.unit].map((text) => {
    const { folded, path } = readLabel(text ?? '');
    if (path === null) addressTokens(folded, places);
    return path;
  });
  const own = unit ?? [];
  const before = [building?.at(-1), section?.at(-1)].filter((part) => part !== undefined);
  const path = own.length > 1 ? (own[0] === before[0] ? own : [...before.slice(0, 1), ...own]) : [...before, ...own];
  const [home, door] = [path[0], path.at(-1)];
  if (home === undefined || door === undefined) return [];

  const tokens = own.length === 0 ? [] : [path.join('-'), path.slice(1).join('-'), `${home}-${door}`, door];
  if (path.length > 1 || own.length === 0) tokens.push(`${home}-`);
  const digits = /^[a-z]+([0-9]+)$/.exec(door)?.[1];
  if (own.length > 0 && digits !== undefined) tokens.push(digits);
  return tokens.filter((token) => token !== '').map((token) => `u:${token}`);
}

// Doors, entrances and buildings are numbered alike everywhere: an import reads the same few labels again and again.
const KNOWN_LABELS = 5000;
const knownLabels = new Map<string, { folded: string; path: readonly string[] | null }>();

function readLabel(text: string): { folded: string; path: readonly string[] | null } {
  let label = knownLabels.get(text);
  if (label === undefined) {
    const folded = foldForSearch(text).trim();
    label = { folded, path: folded === '' ? [] : unitPath(folded) };
    if (knownLabels.size >= KNOWN_LABELS) knownLabels.clear();
    knownLabels.set(text, label);
  }
  return label;
}

function textTokens(text: string, into: Set<string>): void {
  if (into.size >= MAX_TEXT_TOKENS) return;
  const { words, pairs, last } = grams(searchPieces(foldForSearch(text)));
  for (const pair of [...pairs, ...last]) into.add(`a:${pair}`);
  for (const word of words) into.add(`a:${word}`).add(`a:${stemOf(word)}`);
}

function addressTokens(text: string, into: Set<string>): void {
  const { words, pairs, last } = grams(searchPieces(foldForSearch(text)));
  // the last character of an address (号, 路, 期) tells nothing, unless it is all there is
  for (const token of [...words, ...pairs, ...(pairs.length === 0 ? last : [])]) into.add(`a:${token}`);
}

/** Digits backwards. */
export function reverse(digits: string): string {
  return [...digits].reverse().join('');
}

function first<T>(items: Iterable<T>, count: number): T[] {
  return [...items].slice(0, Math.max(0, count));
}
