import { AtriumError, context, type FieldProblem, validationFailed } from '@atrium/sdk';
import { propertyMessages } from '../properties.messages';
import type { RuleProblem } from './area.policy';

/** Refuses an input that breaks rules. */
export function refuse(problems: readonly (RuleProblem | null)[]): void {
  const found = problems.filter((problem) => problem !== null);
  if (found.length > 0) {
    throw validationFailed(...found.map(({ field, ...rest }): FieldProblem => ({ path: `input.${field}`, ...rest })));
  }
}

/** Refuses to empty what an object always has: in an update null empties a field and leaving it out keeps it. */
export function refuseEmptied<I extends object>(input: I, ...fields: (keyof I & string)[]): void {
  refuse(
    fields
      .filter((field) => input[field] === null)
      .map((field) => ({ field, code: 'REQUIRED', message: propertyMessages.required })),
  );
}

/** An empty text means none. */
export const emptyAsNull = (text: string | null | undefined): string | null | undefined => (text === '' ? null : text);

/** Refuses those whose roles are limited to some communities. */
export function refuseScoped(): void {
  if (context().actor.communityScope !== null) throw new AtriumError('FORBIDDEN', propertyMessages.outsideScope);
}
