import { TypeID } from 'typeid-js';
import { randomBytes } from 'node:crypto';
import { defineMessages } from '../errors/messages';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const idMessages = defineMessages('id', {
  malformed: { en: '"{given}" is not an id.', 'zh-CN': '“{given}”不是有效的编号。' },
  wrongType: {
    en: '"{given}" is not an id of a {expected}.',
    'zh-CN': '“{given}”不是 {expected} 类型的编号。',
  },
});

let lastTime = 0;
let sequence = 0;

/** Random bytes are fetched for many ids at once: a call for each was most of what an id costs. */
const POOL_BYTES = 16 * 256;
let pool = Buffer.alloc(0);
let used = 0;

function randomBlock(): Buffer {
  if (used === pool.length) {
    pool = randomBytes(POOL_BYTES);
    used = 0;
  }
  used += 16;
  return pool.subarray(used - 16, used);
}

/**
 * A UUIDv7: time-ordered, so that new rows land at the end of an index. Ids made in one process ascend
 * even within a millisecond (RFC 9562, method 1: a counter in `rand_a`).
 */
export function newId(): string {
  const bytes = randomBlock();
  const now = Date.now();
  if (now > lastTime) {
    lastTime = now;
    sequence = bytes.readUInt16BE(6) & 0x07ff;
  } else if (++sequence > 0x0fff) {
    lastTime += 1;
    sequence = 0;
  }
  bytes.writeUIntBE(lastTime, 0, 6);
  bytes.writeUInt16BE(0x7000 | sequence, 6);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export const isUuid = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);

/** Crockford's base 32, in which TypeIDs are written. */
const DIGITS = Buffer.from('0123456789abcdefghjkmnpqrstvwxyz', 'latin1');
const ID_LENGTH = 26;
/** Value of each hexadecimal digit by its character code; 255 for other characters. */
const NIBBLES = new Uint8Array(128).fill(255);
for (let value = 0; value < 16; value++) NIBBLES[value.toString(16).charCodeAt(0)] = value;
const written = Buffer.alloc(ID_LENGTH);

/**
 * `unit` + UUID → `unit_01h455vb4pex5vsknk084sn02q`: what clients see. Written by hand because a page of a list has
 * hundreds of ids, and the library spent a tenth of such a request on them; it still reads them.
 * @throws Error when `uuid` is not a lower-case UUID
 */
export function encodeId(type: string, uuid: string): string {
  // 128 bits behind two zero bits make 26 digits of five bits.
  let bits = 2;
  let rest = 0;
  let length = 0;
  for (let index = 0; index < uuid.length; index++) {
    const code = uuid.charCodeAt(index);
    if (code === 45) continue;
    const nibble = NIBBLES[code] ?? 255;
    if (nibble === 255) break;
    rest = ((rest << 4) | nibble) & 0x1ff;
    bits += 4;
    if (bits >= 5) {
      bits -= 5;
      written[length++] = DIGITS[(rest >> bits) & 31]!;
    }
  }
  if (length !== ID_LENGTH || uuid.length !== 36) throw new Error(`Not a UUID: ${JSON.stringify(uuid)}`);
  return `${type}_${written.toString('latin1')}`;
}

export type DecodedId = { ok: true; type: string; uuid: string } | { ok: false; problem: keyof typeof idMessages };

/** Reads an id that clients send; with `expected`, an id of another type is refused. */
export function decodeId(id: unknown, expected?: string): DecodedId {
  if (typeof id !== 'string' || id.length > 96) return { ok: false, problem: 'malformed' };
  try {
    const parsed = TypeID.fromString(id);
    const type = parsed.getType();
    if (!type) return { ok: false, problem: 'malformed' };
    if (expected && type !== expected) return { ok: false, problem: 'wrongType' };
    return { ok: true, type, uuid: parsed.toUUID() };
  } catch {
    return { ok: false, problem: 'malformed' };
  }
}
