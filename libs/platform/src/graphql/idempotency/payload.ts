import { createHash } from 'node:crypto';
import { Ref } from '@atrium/sdk';

/** What a mutation answered, as it is stored: data as JSON, objects of the domain as references. */
export function storePayload(value: unknown): unknown {
  if (value instanceof Ref) return { $ref: [value.type, value.id] };
  if (value instanceof Date) return { $date: value.toISOString() };
  if (Array.isArray(value)) return value.map(storePayload);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value !== 'object') throw new Error(`A ${typeof value} in a payload cannot be stored for a repeated call`);
  const entries = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .map(([key, one]) => [key, storePayload(one)] as const);
  // Keys of ours in data of others are kept apart.
  if (entries.some(([key]) => key.startsWith('$'))) return { $entries: entries };
  return Object.fromEntries(entries);
}

export function revivePayload(stored: unknown): unknown {
  if (Array.isArray(stored)) return stored.map(revivePayload);
  if (typeof stored !== 'object' || stored === null) return stored;
  const { $ref, $date, $entries } = stored as {
    $ref?: [string, string];
    $date?: string;
    $entries?: [string, unknown][];
  };
  if ($ref) return new Ref(...$ref);
  if ($date !== undefined) return new Date($date);
  const entries = $entries ?? Object.entries(stored);
  return Object.fromEntries(entries.map(([key, one]) => [key, revivePayload(one)]));
}

/** SHA-256 of an input, the same for the same values in any order of keys. */
export const inputHash = (input: unknown): Buffer => createHash('sha256').update(canonical(input)).digest();

function canonical(value: unknown): string {
  if (value instanceof Date) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join()}}`;
}
