import { Field, ID, InputType, Int, type ReturnTypeFunc } from '@nestjs/graphql';
import { invalidField } from '../errors/atrium-error';
import { defineMessages } from '../errors/messages';
import { declareInputId, idProblem } from '../graphql/id-fields';
import { DateTimeScalar, LocalDateScalar } from '../graphql/scalars';
import { decodeId } from '../ids/typed-id';
import type { SqlValues } from './sql';
import { identifier } from './sql';

type InputClass = new () => object;

/** One operand of a filter field, from the coerced GraphQL value to a condition. */
type Operator = (column: string, value: unknown, values: SqlValues, path: string) => string;

export interface FilterField {
  readonly description: string;
  readonly input: () => InputClass | ReturnTypeFunc;
  readonly nested: boolean;
  /** Prefix of the ids the operands take, where they are ids. */
  readonly idType?: string;
  /** The condition; `alias` is the row's. */
  readonly compile: (alias: string, operand: unknown, values: SqlValues, path: string) => string;
}
export type FilterMap = Readonly<Record<string, FilterField>>;

const messages = defineMessages('filter', {
  empty: { en: 'Give at least one operator.', 'zh-CN': '请至少指定一个条件。' },
  tooMany: { en: 'At most {max} values are allowed here.', 'zh-CN': '此处最多允许 {max} 个值。' },
  nestedOr: { en: '"or" may stand at one level only.', 'zh-CN': '“or” 只能使用一层。' },
  tooDeep: { en: 'Conditions nest at most {max} levels.', 'zh-CN': '条件最多嵌套 {max} 层。' },
});
const MAX_LIST = 200;

const inputs = new Map<string, InputClass>();

/** Filter inputs are made once per name: `TextFilter` serves every text column. */
function inputClass(
  name: string,
  description: string,
  fields: Record<string, [ReturnTypeFunc, string]>,
  idType?: string,
): InputClass {
  const known = inputs.get(name);
  if (known) return known;
  const made = { [name]: class {} }[name]! as InputClass;
  InputType(name, { description })(made);
  for (const [key, [type, text]] of Object.entries(fields)) {
    Field(type, { nullable: true, description: text })(made.prototype, key);
    if (idType) declareInputId(made, key, idType);
  }
  inputs.set(name, made);
  return made;
}

/** Made at once: Nest collects its classes before it asks for the types of their fields. */
const always = (made: InputClass) => (): InputClass => made;

const list = (value: unknown, path: string): unknown[] => {
  const all = value as unknown[];
  if (all.length > MAX_LIST) throw invalidField(path, 'TOO_MANY', messages.tooMany, { max: MAX_LIST });
  return all;
};

const uuid = (value: unknown, idType: string, path: string): string => {
  const decoded = decodeId(value, idType);
  if (decoded.ok) return decoded.uuid;
  const { code, message, params } = idProblem(path, value, decoded.problem, idType);
  throw invalidField(path, code, message, params);
};

const operators = (map: Record<string, Operator>, column: string): FilterField['compile'] => {
  identifier(column);
  return (alias, operand, values, path) => {
    const parts = Object.entries(operand as Record<string, unknown>)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([name, value]) => map[name]!(`${alias}.${column}`, value, values, `${path}.${name}`));
    if (parts.length === 0) throw invalidField(path, 'EMPTY', messages.empty);
    return parts.join(' AND ');
  };
};

const compare =
  (sign: string, type: string): Operator =>
  (column, value, values) =>
    `${column} ${sign} ${values.add(value, type)}`;
const anyOf =
  (type: string): Operator =>
  (column, value, values, path) =>
    `${column} = ANY (${values.add(list(value, path), `${type}[]`)})`;

/** The first text after all that begin with `prefix`, in byte order. */
const afterPrefix = (prefix: string): string => `${prefix}\u{10ffff}`;

/**
 * Filter builders. Only operators that PostgreSQL may push below row-level security are here (they are leakproof), and
 * each column is expected to stand behind `tenant_id` in an index.
 */
export const filter = {
  id: (idType: string, column: string, description: string): FilterField => ({
    description,
    nested: true,
    idType,
    input: always(
      inputClass(
        `${idType.replace(/(^|_)(\w)/g, (_, __, c: string) => c.toUpperCase())}IdFilter`,
        `Selects by the id of a ${idType}.`,
        {
          eq: [() => ID, 'This one.'],
          in: [() => [ID], `Any of these, at most ${MAX_LIST}.`],
        },
        idType,
      ),
    ),
    compile: operators(
      {
        eq: (col, value, values, path) => `${col} = ${values.add(uuid(value, idType, path), 'uuid')}`,
        in: (col, value, values, path) =>
          `${col} = ANY (${values.add(
            list(value, path).map((one) => uuid(one, idType, path)),
            'uuid[]',
          )})`,
      },
      column,
    ),
  }),
  /** Takes ids of objects of any kind and selects by what they stand for. */
  anyId: (column: string, description: string): FilterField => ({
    description,
    nested: true,
    idType: '*',
    input: always(
      inputClass(
        'AnyIdFilter',
        'Selects by the id of an object, of whatever kind.',
        { eq: [() => ID, 'This one.'] },
        '*',
      ),
    ),
    compile: operators(
      {
        eq: (col, value, values, path) => {
          const decoded = decodeId(value);
          if (decoded.ok) return `${col} = ${values.add(decoded.uuid, 'uuid')}`;
          const { code, message, params } = idProblem(path, value, decoded.problem, 'object');
          throw invalidField(path, code, message, params);
        },
      },
      column,
    ),
  }),
  /** An enum, stored as text with a CHECK. `name` is the GraphQL enum's. */
  enum: (name: string, type: object, column: string, description: string): FilterField => ({
    description,
    nested: true,
    input: always(
      inputClass(`${name}Filter`, `Selects by ${name}.`, {
        eq: [() => type, 'This value.'],
        in: [() => [type], 'Any of these values.'],
        not: [() => type, 'Any other value.'],
      }),
    ),
    compile: operators({ eq: compare('=', 'text'), in: anyOf('text'), not: compare('<>', 'text') }, column),
  }),
  /** A text column with `COLLATE "C"`. */
  text: (column: string, description: string): FilterField => ({
    description,
    nested: true,
    input: always(
      inputClass('TextFilter', 'Selects by a text, exactly as it is stored.', {
        eq: [() => String, 'This text.'],
        in: [() => [String], `Any of these texts, at most ${MAX_LIST}.`],
        startsWith: [() => String, 'Texts that begin so; case matters.'],
      }),
    ),
    compile: operators(
      {
        eq: compare('=', 'text'),
        in: anyOf('text'),
        startsWith: (col, value, values) =>
          `${col} >= ${values.add(value, 'text')} AND ${col} < ${values.add(afterPrefix(value as string), 'text')}`,
      },
      column,
    ),
  }),
  date: (column: string, description: string): FilterField => ({
    description,
    nested: true,
    input: always(
      inputClass('LocalDateFilter', 'Selects by day.', {
        eq: [() => LocalDateScalar, 'On this day.'],
        from: [() => LocalDateScalar, 'On this day or later.'],
        to: [() => LocalDateScalar, 'On this day or earlier.'],
      }),
    ),
    compile: operators({ eq: compare('=', 'date'), from: compare('>=', 'date'), to: compare('<=', 'date') }, column),
  }),
  instant: (column: string, description: string): FilterField => ({
    description,
    nested: true,
    input: always(
      inputClass('DateTimeFilter', 'Selects by time.', {
        from: [() => DateTimeScalar, 'At this instant or later.'],
        before: [() => DateTimeScalar, 'Before this instant.'],
      }),
    ),
    compile: operators({ from: compare('>=', 'timestamptz'), before: compare('<', 'timestamptz') }, column),
  }),
  int: (column: string, description: string): FilterField => ({
    description,
    nested: true,
    input: always(
      inputClass('IntFilter', 'Selects by a whole number.', {
        eq: [() => Int, 'This number.'],
        from: [() => Int, 'This number or more.'],
        to: [() => Int, 'This number or less.'],
      }),
    ),
    compile: operators({ eq: compare('=', 'int'), from: compare('>=', 'int'), to: compare('<=', 'int') }, column),
  }),
  /** True or false, by any condition over the row. */
  flag: (condition: (alias: string) => string, description: string): FilterField => ({
    description,
    nested: false,
    input: () => () => Boolean,
    compile: (alias, operand) => (operand ? `(${condition(alias)})` : `NOT (${condition(alias)})`),
  }),
  /** A text that the context itself turns into a condition, e.g. a search. */
  custom: (description: string, compile: FilterField['compile']): FilterField => ({
    description,
    nested: false,
    input: () => () => String,
    compile,
  }),
  /** Like {@link filter.id} for ids reached over another table: `compile` makes the condition of the UUIDs' array. */
  related: (idType: string, description: string, condition: (alias: string, uuids: string) => string): FilterField => ({
    ...filter.id(idType, 'id', description),
    compile: (alias, operand, values, path) => {
      const { eq, in: any } = operand as { eq?: unknown; in?: unknown[] };
      const wanted = [...(eq == null ? [] : [eq]), ...list(any ?? [], path)].map((one) => uuid(one, idType, path));
      if (wanted.length === 0) throw invalidField(path, 'EMPTY', messages.empty);
      return condition(alias, values.add(wanted, 'uuid[]'));
    },
  }),
} as const;

const MAX_DEPTH = 4;

/** The whole filter tree as one condition; `and`, one level of `or`, `not` on what stands inside it. */
export function compileFilter(
  fields: FilterMap,
  tree: Record<string, unknown>,
  alias: string,
  values: SqlValues,
  path = 'filter',
  inOr = false,
  depth = 0,
): string[] {
  if (depth > MAX_DEPTH) throw invalidField(path, 'TOO_DEEP', messages.tooDeep, { max: MAX_DEPTH });
  const below = (one: unknown, at: string, or: boolean): string => {
    const parts = compileFilter(fields, one as Record<string, unknown>, alias, values, at, or, depth + 1);
    if (parts.length === 0) throw invalidField(at, 'EMPTY', messages.empty);
    return `(${parts.join(' AND ')})`;
  };
  const conditions: string[] = [];
  for (const [name, operand] of Object.entries(tree)) {
    if (operand === null || operand === undefined) continue;
    const at = `${path}.${name}`;
    if (name === 'and') {
      conditions.push(...list(operand, at).map((one, index) => below(one, `${at}.${index}`, inOr)));
    } else if (name === 'or') {
      if (inOr) throw invalidField(at, 'NESTED_OR', messages.nestedOr);
      const parts = list(operand, at).map((one, index) => below(one, `${at}.${index}`, true));
      if (parts.length === 0) throw invalidField(at, 'EMPTY', messages.empty);
      conditions.push(`(${parts.join(' OR ')})`);
    } else if (name === 'not') {
      conditions.push(`(${below(operand, at, inOr)}) IS NOT TRUE`);
    } else {
      conditions.push(fields[name]!.compile(alias, operand, values, at));
    }
  }
  return conditions;
}
