import { parseXml } from './xml-stream';
import type { ZipPackage } from './zip-package';

/** What a number in a cell stands for, by its number format. */
export type NumberKind = 'number' | 'date' | 'datetime' | 'time';

/** The kinds by cell style index (`s` of a cell). */
export async function readStyles(pkg: ZipPackage, part: string | null): Promise<NumberKind[]> {
  if (part === null) return [];
  const codes = new Map<number, string>();
  const formatIds: number[] = [];
  let inCellFormats = false;
  await parseXml(part, pkg.readSmall(part), {
    open: (name, attributes) => {
      if (name === 'cellXfs') inCellFormats = true;
      else if (name === 'numFmt') codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '');
      else if (name === 'xf' && inCellFormats) formatIds.push(Number(attributes.numFmtId ?? 0));
    },
    close: (name) => {
      if (name === 'cellXfs') inCellFormats = false;
    },
  });
  const kinds = new Map<number, NumberKind>();
  return formatIds.map((id) => {
    let kind = kinds.get(id);
    if (kind === undefined) {
      const code = codes.get(id);
      kind = code === undefined ? builtInKind(id) : formatKind(code);
      kinds.set(id, kind);
    }
    return kind;
  });
}

/** Formats without a code in the file: ECMA-376 part 1, 18.8.30, with the East Asian ones (27–36, 50–58). */
function builtInKind(id: number): NumberKind {
  if (id === 22) return 'datetime';
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 54)) return 'date';
  if (id === 57 || id === 58) return 'date';
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) || id === 55 || id === 56)
    return 'time';
  return 'number';
}

/** Tells the kind by a format code, e.g. `yyyy"年"m"月"d"日"`, `[$-409]h:mm AM/PM;@`, `#,##0.00`. */
export function formatKind(code: string): NumberKind {
  const [section = ''] = code
    .replace(/"[^"]*"/g, '') // quoted text
    .replace(/\\.|[_*]./g, '') // escaped, padding and fill characters
    .split(';');
  if (/general/i.test(section)) return 'number';
  const elapsed = /\[(?:h+|m+|s+)\]/i.test(section);
  const plain = section.replace(/\[[^\]]*\]/g, '').replace(/[0#?]e[+-]/gi, '');
  const time = elapsed || /[hs]|am\/pm|a\/p|上午\/下午/i.test(plain);
  // e and g are the East Asian era; a lone m is a month, beside hours or seconds it is a minute.
  const date = /[yde]/i.test(plain.replace(/am\/pm|a\/p/gi, '')) || (!time && /m/i.test(plain));
  if (date) return time ? 'datetime' : 'date';
  return time ? 'time' : 'number';
}
