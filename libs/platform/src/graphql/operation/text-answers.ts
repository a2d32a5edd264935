import { asksForText, db, NoTextError, readField, textOf, visitFields, Log } from '@atrium/sdk';
import {
  type ExecutionArgs,
  type ExecutionResult,
  type FieldNode,
  type FragmentDefinitionNode,
  getArgumentValues,
  getVariableValues,
  type GraphQLError,
  getNamedType,
  isCompositeType,
  isNonNullType,
  Kind,
  locatedError,
  type OperationDefinitionNode,
} from 'graphql';
import type { Executor } from '../settings';

/** Data of an answer that are written as JSON already: whoever writes the answer puts them in as they are. */
export class DataText {
  constructor(readonly json: string) {}
}

/** How often a document is executed field by field before its text is tried: rare ones are not worth it. */
export const TRIED_AT = 8;
/** Comparisons that may come out different (rows change between the two readings) before a document is given up. */
const MAX_DIFFERENT = 3;

interface Known {
  seen: number;
  different: number;
  state: 'NEW' | 'TEXT' | 'FIELDS';
  /** One statement is all that its text took. */
  oneStatement: boolean;
}

/**
 * Answers queries with the JSON that the database makes, where that is the whole answer: every root field one whose
 * resolver passes on what a view has read. Such an answer is neither parsed nor completed field by field nor written
 * again.
 *
 * What makes it safe: a document gets there only when its text was once equal to what graphql-js answered for it, and
 * whatever cannot be made (a field with a resolver of its own, a missing value, a resolver that looks into what it
 * read) sends it back to graphql-js. Permissions, limits and the transaction are the same on both roads.
 */
export class TextAnswers {
  private readonly log = new Log('TextAnswers');
  /** Queries answered so far, by road. */
  readonly answered = { text: 0, fields: 0 };
  private readonly operations = new WeakMap<OperationDefinitionNode, Known>();

  constructor(
    private readonly execute: Executor,
    private readonly triedAt = TRIED_AT,
  ) {}

  async run(args: ExecutionArgs, operation: OperationDefinitionNode): Promise<ExecutionResult> {
    const known = this.knownOf(operation, args);
    if (known.state === 'TEXT') {
      try {
        const result = await textResult(args, operation, known.oneStatement);
        this.answered.text += 1;
        return result;
      } catch (error) {
        if (!(error instanceof NoTextError)) throw error;
        known.state = 'FIELDS';
        this.log.debug('A query is executed field by field', { error });
      }
    }
    const result = await this.execute(args);
    this.answered.fields += 1;
    if (known.state === 'NEW' && ++known.seen >= this.triedAt && !result.errors) {
      known.state = await this.compare(args, operation, result, known);
    }
    return result;
  }

  private knownOf(operation: OperationDefinitionNode, { schema }: ExecutionArgs): Known {
    let known = this.operations.get(operation);
    if (!known) {
      const fields = schema.getQueryType()!.getFields();
      const possible = operation.selectionSet.selections.every((node) => {
        if (node.kind !== Kind.FIELD || node.name.value === '__typename') return true;
        const field = fields[node.name.value];
        return field !== undefined && isCompositeType(getNamedType(field.type));
      });
      known = { seen: 0, different: 0, state: possible ? 'NEW' : 'FIELDS', oneStatement: false };
      this.operations.set(operation, known);
    }
    return known;
  }

  private async compare(
    args: ExecutionArgs,
    operation: OperationDefinitionNode,
    { data }: ExecutionResult,
    known: Known,
  ): Promise<Known['state']> {
    try {
      const before = db().statementCount;
      const { data: made } = (await textResult(args, operation, false)) as { data?: unknown };
      known.oneStatement = db().statementCount - before === 1;
      if (made instanceof DataText && JSON.stringify(JSON.parse(made.json)) === JSON.stringify(data)) return 'TEXT';
      known.different += 1;
      return known.different < MAX_DIFFERENT ? 'NEW' : 'FIELDS';
    } catch (error) {
      if (!(error instanceof NoTextError)) this.log.warn('The text of a query could not be made', { error });
      return 'FIELDS';
    }
  }
}

/** Runs the resolvers of the root fields, as graphql-js does, for texts. */
async function textResult(
  args: ExecutionArgs,
  operation: OperationDefinitionNode,
  oneStatement: boolean,
): Promise<ExecutionResult> {
  const { schema, document, contextValue, rootValue } = args;
  const { coerced: variableValues } = getVariableValues(
    schema,
    operation.variableDefinitions ?? [],
    args.variableValues ?? {},
  );
  if (!variableValues) throw new NoTextError('Variables are not valid');
  const fragments: Record<string, FragmentDefinitionNode> = {};
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments[node.name.value] = node;
  }
  const query = schema.getQueryType()!;
  const selected = new Map<string, FieldNode[]>();
  visitFields({ schema, fragments, variableValues }, query, [operation.selectionSet], (node) => {
    const key = (node.alias ?? node.name).value;
    const same = selected.get(key);
    if (same) same.push(node);
    else selected.set(key, [node]);
  });

  const errors: GraphQLError[] = [];
  let lost = false;
  const resolve = async (key: string, nodes: readonly FieldNode[]): Promise<string> => {
    const name = nodes[0]!.name.value;
    const field = query.getFields()[name];
    if (!field) {
      if (name === '__typename') return `"${query.name}"`;
      throw new NoTextError(name);
    }
    const path = { prev: undefined, key, typename: query.name };
    const info = asksForText(
      {
        ...{ fieldName: name, fieldNodes: nodes, returnType: field.type, parentType: query, path },
        ...{ schema, fragments, rootValue, operation, variableValues },
      },
      oneStatement && selected.size === 1,
    );
    let result: unknown;
    try {
      const values = getArgumentValues(field, nodes[0]!, variableValues);
      result = await (field.resolve ?? readField)(rootValue, values, contextValue, info);
    } catch (error) {
      if (rootCause(error) instanceof NoTextError) throw rootCause(error);
      errors.push(locatedError(error, nodes, [key]));
      lost ||= isNonNullType(field.type);
      return 'null';
    }
    if (result == null && !isNonNullType(field.type)) return 'null';
    const text = textOf(result);
    if (text === undefined) throw new NoTextError(`${name} answers what no view has read`);
    return text;
  };
  const texts = await Promise.all([...selected].map(async ([key, nodes]) => `"${key}":${await resolve(key, nodes)}`));
  const data = lost ? null : (new DataText(`{${texts.join(',')}}`) as unknown as ExecutionResult['data']);
  return errors.length > 0 ? { data, errors } : { data };
}

/** Filters of Nest wrap what a resolver throws. */
const rootCause = (error: unknown): unknown =>
  error instanceof Error && 'originalError' in error && error.originalError ? error.originalError : error;

/** Writes an answer that may have {@link DataText} in it. */
export function writeAnswer(answer: { readonly data?: unknown }): string {
  const { data, ...rest } = answer;
  if (!(data instanceof DataText)) return `${JSON.stringify(answer)}\n`;
  const others = JSON.stringify(rest);
  return others === '{}' ? `{"data":${data.json}}\n` : `{"data":${data.json},${others.slice(1)}\n`;
}
