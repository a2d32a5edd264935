/** UUIDs, days, numbers and words that stand for something: nothing that an array's text would have to quote. */
const PLAIN = /^[\w.:+|-]+$/;

/**
 * Values as the text of a PostgreSQL array, for statements that write thousands of rows. The driver quotes and escapes
 * each value of a list, which was the greatest part of what such a statement cost the process that sent it.
 *
 * @throws TypeError for a value that would have to be quoted, such as free text
 */
export function arrayText(values: readonly (string | null)[]): string {
  let text = '{';
  for (const value of values) {
    if (text.length > 1) text += ',';
    if (value === null) text += 'NULL';
    else if (PLAIN.test(value)) text += value;
    else throw new TypeError('Only what needs no quotes can stand in the text of an array');
  }
  return `${text}}`;
}
