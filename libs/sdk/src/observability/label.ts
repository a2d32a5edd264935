/** What a label says of everything it was not declared to say. */
export const OTHER = 'other';

/** More than this many values of one label would be a mistake, whoever declares them. */
const MOST_VALUES = 300;
const VALUE = /^[\w.:/ -]{1,80}$/;

/**
 * Something by which figures are told apart, with all that it can say. A value that was not declared becomes `other`:
 * that is why the number of series is bounded, whatever callers send.
 */
export class Label {
  private readonly values = new Set<string>();

  constructor(
    readonly name: string,
    values: Iterable<string> = [],
  ) {
    if (!/^[a-z][a-z0-9_]{0,40}$/.test(name)) throw new Error(`Not the name of a label: ${name}`);
    for (const value of values) this.declare(value);
  }

  /** For names that code brings: of jobs, handlers, plugins. Never for what a caller sent. */
  declare(value: string): void {
    if (!VALUE.test(value)) throw new Error(`Not a value of the label ${this.name}: ${JSON.stringify(value)}`);
    if (this.values.size < MOST_VALUES) this.values.add(value);
  }

  has(value: string): boolean {
    return this.values.has(value);
  }

  /** The value, or `other`. */
  of(value: string): string {
    return this.values.has(value) ? value : OTHER;
  }
}
