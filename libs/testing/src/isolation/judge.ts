import { type Call, isOk } from './caller';
import type { IdPosition } from './id-positions';
import type { Operation } from './surface';

const REFUSALS: ReadonlySet<string> = new Set(['NOT_FOUND', 'FORBIDDEN', 'UNAUTHENTICATED']);

/** How a call with somebody else's id ended. */
export type Outcome = 'refused' | 'empty' | 'answered' | 'other';

/** `refused` as one refuses what is not there; `other`: an error that says nothing about whose the object is. */
export function outcomeOf(operation: Operation, call: Call, position?: IdPosition): Outcome {
  if (isOk(call)) return isEmpty(operation, call) ? 'empty' : 'answered';
  const [first] = call.answer.errors ?? [];
  const code = first?.extensions.code ?? '';
  if (REFUSALS.has(code)) return 'refused';
  const blamed = first?.extensions.fields?.map(({ path }) => path) ?? [];
  const isBlamed =
    position !== undefined && blamed.some((path) => position.path.startsWith(path) || path.startsWith(position.path));
  return code === 'VALIDATION_FAILED' && isBlamed ? 'refused' : 'other';
}

/** What the field itself answered, wherever it stands in the answer. */
export function answerOf(operation: Operation, { answer }: Call): unknown {
  const find = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return undefined;
    const object = value as Readonly<Record<string, unknown>>;
    if (operation.field.name in object) return object[operation.field.name];
    return Object.values(object)
      .map(find)
      .find((found) => found !== undefined);
  };
  return find(answer.data);
}

/** Null, no rows, and nothing counted. */
function isEmpty(operation: Operation, call: Call): boolean {
  const answered = answerOf(operation, call);
  if (answered == null) return true;
  if (Array.isArray(answered)) return answered.length === 0;
  const { nodes, totalCount } = answered as { nodes?: unknown; totalCount?: unknown };
  return Array.isArray(nodes) && nodes.length === 0 && (totalCount === undefined || totalCount === 0);
}

/** A list that counts more rows than it shows tells how much there is of others. */
export function countsTooMuch(operation: Operation, call: Call): boolean {
  const { nodes, totalCount, pageInfo } = (answerOf(operation, call) ?? {}) as {
    nodes?: unknown[];
    totalCount?: number;
    pageInfo?: { hasNextPage?: boolean };
  };
  return (
    Array.isArray(nodes) &&
    typeof totalCount === 'number' &&
    pageInfo?.hasNextPage === false &&
    totalCount > nodes.length
  );
}
