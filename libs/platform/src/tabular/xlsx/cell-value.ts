import { plainNumber } from '../plain-number';
import type { NumberKind } from './styles';

const MS_PER_DAY = 86_400_000;
/** 1899-12-30 as UTC: day 0 once 1900-02-29, which never was, is behind. */
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const DAYS_1904 = 1462;
/** 9999-12-31. */
const LAST_SERIAL = 2_958_465;

/**
 * A stored number as a person sees it: spreadsheets keep binary floating point with up to 17 digits but show 15, so
 * `0.30000000000000004` is 0.3 and `89.370000000000005` is 89.37. Whole numbers keep every digit that is stored.
 * `digitsLost`: more than 15 digits, which the spreadsheet has filled with zeros (an identity number typed as number).
 */
export function numberText(stored: string): { text: string; digitsLost: boolean } {
  if (/^-?\d{1,15}$/.test(stored)) return { text: stored, digitsLost: false };
  const raw = stored.trim();
  const value = Number(raw);
  if (raw === '' || !Number.isFinite(value)) return { text: stored, digitsLost: false };
  if (Math.abs(value) >= 1e15) {
    const whole = /^-?\d+$/.test(raw);
    return { text: whole ? raw : plainNumber(value), digitsLost: !whole || raw.endsWith('0') };
  }
  return { text: plainNumber(Number(value.toPrecision(15))), digitsLost: false };
}

/**
 * A serial day number as ISO 8601 local date (`2026-03-11`), date-time (`2026-03-11T08:30:00`) or time of day
 * (`08:30:00`, beyond 24 hours for a duration). null when no such day exists, e.g. negative or 1900-02-29.
 */
export function serialText(serial: number, kind: Exclude<NumberKind, 'number'>, date1904: boolean): string | null {
  if (!Number.isFinite(serial) || serial < 0) return null;
  if (kind === 'time' && serial < 60) return clock(Math.round(serial * MS_PER_DAY));
  const since1900 = date1904 ? serial + DAYS_1904 : serial < 60 ? serial + 1 : serial;
  if ((!date1904 && Math.floor(serial) === 60) || since1900 < 1 || since1900 >= LAST_SERIAL + 1) return null;
  const iso = new Date(EPOCH_1900 + Math.round(since1900 * MS_PER_DAY)).toISOString();
  if (kind === 'date') return iso.slice(0, 10);
  return iso.endsWith('.000Z') ? iso.slice(0, 19) : iso.slice(0, 23);
}

function clock(ms: number): string {
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
  const rest = ms % 1000;
  const text = `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}`;
  return rest === 0 ? text : `${text}.${String(rest).padStart(3, '0')}`;
}

/** Undoes the `_xHHHH_` escapes of ECMA-376 (22.9.2.19, ST_Xstring), which stand for characters XML cannot hold. */
export const decodeEscapes = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))).toWellFormed()
    : text;

/** 0-based column of a cell reference such as `AB12`; -1 when there are no letters. */
export function columnOf(reference: string): number {
  let column = 0;
  for (let i = 0; i < reference.length; i++) {
    const code = reference.charCodeAt(i) & ~0x20; // upper case
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  return column - 1;
}
