import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';

const bad = (scalar: string, given: unknown, expected: string): never => {
  throw new GraphQLError(`${scalar} cannot represent ${JSON.stringify(given)}: expected ${expected}`);
};

const stringScalar = (
  name: string,
  description: string,
  expected: string,
  parse: (text: string) => string | null,
  specifiedByURL?: string,
): GraphQLScalarType<string, string> => {
  const read = (value: unknown): string =>
    (typeof value === 'string' ? parse(value) : null) ?? bad(name, value, expected);
  return new GraphQLScalarType<string, string>({
    name,
    description,
    specifiedByURL,
    serialize: (value) => (typeof value === 'string' ? value : String(value)),
    parseValue: read,
    parseLiteral: (node: ValueNode) => (node.kind === Kind.STRING ? read(node.value) : bad(name, null, expected)),
  });
};

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Does `text` name a day of the proleptic Gregorian calendar, `YYYY-MM-DD`? */
export function isLocalDate(text: string): boolean {
  const match = DATE.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  date.setUTCFullYear(year);
  return year >= 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

export const LocalDateScalar = stringScalar(
  'LocalDate',
  'A day without time or zone, `YYYY-MM-DD`, e.g. `2026-03-11`.',
  'a day such as "2026-03-11"',
  (text) => (isLocalDate(text) ? text : null),
);

const RFC3339 =
  /^(\d{4}-\d{2}-\d{2})[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** Instants travel as `Date` inside and as RFC 3339 in UTC outside; what SQL already rendered passes as it is. */
export const DateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'An instant, RFC 3339, answered in UTC with milliseconds, e.g. `2026-03-11T08:30:00.000Z`.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: (value) => (value instanceof Date ? value.toISOString() : String(value)),
  parseValue: (value) => parseInstant(value),
  parseLiteral: (node) => parseInstant(node.kind === Kind.STRING ? node.value : null),
});

function parseInstant(value: unknown): Date {
  const match = typeof value === 'string' ? RFC3339.exec(value) : null;
  if (!match || !isLocalDate(match[1]!)) return bad('DateTime', value, 'an RFC 3339 instant with an offset');
  return new Date(value as string);
}

export const DecimalScalar = stringScalar(
  'Decimal',
  'An exact decimal number as a string, e.g. `"89.37"`; never a float.',
  'a decimal number in a string, such as "89.37"',
  (text) => (/^-?(0|[1-9]\d{0,17})(\.\d{1,12})?$/.test(text) ? text : null),
);

export const DurationScalar = stringScalar(
  'Duration',
  'A length of time, ISO 8601, e.g. `PT4H30M` or `P3D`.',
  'an ISO 8601 duration such as "PT4H30M"',
  (text) => (/^P(?!$)(\d+D)?(T(?!$)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/.test(text) ? text : null),
  'https://www.iso.org/iso-8601-date-and-time-format.html',
);

const literal = (node: ValueNode, variables?: Record<string, unknown> | null): unknown => {
  switch (node.kind) {
    case Kind.NULL:
      return null;
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.LIST:
      return node.values.map((one) => literal(one, variables));
    case Kind.OBJECT:
      return Object.fromEntries(node.fields.map((field) => [field.name.value, literal(field.value, variables)]));
    case Kind.VARIABLE:
      return variables?.[node.name.value];
    default:
      return node.value;
  }
};

export const JsonScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description: 'Any JSON value, only where the shape is truly open.',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: literal,
});
