import { isPermission } from '../access/permissions';
import { identifier } from '../read/sql';
import { CUSTOMER_RECORD, type SegmentField, type SegmentRecord } from './segment-field';

/** Who declares something. */
export interface SegmentOwner {
  /** The context's name or the plugin's id. */
  readonly owner: string;
  /** The plugin's id; null for the core. */
  readonly plugin: string | null;
}
export type OwnedSegmentField = SegmentField & SegmentOwner;
export type OwnedSegmentRecord = SegmentRecord & SegmentOwner;

const fields = new Map<string, OwnedSegmentField>();
const records = new Map<string, OwnedSegmentRecord>();

function add<T extends SegmentOwner & { readonly name: string }>(what: string, known: Map<string, T>, one: T): void {
  const before = known.get(one.name);
  if (before) throw new Error(`The segment ${what} ${one.name} is declared by ${before.owner} and by ${one.owner}`);
  known.set(one.name, one);
}

/**
 * Adds fields, and records they belong to, for the rules of segments. A context calls it where its module is loaded;
 * a plugin declares its own in `segments` of its definition.
 *
 * @throws Error naming both sides where a name is taken
 */
export function registerSegmentFields(
  { owner, plugin }: SegmentOwner,
  declared: { readonly records?: readonly SegmentRecord[]; readonly fields: readonly SegmentField[] },
): void {
  for (const record of declared.records ?? []) {
    identifier(record.table);
    identifier('customer' in record ? record.customer : record.through.column);
    add('record', records, { ...record, owner, plugin });
  }
  for (const field of declared.fields) {
    add('field', fields, { ...field, owner, plugin });
    const idType = field.reference?.idType;
    if (idType === undefined || referenceTypes.has(idType)) continue;
    referenceTypes.add(idType);
    for (const listener of listeners) listener(idType);
  }
}

const referenceTypes = new Set<string>();
const listeners: ((idType: string) => void)[] = [];

/** Platform only: tells of each type of ids that fields refer to, known already or declared later. */
export function onSegmentReference(listener: (idType: string) => void): void {
  listeners.push(listener);
  for (const idType of referenceTypes) listener(idType);
}

/** Every field of the loaded modules, in the order of declaration. */
export const allSegmentFields = (): readonly OwnedSegmentField[] => [...fields.values()];
export const allSegmentRecords = (): readonly OwnedSegmentRecord[] => [...records.values()];
export const segmentField = (name: string): OwnedSegmentField | undefined => fields.get(name);
export const segmentRecord = (name: string): OwnedSegmentRecord | undefined => records.get(name);

/** What does not fit together among all that is declared, in sentences; asked once everything is loaded. */
export function segmentProblems(): string[] {
  const permissions = [...fields.values(), ...records.values()].flatMap(({ name, permission }) =>
    permission === undefined || isPermission(permission)
      ? []
      : [`The segment field or record ${name} needs the permission ${permission}, which nobody declares`],
  );
  const homeless = [...fields.values()]
    .filter(({ of }) => of !== CUSTOMER_RECORD && !records.has(of))
    .map(({ name, owner, of }) => `The segment field ${name} of ${owner} belongs to ${of}, which nobody declares`);
  const loose = [...records.values()].flatMap((record) =>
    'customer' in record || rootOf(record)
      ? []
      : [`The segment record ${record.name} of ${record.owner} hangs on nothing that a customer has`],
  );
  return [...permissions, ...homeless, ...loose];
}

/** The record that a customer has many of and that this one hangs on; undefined where the chain ends nowhere. */
export function rootOf(record: OwnedSegmentRecord): OwnedSegmentRecord | undefined {
  const met = new Set<string>();
  for (let at: OwnedSegmentRecord | undefined = record; at && !met.has(at.name);) {
    if ('customer' in at) return at;
    met.add(at.name);
    at = records.get(at.through.record);
  }
  return undefined;
}
