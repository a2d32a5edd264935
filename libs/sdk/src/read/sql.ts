/** Collects the values of a statement and hands out their places. */
export class SqlValues {
  readonly values: unknown[] = [];

  /** `$n` with a cast, because a bare parameter in a row comparison has no type. */
  add(value: unknown, type: string): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }
}

/** Aliases are numbered per statement, so that the same selection always gives the same text. */
export class Aliases {
  private next = 0;

  constructor(private readonly letter = 't') {}

  take(): string {
    return `${this.letter}${this.next++}`;
  }
}

/** A name that is safe to write into a statement: views are code, and this keeps it so. */
export function identifier(name: string): string {
  if (!/^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?$/.test(name)) throw new Error(`"${name}" is not a plain SQL identifier`);
  return name;
}
