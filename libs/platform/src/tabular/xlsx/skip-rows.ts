const ROW = Buffer.from('<row ');
/** A row tag is far shorter. */
const TAG_BYTES = 512;
/** Held back while looking for a row tag: a sheet without one for so long is simply not skipped. */
const MAX_HELD_BYTES = 1024 * 1024;

/**
 * Leaves rows up to `after` out of a sheet's XML without parsing it, so that an interrupted import of a large sheet goes
 * on at once. What comes out begins like the sheet and goes on at the last row that is not wanted or before: the parser
 * finds well-formed XML and a row number to count from. Works on row tags that carry their number, as all known programs
 * write them; anything else passes through whole.
 */
export async function* skipRows(chunks: AsyncIterable<Buffer>, after: number): AsyncGenerator<Buffer, void, undefined> {
  let held: Buffer | null = Buffer.alloc(0);
  let inRows = false;
  for await (const chunk of chunks) {
    if (held === null) {
      yield chunk;
      continue;
    }
    let buffer: Buffer = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    if (!inRows) {
      const first = buffer.indexOf(ROW);
      if (first < 0) {
        held = buffer.length > MAX_HELD_BYTES ? null : buffer;
        if (held === null) yield buffer;
        continue;
      }
      inRows = true;
      yield buffer.subarray(0, first);
      buffer = buffer.subarray(first);
    }
    // The last tag of a chunk may be incomplete: it is looked at again with the next one.
    const last = lastTag(buffer);
    const number = last < 0 ? null : rowNumber(buffer, last);
    if (number !== null && number <= after && buffer.length - last <= MAX_HELD_BYTES) {
      held = buffer.subarray(last);
    } else if (last === 0 && number === null && buffer.length < TAG_BYTES) {
      held = buffer;
    } else {
      yield buffer.subarray(startOfWanted(buffer, after));
      held = null;
    }
  }
  if (held !== null && held.length > 0) yield held;
}

/** Offset of the last complete row tag; 0, where the buffer begins with one, when there is no other. */
function lastTag(buffer: Buffer): number {
  const last = buffer.lastIndexOf(ROW);
  if (last <= 0 || buffer.indexOf('>', last) >= 0) return Math.max(0, last);
  return Math.max(0, buffer.lastIndexOf(ROW, last - 1));
}

function rowNumber(buffer: Buffer, at: number): number | null {
  const tag = buffer.toString('latin1', at, Math.min(buffer.length, at + TAG_BYTES)).split('>', 1)[0] ?? '';
  const digits = /\sr=["'](\d+)["']/.exec(tag)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** The last row with a number up to `after` before the first with a larger one. */
function startOfWanted(buffer: Buffer, after: number): number {
  let start = 0;
  for (let at = 0; at >= 0; at = buffer.indexOf(ROW, at + 1)) {
    const number = rowNumber(buffer, at);
    if (number !== null && number > after) break;
    if (number !== null) start = at;
  }
  return start;
}
