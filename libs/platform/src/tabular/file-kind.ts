import { open, type FileHandle } from 'node:fs/promises';
import { TableError } from './table-error';

/** Kinds openTable reads; `zip` still has to prove that it is a workbook. */
export type FileKind = 'zip' | 'text';

export const ALLOWED_KINDS = ['csv', 'xlsx'];

const SIGNATURES: readonly (readonly [kind: string, bytes: string])[] = [
  ['png', '\x89PNG\r\n\x1a\n'],
  ['jpeg', '\xff\xd8\xff'],
  ['gif', 'GIF8'],
  ['pdf', '%PDF-'],
  ['rtf', '{\\rtf'],
  ['gzip', '\x1f\x8b\x08'],
  ['rar', 'Rar!\x1a\x07'],
  ['7z', "7z\xbc\xaf'\x1c"],
  ['xz', '\xfd7zXZ\x00'],
  ['exe', 'MZ\x90\x00'],
  ['elf', '\x7fELF'],
  ['parquet', 'PAR1'],
  ['sqlite', 'SQLite format 3\x00'],
];

const COMPOUND_FILE = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';
/** Name of the stream that holds a password-protected workbook (MS-OFFCRYPTO 2.3.4.4), as UTF-16. */
const ENCRYPTED_PACKAGE = Buffer.from('EncryptedPackage', 'utf16le');
const HEAD_BYTES = 8192;

/**
 * Tells by the first bytes what a file is, whatever its name says: systems of all ages save HTML as `.xls`.
 * @throws TableError NOT_A_TABLE with the kind found, ENCRYPTED, FILE_EMPTY
 */
export async function sniffFileKind(path: string, size: number): Promise<FileKind> {
  if (size === 0) throw new TableError('FILE_EMPTY', {});
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const head = buffer.subarray(0, bytesRead);
    const latin = head.toString('latin1');
    if (latin.startsWith('PK\x03\x04') || latin.startsWith('PK\x05\x06')) return 'zip';
    if (latin.startsWith(COMPOUND_FILE)) {
      if (await directoryNames(file, size, ENCRYPTED_PACKAGE)) throw new TableError('ENCRYPTED', { given: 'xlsx' });
      throw notATable('xls');
    }
    const signature = SIGNATURES.find(([, bytes]) => latin.startsWith(bytes));
    if (signature) throw notATable(signature[0]);
    if (/^(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|meta|table|\?xml|!--)/i.test(latin)) {
      throw notATable(/<html|<table|<!doctype html/i.test(latin) ? 'html' : 'xml');
    }
    if (/^(?:\xef\xbb\xbf)?\s*(?:\{\s*"|\[\s*[{[])/.test(latin)) throw notATable('json');
    if (head.includes(0) && !/^(?:\xff\xfe|\xfe\xff)/.test(latin)) throw notATable('binary');
    return 'text';
  } finally {
    await file.close();
  }
}

export const notATable = (given: string): TableError<'NOT_A_TABLE'> =>
  new TableError('NOT_A_TABLE', { given, allowed: ALLOWED_KINDS });

/** Whether a compound file has a stream of that name; its directory may stand anywhere, so the sectors are walked. */
async function directoryNames(file: FileHandle, size: number, name: Buffer): Promise<boolean> {
  const block = Buffer.alloc(1024 * 1024);
  for (let at = 0; at < size; at += block.length - name.length) {
    const { bytesRead } = await file.read(block, 0, block.length, at);
    if (block.subarray(0, bytesRead).includes(name)) return true;
    if (bytesRead < block.length) return false;
  }
  return false;
}
