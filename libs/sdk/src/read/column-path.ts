import { holds } from '../access/holds';
import { forbidden } from '../errors/atrium-error';
import { Aliases } from './sql';
import type { Decode, FieldDefinition, FieldMap, View } from './view';

/** One value per row, reached over the view's fields. */
export interface ColumnValue {
  readonly sql: string;
  readonly decode: Decode;
}

const asIs: Decode = (value) => value;

/** Several values in one cell of a table. */
const SEPARATOR = '; ';

/**
 * The value a dotted path such as `building.community.name` leads to, as an expression over the row `alias`: over
 * embedded objects and single rows; a path that crosses a list of rows gives their values joined by "; ".
 *
 * @throws Error when the view has no such path: column paths are code
 */
export function columnValue(view: View, path: string, alias: string, aliases = new Aliases('c')): ColumnValue {
  const steps = path.split('.');
  const walk = (fields: FieldMap, at: number, row: string): ColumnValue => {
    const field: FieldDefinition | undefined = Object.hasOwn(fields, steps[at]!) ? fields[steps[at]!] : undefined;
    const last = at === steps.length - 1;
    if (field?.access && !holds(field.access.permission)) {
      if (field.access.otherwise === 'FORBIDDEN') throw forbidden(field.access.permission);
      return { sql: 'NULL', decode: asIs };
    }
    if (field?.kind === 'scalar' && last) return { sql: field.sql(row), decode: field.decode ?? asIs };
    if (field?.kind === 'object' && !last) return walk(field.fields, at + 1, row);
    if ((field?.kind === 'one' || field?.kind === 'array') && !last) {
      const below = field.view();
      const child = aliases.take();
      const { sql, decode } = walk(below.fields, at + 1, child);
      const where = [field.link(row, child), ...(below.where ? [below.where(child)] : [])].join(' AND ');
      const from = `FROM ${below.table} ${child} WHERE ${where}`;
      if (field.kind === 'one') return { sql: `(SELECT ${sql} ${from})`, decode };
      if (decode !== asIs) throw new Error(`${view.type}.${path}: values of a list are joined as they are stored`);
      return {
        sql: `(SELECT string_agg((${sql})::text, '${SEPARATOR}' ORDER BY ${field.orderBy(child)}) ${from})`,
        decode,
      };
    }
    throw new Error(`${view.type} has no column ${path}`);
  };
  return walk(view.fields, 0, alias);
}
