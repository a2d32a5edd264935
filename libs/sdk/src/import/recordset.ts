import { identifier } from '../read/sql';

/**
 * Many rows as one parameter: `FROM ${recordset('r', { number: 'int', code: 'text' })}` with `JSON.stringify(rows)` as
 * the value of `$n`. What a batch of an import joins and inserts from.
 *
 * @param columns PostgreSQL types by the rows' property names, in snake_case
 * @param place the parameter's number
 */
export function recordset(alias: string, columns: Readonly<Record<string, string>>, place = 1): string {
  const list = Object.entries(columns).map(([name, type]) => {
    if (!/^[a-z][a-z ]*(\(\d+(, ?\d+)?\))?(\[\])?$/.test(type)) throw new Error(`"${type}" is not a plain SQL type`);
    return `${identifier(name)} ${type}`;
  });
  return `json_to_recordset($${place}::json) AS ${identifier(alias)}(${list.join(', ')})`;
}
