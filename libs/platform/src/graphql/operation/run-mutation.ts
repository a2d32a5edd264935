import {
  type ExecutionArgs,
  type ExecutionResult,
  getVariableValues,
  type GraphQLError,
  locatedError,
  type OperationDefinitionNode,
} from 'graphql';
import type { OperationSession } from '../../database/session-factory';
import type { Executor } from '../settings';
import { type MutationField, mutationFields } from './mutation-fields';

export interface Outcome {
  readonly result: ExecutionResult;
  /** Is there anything to commit? */
  readonly keep: boolean;
}

/**
 * Runs the fields of a mutation one after the other. One that fails, in its resolver or so deep in its answer that the
 * whole of it is null, undoes itself alone: its changes and what it wanted done after the commit.
 */
export async function runMutation(
  execute: Executor,
  args: ExecutionArgs,
  operation: OperationDefinitionNode,
  session: OperationSession,
  after: unknown[],
): Promise<Outcome> {
  const { coerced, errors: invalid } = getVariableValues(
    args.schema,
    operation.variableDefinitions ?? [],
    args.variableValues ?? {},
    { maxErrors: 50 },
  );
  if (!coerced) return { result: { errors: invalid }, keep: false };
  const fields = mutationFields(args.document, operation, coerced);
  if (fields.length <= 1) {
    for (const { name } of fields) session.setOperation(name);
    const result = await execute(args);
    return { result, keep: fields.every((field) => !failed(field, result)) };
  }

  const data = Object.create(null) as Record<string, unknown>;
  const errors: GraphQLError[] = [];
  let keep = false;
  for (const [index, field] of fields.entries()) {
    const { result, kept } = await runField(execute, args, field, `field_${index}`, session, after);
    data[field.key] = kept ? result.data![field.key] : null;
    errors.push(...(result.errors ?? []));
    keep ||= kept;
  }
  return { result: errors.length > 0 ? { data, errors } : { data }, keep };
}

async function runField(
  execute: Executor,
  args: ExecutionArgs,
  field: MutationField,
  savepoint: string,
  session: OperationSession,
  after: unknown[],
): Promise<{ result: ExecutionResult; kept: boolean }> {
  const only = { ...args, document: field.document };
  if (field.name.startsWith('__')) return { result: await execute(only), kept: true };
  session.setOperation(field.name);
  const tasks = after.length;
  await session.savepoint(savepoint);
  let result = await execute(only);
  let kept = !failed(field, result);
  if (kept) {
    try {
      await session.release(savepoint);
    } catch (error) {
      // A statement failed and its error was swallowed on the way: what the field did is lost.
      kept = false;
      result = { data: null, errors: [...(result.errors ?? []), locatedError(error, undefined, [field.key])] };
    }
  }
  if (!kept) {
    await session.rollbackTo(savepoint);
    after.length = tasks;
  }
  return { result, kept };
}

const failed = (field: MutationField, { data, errors }: ExecutionResult): boolean =>
  data == null || (data[field.key] === null && errors !== undefined && errors.length > 0);
