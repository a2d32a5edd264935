const NEWLINE = 0x0a;

/**
 * Cuts a file of all boroughs into one a borough, each with the header: the lines' bytes are not touched, so that every
 * company imports what really came.
 */
export function sliceByBorough(content: Buffer): Map<string, Buffer> {
  const lines: Buffer[] = [];
  for (let start = 0; start < content.length;) {
    const newline = content.indexOf(NEWLINE, start);
    const end = newline < 0 ? content.length : newline + 1;
    lines.push(content.subarray(start, end));
    start = end;
  }
  const [header = Buffer.alloc(0), ...rows] = lines;
  const slices = new Map<string, Buffer[]>();
  for (const row of rows) {
    const borough = row.subarray(0, row.indexOf(',')).toString();
    const known = slices.get(borough);
    if (known) known.push(row);
    else slices.set(borough, [header, row]);
  }
  return new Map([...slices].map(([borough, parts]) => [borough, Buffer.concat(parts)]));
}
