import { fileTypeFromBuffer } from 'file-type';

/** What a declared media type may turn out to be, by its content. */
interface Kind {
  readonly type: string;
  /** Media types that its contents are found to be; `text` where they bear no mark. */
  readonly found: readonly string[];
}

const kind = (type: string, ...others: string[]): Kind => ({ type, found: [type, ...others] });
const text = (type: string): Kind => ({ type, found: [TEXT] });
const TEXT = 'text';
const OOXML = 'application/vnd.openxmlformats-officedocument';
const OLD_OFFICE = 'application/x-cfb';

/** Re-encoded after the upload, so that nothing hidden in them is passed on. */
export const IMAGE_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif'] as const;
/** Says nothing of the content: for files that are read at once, e.g. for an import, and only come back as downloads. */
const ANYTHING = 'application/octet-stream';
/** Never taken, whatever they are said to be. */
const PROGRAMS = new Set([
  'application/x-msdownload',
  'application/x-elf',
  'application/x-mach-binary',
  'application/wasm',
  'application/java-vm',
  'application/x-ms-shortcut',
  'application/x-shockwave-flash',
]);

const KINDS: readonly Kind[] = [
  ...IMAGE_TYPES.map((type) => kind(type)),
  kind('application/pdf'),
  ...['spreadsheetml.sheet', 'wordprocessingml.document', 'presentationml.presentation'].map((part) =>
    // The parts that tell them from any other archive may stand further back.
    kind(`${OOXML}.${part}`, 'application/zip'),
  ),
  ...['application/vnd.ms-excel', 'application/msword', 'application/vnd.ms-powerpoint'].map((type) =>
    kind(type, OLD_OFFICE),
  ),
  kind('application/zip'),
  ...['text/plain', 'text/csv', 'text/calendar', 'text/vcard', 'application/json'].map(text),
  kind('audio/mpeg'),
  kind('audio/mp4', 'audio/x-m4a', 'video/mp4'),
  kind('audio/wav', 'audio/vnd.wave'),
  kind('audio/ogg', 'audio/ogg; codecs=opus', 'application/ogg'),
  kind('audio/amr'),
  kind('video/mp4', 'video/quicktime', 'video/x-m4v'),
  kind('video/quicktime', 'video/mp4'),
  kind('video/webm', 'video/matroska'),
];

export const ALLOWED_TYPES: readonly string[] = [...KINDS.map(({ type }) => type), ANYTHING];

export const isImage = (type: string): boolean => (IMAGE_TYPES as readonly string[]).includes(type);

/** What the beginning of a content shows it to be; null when it shows nothing. */
export async function sniff(head: Buffer): Promise<string | null> {
  if (isText(head)) return TEXT;
  const found = await fileTypeFromBuffer(head);
  return found?.mime ?? (head.subarray(0, 4).equals(ZIP) ? 'application/zip' : null);
}

const ZIP = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
const UTF16 = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

/** No encoding of text that is in use has these bytes, UTF-16 apart, which says so at its beginning. */
function isText(head: Buffer): boolean {
  if (UTF16.some((mark) => head.subarray(0, 2).equals(mark))) return true;
  if (head.subarray(0, 5).equals(Buffer.from('%PDF-'))) return false;
  return !head.some((byte) => byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27);
}

export type Verdict = { readonly ok: true } | { readonly ok: false; readonly found: string };

/** Is a content what it was declared as? `found` in words for people otherwise. */
export function judgeType(declared: string, found: string | null): Verdict {
  if (found !== null && PROGRAMS.has(found)) return { ok: false, found };
  if (declared === ANYTHING) return { ok: true };
  const expected = KINDS.find(({ type }) => type === declared)?.found ?? [];
  if (found !== null && expected.includes(found)) return { ok: true };
  return { ok: false, found: found === TEXT ? 'text/plain' : (found ?? ANYTHING) };
}

/** Does a media type fit one of `image/jpeg`, `image/*`, …? */
export const fitsTypes = (type: string, types: readonly string[]): boolean =>
  types.some((one) => one === type || (one.endsWith('/*') && type.startsWith(one.slice(0, -1))));
