import { isAscii, isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import * as iconv from 'iconv-lite';
import { TableError } from './table-error';

const CHUNK = 256 * 1024;

/**
 * The encoding of a text file, decided by all of it, since the first Chinese name may stand on the last line:
 * a byte order mark, else UTF-8 when every byte fits, else GB18030 (which contains GBK and GB 2312).
 * @param given skips detection; UTF-8 and GB18030 are still checked
 * @throws TableError BAD_ENCODING, CUT_OFF (ends inside a character), UNKNOWN_ENCODING
 */
export async function detectEncoding(path: string, given?: string): Promise<string> {
  const wanted = given === undefined ? undefined : canonical(given);
  if (wanted === 'utf-8') return requireUtf8(await checkUtf8(path));
  if (wanted === 'gb18030') return requireGb18030(path);
  if (wanted !== undefined) return wanted;

  const mark = await byteOrderMark(path);
  if (mark === 'utf-8') return requireUtf8(await checkUtf8(path));
  if (mark) return mark;
  const utf8 = await checkUtf8(path);
  // A cut last character after others that fit is a cut-off file, not another encoding.
  if (utf8.valid || (utf8.cutOff && utf8.multibyte)) return requireUtf8(utf8);
  return requireGb18030(path);
}

const aliases: Record<string, string> = {
  utf8: 'utf-8',
  gbk: 'gb18030',
  gb2312: 'gb18030',
  cp936: 'gb18030',
  utf16le: 'utf-16le',
  utf16be: 'utf-16be',
};

function canonical(given: string): string {
  const name = given.trim().toLowerCase();
  const plain = name.replace(/[-_ ]/g, '');
  if (!iconv.encodingExists(name)) throw new TableError('UNKNOWN_ENCODING', { given });
  return aliases[plain] ?? name;
}

async function byteOrderMark(path: string): Promise<string | null> {
  for await (const head of createReadStream(path, { end: 2 }) as AsyncIterable<Buffer>) {
    if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
    if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
    if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  }
  return null;
}

interface Utf8Check {
  valid: boolean;
  /** Everything fits but the last character is incomplete. */
  cutOff: boolean;
  /** A character beyond ASCII was seen. */
  multibyte: boolean;
  offset: number;
  line: number;
}

async function checkUtf8(path: string): Promise<Utf8Check> {
  let carry: Buffer = Buffer.alloc(0);
  let multibyte = false;
  let offset = 0;
  let line = 1;
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK }) as AsyncIterable<Buffer>) {
    const block = carry.length > 0 ? Buffer.concat([carry, chunk]) : chunk;
    const whole = block.subarray(0, block.length - incompleteTail(block));
    if (!isUtf8(whole)) {
      const before = whole.toString('utf8').split('\uFFFD', 1)[0] ?? '';
      return {
        valid: false,
        cutOff: false,
        multibyte,
        offset: offset + Buffer.byteLength(before),
        line: line + countLines(Buffer.from(before)),
      };
    }
    multibyte ||= !isAscii(whole);
    offset += whole.length;
    line += countLines(whole);
    carry = block.subarray(whole.length);
  }
  return { valid: carry.length === 0, cutOff: carry.length > 0, multibyte, offset, line };
}

/** Length of an unfinished character at the end of the block. */
function incompleteTail(block: Buffer): number {
  for (let back = 1; back <= Math.min(3, block.length); back++) {
    const byte = block[block.length - back] as number;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

function countLines(block: Buffer): number {
  let lines = 0;
  for (let at = block.indexOf(10); at >= 0; at = block.indexOf(10, at + 1)) lines++;
  return lines;
}

function requireUtf8(check: Utf8Check): 'utf-8' {
  if (check.valid) return 'utf-8';
  if (check.cutOff) throw new TableError('CUT_OFF', { part: 'character', row: check.line });
  throw new TableError('BAD_ENCODING', { encoding: 'utf-8', offset: check.offset, line: check.line });
}

/** GB 18030 has one-, two- and four-byte characters; the second byte tells which. */
async function requireGb18030(path: string): Promise<'gb18030'> {
  let position = 0; // bytes of the current character already read
  let four = false;
  let offset = 0;
  let line = 1;
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK }) as AsyncIterable<Buffer>) {
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] as number;
      let fits: boolean;
      if (position === 0) {
        if (byte <= 0x80) {
          if (byte === 10) line++;
          continue;
        }
        fits = byte !== 0xff;
        position = 1;
      } else if (position === 1) {
        four = byte >= 0x30 && byte <= 0x39;
        fits = four || (byte >= 0x40 && byte <= 0xfe && byte !== 0x7f);
        position = four ? 2 : 0;
      } else if (position === 2) {
        fits = byte >= 0x81 && byte <= 0xfe;
        position = 3;
      } else {
        fits = byte >= 0x30 && byte <= 0x39;
        position = 0;
      }
      if (!fits) throw new TableError('BAD_ENCODING', { encoding: 'utf-8 or gb18030', offset: offset + i, line });
    }
    offset += chunk.length;
  }
  if (position > 0) throw new TableError('CUT_OFF', { part: 'character', row: line });
  return 'gb18030';
}
