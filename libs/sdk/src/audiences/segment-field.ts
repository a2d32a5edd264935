import type { Locale } from '../errors/messages';
import type { Expression } from '../read/view';

/** Words in every language of the platform. */
export type Localised = Readonly<Record<Locale, string>>;

/**
 * What a field of a segment's rule holds, and the SQL type its expression must have: TEXT `text`, CHOICE `text` of a
 * fixed set, NUMBER `numeric` or an integer, DATE `date`, MONEY `bigint` in the minor unit of the company's currency,
 * BOOLEAN `boolean`, REFERENCE `uuid`.
 */
export const SEGMENT_FIELD_TYPES = ['TEXT', 'CHOICE', 'NUMBER', 'DATE', 'MONEY', 'BOOLEAN', 'REFERENCE'] as const;
export type SegmentFieldType = (typeof SEGMENT_FIELD_TYPES)[number];

/** What can be asked of each type. All operators of one comparison must hold. */
export const SEGMENT_OPERATORS = {
  TEXT: ['is', 'in', 'startsWith', 'contains', 'isEmpty'],
  CHOICE: ['in', 'notIn', 'isEmpty'],
  NUMBER: ['eq', 'from', 'to', 'isEmpty'],
  DATE: ['eq', 'from', 'to', 'withinLastDays', 'withinNextDays', 'moreThanDaysAgo', 'isEmpty'],
  MONEY: ['from', 'to', 'isEmpty'],
  BOOLEAN: ['is'],
  REFERENCE: ['in', 'notIn', 'isEmpty'],
} as const satisfies Record<SegmentFieldType, readonly string[]>;
export type SegmentOperator = (typeof SEGMENT_OPERATORS)[SegmentFieldType][number];

/** What a REFERENCE field points to. */
export interface SegmentReference {
  /** Prefix of the ids, e.g. `community`. */
  readonly idType: string;
  /** `schema.table` it lies in. */
  readonly table: string;
  /** Name for people. */
  readonly title: Expression;
  /** UUID of the community it lies in; null for what belongs to the whole company. */
  readonly community: Expression | null;
}

interface Described {
  /** A short noun, e.g. 建筑面积. It stands in the explanation of rules. */
  readonly label: Localised;
  /** One sentence, for whoever chooses it. */
  readonly description: Localised;
  /** Who does not hold it can neither use it nor a segment that does. */
  readonly permission?: string;
  /** Sensitive personal information (PIPL art. 28): needs a permission of its own. */
  readonly sensitive?: boolean;
}

/**
 * Rows of one kind that fields are about. A customer has many of it (`customer`), or a row of another kind points at one
 * (`through`). What a rule says of a kind and of what hangs on it is about one and the same row.
 */
export type SegmentRecord = Described & {
  /** E.g. `occupancy`; of a plugin `visits.entry`, which begins with the plugin's name. */
  readonly name: string;
  /** `schema.table`, owned by tenants. */
  readonly table: string;
  /** Which rows count. `customers` is SQL of the ids of a customer with aliases as `uuid[]`; null where it has none. */
  readonly where?: (row: string, customers: string | null) => string;
} & (
    | {
        /** Column with the customer's UUID. */
        readonly customer: string;
      }
    | {
        /** The kind that points here, and its column. */
        readonly through: { readonly record: string; readonly column: string };
      }
  );

/** Something that rules can ask. */
export interface SegmentField extends Described {
  /** E.g. `unit.grossArea`; it begins with the record's name. */
  readonly name: string;
  /** Name of the {@link SegmentRecord} it belongs to; `customer` for the customer itself. */
  readonly of: string;
  readonly type: SegmentFieldType;
  /**
   * SQL over the record's row, of the type's SQL type. An identifier or a fixed expression; values come as parameters and
   * never in here. For the fields of `customer` the columns of `atrium.customer`.
   */
  readonly sql: Expression;
  /** Default: all of the type's. */
  readonly operators?: readonly SegmentOperator[];
  /** Of a CHOICE: value and words. */
  readonly choices?: Readonly<Record<string, Localised>>;
  /** Of a REFERENCE. */
  readonly reference?: SegmentReference;
  /** Of a NUMBER, e.g. ㎡. */
  readonly unit?: Localised;
}

const RECORD = /^[a-z][a-zA-Z0-9]*(\.[a-z][a-zA-Z0-9]*)?$/;
const LEAF = /^[a-z][a-zA-Z0-9]*$/;

/**
 * Checks a field by itself.
 * @throws Error naming what is wrong: a mistake of a developer, found at the start
 */
export function defineSegmentField(field: SegmentField): SegmentField {
  const refuse = (problem: string): never => {
    throw new Error(`Segment field ${field.name}: ${problem}`);
  };
  const [leaf = '', ...before] = field.name.split('.').reverse();
  if (before.reverse().join('.') !== field.of || !LEAF.test(leaf)) {
    refuse(`the name must be that of its record and one word more, like ${field.of}.count`);
  }
  if ((field.type === 'CHOICE') !== (field.choices !== undefined)) refuse('a CHOICE has choices, and nothing else has');
  if (Object.keys(field.choices ?? { one: true }).length === 0) refuse('there is nothing to choose');
  if ((field.type === 'REFERENCE') !== (field.reference !== undefined)) {
    refuse('a REFERENCE says to what, and nothing else does');
  }
  const operators: readonly string[] = SEGMENT_OPERATORS[field.type];
  const unknown = field.operators?.find((one) => !operators.includes(one));
  if (unknown) refuse(`a ${field.type} has no operator ${unknown}; it has ${operators.join(', ')}`);
  if (field.operators?.length === 0) refuse('no operator is left');
  refuseOpenSecrets(`Segment field ${field.name}`, field);
  return field;
}

/** As {@link defineSegmentField}, for a record. */
export function defineSegmentRecord(record: SegmentRecord): SegmentRecord {
  if (!RECORD.test(record.name)) throw new Error(`Segment record ${record.name}: the name must be like occupancy`);
  if (record.name === CUSTOMER_RECORD) throw new Error('The segment record customer is the customer itself');
  refuseOpenSecrets(`Segment record ${record.name}`, record);
  return record;
}

/** Name of the record that every rule is about in the end. */
export const CUSTOMER_RECORD = 'customer';

function refuseOpenSecrets(what: string, { sensitive, permission }: Described): void {
  if (sensitive && permission === undefined) throw new Error(`${what} is sensitive and names no permission`);
}
