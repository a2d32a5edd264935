import { AtriumError, defineMessages } from '@atrium/sdk';
import {
  type DocumentNode,
  getVariableValues,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import type { GraphqlLimits } from './limits';
import { ImmeasurableError, measure, type Measure } from './measure';

export const limitMessages = defineMessages('limit', {
  cost: {
    en: 'The operation costs {requested} points, at most {limit} are allowed. Ask for smaller pages or fewer levels.',
    'zh-CN': '该操作的开销为 {requested} 点，上限为 {limit} 点。请减小分页或减少层级。',
  },
  fields: {
    en: 'The fragments unfold into more fields than can be measured, or into themselves.',
    'zh-CN': '片段展开后的字段过多，或片段引用了自身。',
  },
  depth: {
    en: 'The operation is {requested} levels deep, at most {limit} are allowed.',
    'zh-CN': '该操作嵌套 {requested} 层，上限为 {limit} 层。',
  },
  aliases: {
    en: 'The operation has {requested} aliases, at most {limit} are allowed.',
    'zh-CN': '该操作使用了 {requested} 个别名，上限为 {limit} 个。',
  },
  tokens: { en: 'The document has more than {limit} tokens.', 'zh-CN': '查询语句超过 {limit} 个词法单元。' },
  documentBytes: {
    en: 'The document has {requested} bytes, at most {limit} are allowed.',
    'zh-CN': '查询语句为 {requested} 字节，上限为 {limit} 字节。',
  },
  batch: {
    en: 'The request has {requested} operations, at most {limit} are allowed.',
    'zh-CN': '该请求包含 {requested} 个操作，上限为 {limit} 个。',
  },
});

type Limit = Exclude<keyof typeof limitMessages, 'fields'>;

/** The refusal of a request that goes over a limit. */
export const overLimit = (what: Limit, requested: number | null, limit: number): AtriumError =>
  new AtriumError('QUERY_TOO_COMPLEX', limitMessages[what], {
    params: { requested, limit },
    extra: { what, limit, ...(requested === null ? {} : { requested }) },
  });

const UNFOLDS = (): AtriumError =>
  new AtriumError('QUERY_TOO_COMPLEX', limitMessages.fields, { extra: { what: 'fields' } });

/** Variants of one document kept: page sizes and switches differ, but not much. */
const MAX_VARIANTS = 32;

interface Known {
  /** Variables that page sizes and directives use; the cost depends on no other. */
  readonly relevant: ReadonlySet<string>;
  readonly measures: Map<string, Measure>;
}

/** Measures operations, each document once for the same page sizes and switches. */
export class Measurer {
  private readonly documents = new WeakMap<DocumentNode, Known>();

  constructor(private readonly schema: GraphQLSchema) {}

  /** Null when the variables are not valid: the execution refuses them with a better answer. */
  measure(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    given: Readonly<Record<string, unknown>>,
  ): Measure | null {
    let known = this.documents.get(document);
    if (!known) this.documents.set(document, (known = { relevant: costVariables(document), measures: new Map() }));
    const { relevant, measures } = known;
    const key = variantOf(operation, relevant, given);
    const found = key === null ? undefined : measures.get(key);
    if (found) return found;
    const definitions =
      operation.variableDefinitions?.filter(({ variable }) => relevant.has(variable.name.value)) ?? [];
    const { coerced } = getVariableValues(this.schema, definitions, given, { maxErrors: 1 });
    if (!coerced) return null;
    const made = measureOrRefuse(this.schema, document, operation, coerced);
    if (key !== null && measures.size < MAX_VARIANTS) measures.set(key, made);
    return made;
  }
}

function measureOrRefuse(...args: Parameters<typeof measure>): Measure {
  try {
    return measure(...args);
  } catch (error) {
    throw error instanceof ImmeasurableError ? UNFOLDS() : error;
  }
}

/** Throws `QUERY_TOO_COMPLEX` for the first limit an operation goes over. */
export function checkMeasure({ cost, depth, aliases }: Measure, limits: GraphqlLimits): void {
  if (depth > limits.maxDepth) throw overLimit('depth', depth, limits.maxDepth);
  if (aliases > limits.maxAliases) throw overLimit('aliases', aliases, limits.maxAliases);
  if (cost > limits.maxCost) throw overLimit('cost', cost, limits.maxCost);
}

/** `extensions.cost` of every answer; 0 where a request was refused before it could be measured. */
export const costExtension = (requested: number, limits: GraphqlLimits): { requested: number; limit: number } => ({
  requested,
  limit: limits.maxCost,
});

function costVariables(document: DocumentNode): Set<string> {
  const names = new Set<string>();
  visit(document, {
    Directive: (node) => {
      for (const { value } of node.arguments ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
    Argument: ({ name, value }) => {
      if ((name.value === 'first' || name.value === 'last') && value.kind === Kind.VARIABLE)
        names.add(value.name.value);
    },
  });
  return names;
}

/** Null where a value is not even of the right kind: not worth remembering. */
function variantOf(
  operation: OperationDefinitionNode,
  relevant: ReadonlySet<string>,
  given: Readonly<Record<string, unknown>>,
): string | null {
  let key = operation.name?.value ?? '';
  for (const name of relevant) {
    const value = given[name];
    if (value != null && typeof value !== 'number' && typeof value !== 'boolean') return null;
    key += ` ${String(value)}`;
  }
  return key;
}
