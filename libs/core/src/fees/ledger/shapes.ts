import { arrayText } from '@atrium/sdk';

/** What rows of a large statement have in common, numbered from 1 as PostgreSQL counts, so that it is sent once. */
export class Shapes {
  private readonly numbers = new Map<string, string>();
  private readonly shapes: (readonly (string | null)[])[] = [];

  /** The number of a shape: the same for the same values. Nothing that an array's text would have to quote. */
  numberOf(values: readonly (string | null)[]): string {
    const key = values.join(' ');
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.shapes.push(values);
    const number = String(this.shapes.length);
    this.numbers.set(key, number);
    return number;
  }

  /** Each of the values as an array, in the order of the numbers. There is at least one shape. */
  columns(): string[] {
    return this.shapes[0]!.map((_value, index) => arrayText(this.shapes.map((shape) => shape[index]!)));
  }
}
